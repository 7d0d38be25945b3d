"""Accounts, memberships, roles and groups; what a person may do comes from dated rows, never from flags."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from congvu.accounts.models.agencies import Agency
from congvu.accounts.models.dated import Dated, period_check
from congvu.accounts.types import AccountSource, AccountState, Role, Viewer
from congvu.text import fold, sort_key


class WorkField(models.Model):
    """A field of work (lĩnh vực) for which experts and reviewers are named."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, viewer: Viewer) -> UserQuerySet:
        """Accounts whose particulars this viewer may see: operators see everybody, others themselves."""
        return self if viewer.has_role(Role.OPERATOR) else self.filter(pk=viewer.user_id)


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, viewer: Viewer) -> UserQuerySet:
        """See ``UserQuerySet``."""
        return self.get_queryset().visible_to(viewer)

    def create_user(self, username: str, password: str | None = None, *, full_name: str = "", **values: object) -> User:
        """An account; without a password nobody can sign in locally with it."""
        user = self.model(username=username, **values)
        user.call(full_name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account. Its rights come from its membership and its grants of today, never from flags."""

    username = models.CharField(_("user name"), max_length=150, unique=True)
    full_name = models.CharField(_("full name"), max_length=150)
    name_key = models.CharField(max_length=150, editable=False, default="")
    sort_key = models.CharField(max_length=1000, editable=False, default="", db_index=True, db_collation="C")
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    source = models.CharField(
        _("comes from"), max_length=16, choices=AccountSource.choices, default=AccountSource.LOCAL, editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    first_signed_in_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def call(self, full_name: str) -> None:
        """Set the name with what it is found and sorted by: given name first, as Vietnamese lists are."""
        self.full_name = full_name
        self.name_key = fold(full_name)[:150]
        family, _space, given = full_name.strip().rpartition(" ")
        self.sort_key = f"{sort_key(given)} {sort_key(family)}"[:1000]

    NAME_FIELDS: ClassVar[tuple[str, ...]] = ("full_name", "name_key", "sort_key")

    @property
    def state(self) -> AccountState:
        """Ended, or in use, or only provisioned: the three that a roster tells apart."""
        if not self.is_active:
            return AccountState.ENDED
        return AccountState.PROVISIONED if self.first_signed_in_at is None else AccountState.ACTIVE


class Membership(Dated):
    """A person belongs to an agency for a period; what was done then stays with that agency."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")
    title = models.CharField(_("position"), max_length=150, blank=True)

    class Meta:
        constraints = [period_check("membership_period")]

    def __str__(self) -> str:
        return f"{self.user} - {self.agency}"


class RoleGrant(Dated):
    """A role held for a period, for one agency or one field, or for the whole province where both are empty."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True)
    field = models.ForeignKey(WorkField, models.PROTECT, null=True, blank=True)
    provider = models.CharField(max_length=40, blank=True, editable=False)
    """The identity provider that gave the role and takes it away again; empty where a person here did."""

    class Meta:
        constraints = [period_check("role_grant_period")]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class AccessGroup(models.Model):
    """A named group of people, for documents that neither the province nor one agency should see as a whole."""

    name = models.CharField(max_length=120, unique=True)
    members = models.ManyToManyField(User, related_name="access_groups", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
