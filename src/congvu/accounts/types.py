"""Who asks, reduced to what decides: roles, agencies, groups."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may do; every role but the first is granted, for a period, by an operator."""

    MEMBER = "member", _("Official")
    COORDINATOR = "coordinator", _("Agency coordinator")
    EXPERT = "expert", _("Expert")
    REVIEWER = "reviewer", _("Reviewer")
    LEADER = "leader", _("Agency leader")
    OPERATOR = "operator", _("Provincial operator")
    AUDITOR = "auditor", _("Auditor")


PROVINCIAL = frozenset({Role.OPERATOR, Role.AUDITOR})
"""Roles that are held for the whole province or not at all."""


class AccountSource(models.TextChoices):
    """Where an account was first heard of."""

    LOCAL = "local", _("Made here")
    SIGN_ON = "sign_on", _("First sign-in")
    LIST = "list", _("List of people")
    SCIM = "scim", _("Provisioning service")


class AccountState(models.TextChoices):
    """What the roster counts: known, seen, gone."""

    PROVISIONED = "provisioned", _("Not signed in yet")
    ACTIVE = "active", _("In use")
    ENDED = "ended", _("Ended")


class CodeScheme(models.TextChoices):
    """By which rule a code of an agency was given."""

    QD20 = "qd20", _("Decision 20/2020/QĐ-TTg")
    QCVN102 = "qcvn102", _("QCVN 102:2016/BTTTT")
    OTHER = "other", _("Other")


EVERYBODY = "p"
"""The access token that every viewer has: documents that carry it are for the whole province."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """The rights of one person at one moment; built anew for every request, so a change holds at the next one.

    ``agency_roles`` holds (role, agency id or None); ``access`` holds the tokens that a document's own tokens are
    matched against: ``p`` (whole province), ``a:<agency>``, ``g:<group>``, ``u:<user>``. ``field_roles`` holds (role,
    field id) of roles that were given for one field of work only.
    """

    user_id: int
    agency_ids: frozenset[int]
    group_ids: frozenset[int]
    agency_roles: frozenset[tuple[Role, int | None]]
    field_roles: frozenset[tuple[Role, int]] = frozenset()

    @property
    def access(self) -> frozenset[str]:
        return frozenset(
            {EVERYBODY, f"u:{self.user_id}"}
            | {f"a:{agency}" for agency in self.agency_ids}
            | {f"g:{group}" for group in self.group_ids}
        )

    def has_role(self, role: Role, agency_id: int | None = None) -> bool:
        """True where the role is held at all or, if an agency is named, for the province or that agency.

        Operators and auditors are the province's: a grant of these roles for one agency opens nothing.
        """
        if role in PROVINCIAL:
            return (role, None) in self.agency_roles
        if agency_id is None and any(r == role for r, _field in self.field_roles):
            return True
        return any(r == role and (a is None or agency_id is None or a == agency_id) for r, a in self.agency_roles)

    def has_role_in(self, role: Role, field_id: int) -> bool:
        """True where the role is held for that field of work, or for all of them."""
        return (role, field_id) in self.field_roles or (role, None) in self.agency_roles
