"""Writes to named groups: made, joined, left. Each is atomic and audited, and holds from the very next request.

All raise NotAllowedError unless an operator acts; ``actor`` None is the program itself.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from congvu.accounts.models import AccessGroup, User
from congvu.accounts.policies import can_manage_groups
from congvu.accounts.queries import viewer_for
from congvu.common import audit
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.text import clean

_LONGEST_NAME = 120


@transaction.atomic
def create_group(actor: User | None, name: str) -> AccessGroup:
    """A new group without members. Raises InvalidInputError for an empty name, or one that is taken."""
    _check(actor)
    named = " ".join(clean(name).split())
    if not named or len(named) > _LONGEST_NAME:
        raise InvalidInputError(_("A group needs a name of up to 120 characters."))
    taken = InvalidInputError(
        _("There is a group of this name already."), _("Add people to it, or choose another name.")
    )
    if AccessGroup.objects.filter(name__iexact=named).exists():
        raise taken
    try:
        with transaction.atomic():
            group: AccessGroup = AccessGroup.objects.create(name=named)
    except IntegrityError as error:  # somebody made it at the same moment
        raise taken from error
    audit.record("group.created", actor=actor, target=group)
    return group


@transaction.atomic
def add_member(actor: User | None, group: AccessGroup, user: User) -> None:
    """Let somebody read the group's documents; doing it twice changes nothing. Raises InvalidInputError for an account
    that has ended.
    """
    _check(actor)
    AccessGroup.objects.select_for_update().get(pk=group.pk)
    if not user.is_active:
        raise InvalidInputError(_("This account has ended."), _("Choose somebody who still works here."))
    if not group.members.filter(pk=user.pk).exists():
        group.members.add(user)
        audit.record("group.joined", actor=actor, target=group, detail={"user": user.pk, "username": user.username})


@transaction.atomic
def remove_member(actor: User | None, group: AccessGroup, user: User) -> None:
    """Take somebody out; nothing happens where they are not in it."""
    _check(actor)
    AccessGroup.objects.select_for_update().get(pk=group.pk)
    if group.members.filter(pk=user.pk).exists():
        group.members.remove(user)
        audit.record("group.left", actor=actor, target=group, detail={"user": user.pk, "username": user.username})


def _check(actor: User | None) -> None:
    if actor is not None and not can_manage_groups(viewer_for(actor)):
        raise NotAllowedError(_("You may not change groups."), _("Ask the provincial operator."))
