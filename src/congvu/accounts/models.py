"""People, agencies and roles; names, memberships and grants are dated because agencies come and go."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congvu.accounts.types import Role
from congvu.common.clock import today
from congvu.text import sort_key


def holds_on(day: dt.date, prefix: str = "") -> Q:
    """Condition for a dated row (``starts_on`` included, ``ends_on`` excluded) to hold on ``day``."""
    return (Q(**{f"{prefix}starts_on__isnull": True}) | Q(**{f"{prefix}starts_on__lte": day})) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gt": day})
    )


class Dated(models.Model):
    """A fact with a period: from ``starts_on`` (included) to ``ends_on`` (excluded); empty means open."""

    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds(self, day: dt.date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day < self.ends_on)


def period_check(name: str) -> models.CheckConstraint:
    """A period that ends before it starts is refused by the database."""
    return models.CheckConstraint(
        condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name=name
    )


class Agency(Dated):
    """A unit of the province. ``code`` is ours and never reused; people see the dated name."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", _("Department")
        DISTRICT = "district", _("District people's committee")
        COMMUNE = "commune", _("Commune people's committee")
        OTHER = "other", _("Other")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.DEPARTMENT)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        constraints = [period_check("agency_period")]

    def __str__(self) -> str:
        return self.name()

    def name(self, day: dt.date | None = None) -> str:
        """The name in use on ``day`` (today by default); the code where none is recorded for that day."""
        day = day or today()
        return next((n.name for n in self.names.all() if n.holds(day)), self.code)


class AgencyName(Dated):
    """A name of an agency for a period; ``sort_key`` puts Đ after D and Ă after A."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=250)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    sort_key = models.CharField(max_length=1000, editable=False, db_index=True)

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            period_check("agency_name_period"),
            models.UniqueConstraint(fields=["agency", "starts_on"], name="agency_name_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def create(cls, agency: Agency, name: str, **values: object) -> AgencyName:
        """Store a name together with its Vietnamese sort key."""
        row: AgencyName = cls.objects.create(agency=agency, name=name, sort_key=sort_key(name), **values)
        return row


class WorkField(models.Model):
    """A field of work (lĩnh vực) for which experts and reviewers are named."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **values: object) -> User:
        """An account; without a password nobody can sign in locally with it."""
        user = self.model(username=username, **values)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account. Its rights come from its membership and its grants of today, never from flags."""

    username = models.CharField(_("user name"), max_length=150, unique=True)
    full_name = models.CharField(_("full name"), max_length=150)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

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
