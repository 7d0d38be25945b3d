"""Taking the person out of an account that has ended; the account itself stays, so that counts have an owner."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.accounts.models import Membership, ScimAccount, User
from congvu.accounts.sign_on.sessions import forget_person
from congvu.common import audit
from congvu.common.errors import NotAllowedError
from congvu.common.ids import new_id

_LABEL = "da-xoa-"


@transaction.atomic
def erase_account(user: User, *, actor: User | None = None) -> str:
    """Remove name, e-mail address, user name, password, positions, groups, identities, what a
    directory wrote, and sessions; the new name.

    Dates, memberships and roles stay: they say how many people an agency had, not who. The audit log keeps the user
    name that it was told at the time, because it is never changed. Doing it twice changes nothing. Raises
    NotAllowedError while the account is in use.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active:
        raise NotAllowedError(_("This account is still in use."), _("End the account first."))
    if user.username.startswith(_LABEL):
        return user.username
    forget_person(user)
    user.username = f"{_LABEL}{new_id()}"
    user.call(user.username)
    user.email, user.last_login = "", None
    user.set_unusable_password()
    user.save(update_fields=["username", *User.NAME_FIELDS, "email", "last_login", "password"])
    user.access_groups.clear()
    ScimAccount.objects.filter(user=user).delete()
    Membership.objects.filter(user=user).update(title="")
    audit.record("account.erased", actor=actor, target=user)
    return user.username
