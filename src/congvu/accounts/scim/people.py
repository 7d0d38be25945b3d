"""People of the directory as accounts here."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from scim2_models import Meta, UniquenessException

from congvu.accounts.actions import AccountData, end_account, provision, take_back
from congvu.accounts.models import Agency, ScimAccount, User
from congvu.accounts.roster.planning import Agencies
from congvu.accounts.scim import resources
from congvu.accounts.types import AccountSource
from congvu.common.clock import now, today


def rows() -> QuerySet[ScimAccount]:
    return ScimAccount.objects.select_related("user")


def resource(record: ScimAccount) -> resources.User[Any]:
    """The person as the directory wrote it, and whether the account is in use now."""
    model = resources.User[resources.EnterpriseUser]
    found = model.model_validate({**record.told, "schemas": [str(resources.User.__schema__)]})
    found.id = str(record.pk)
    found.external_id = record.external_id or None
    found.user_name = record.user.username
    if "active" in record.told:  # a directory that took the attribute away is not told it again
        found.active = record.user.is_active
    if record.department:
        found[resources.EnterpriseUser] = resources.EnterpriseUser(department=record.department)
    found.meta = Meta(
        resource_type="User",
        created=record.created_at,
        last_modified=record.modified_at,
        version=f'W/"{record.version}"',
    )
    return found


def create(told: resources.User[Any]) -> ScimAccount:
    """Make the account, or take over one that a list or a first sign-in made; UniquenessException for any other."""
    username = told.user_name or ""
    user = User.objects.select_for_update().filter(username__iexact=username).first()
    if user is not None and (user.source == AccountSource.LOCAL or hasattr(user, "scim")):
        # An account that people here made (an operator's, say) is not the directory's to rename or to end.
        raise UniquenessException(detail=f"The user name {username!r} is taken.")
    if told.active is None:
        told.active = True
    record = ScimAccount(user_id=0, created_at=now(), modified_at=now())
    return _write(record, told, user)


def update(record: ScimAccount, told: resources.User[Any]) -> ScimAccount:
    """Bring the account up to date. A new user name must be free."""
    username = told.user_name or ""
    if User.objects.filter(username__iexact=username).exclude(pk=record.user_id).exists():
        raise UniquenessException(detail=f"The user name {username!r} is taken.")
    user = User.objects.select_for_update().get(pk=record.user_id)
    if user.username != username:
        user.username = username
        user.save(update_fields=["username"])
    record.version += 1
    record.modified_at = now()
    return _write(record, told, user)


def delete(record: ScimAccount) -> None:
    """The person has left; what they did stays, and the directory's handle is gone."""
    end_account(record.user, reason="scim")
    record.delete()


def _write(record: ScimAccount, told: resources.User[Any], user: User | None) -> ScimAccount:
    extension = told[resources.EnterpriseUser]
    record.department = ((extension.department if extension else "") or "").strip()[:250]
    record.external_id = (told.external_id or "")[:255]
    record.told = told.model_dump(mode="json", include=_KEPT, exclude_none=True)
    agency = _agency(record.department)
    username = user.username if user else (told.user_name or "")
    written = provision(
        AccountData(username, _full_name(told, username), _email(told), agency, (told.title or "")[:150]),
        source=AccountSource.SCIM,
    )
    if told.active is False:
        end_account(written, reason="scim")
    elif told.active and not written.is_active:
        take_back(written, agency, title=(told.title or "")[:150])
    record.user = User.objects.get(pk=written.pk)
    record.save()
    return record


_KEPT = {"name", "display_name", "title", "emails", "active"}


def _agency(department: str) -> Agency | None:
    """The agency that the directory means; None leaves the membership as it is."""
    key = Agencies(today()).by_any_name(department) if department else None
    return Agency.objects.get(pk=key) if key is not None else None


def _full_name(told: resources.User[Any], username: str) -> str:
    name = told.name
    parts = f"{name.family_name or ''} {name.given_name or ''}".strip() if name else ""
    return (told.display_name or (name.formatted if name else "") or parts or username)[:150]


def _email(told: resources.User[Any]) -> str:
    emails = told.emails or []
    first = next((one for one in emails if one.primary), emails[0] if emails else None)
    return ((first.value if first else "") or "")[:254]
