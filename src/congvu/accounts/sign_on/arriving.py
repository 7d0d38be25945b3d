"""From what a provider says to an account here: who it is, where they belong, what they may do."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.accounts.actions import AccountData, grant_role, provision, revoke_role
from congvu.accounts.models import Agency, Identity, RoleGrant, User, WorkField, holds_on
from congvu.accounts.queries import agency_by_code, current_agency
from congvu.accounts.sign_on.types import Provider, RoleRule, Said
from congvu.accounts.types import AccountSource, Role
from congvu.common import audit
from congvu.common.clock import today
from congvu.common.errors import NotAllowedError

_OF_AN_AGENCY = frozenset((Role.COORDINATOR, Role.LEADER))


@transaction.atomic
def arrive(provider: Provider, said: Said) -> User:
    """The account of the person, brought up to date with what the provider says. Raises NotAllowedError, with words
    for people, where there is none and none may be made, or where it has ended.
    """
    identity = Identity.objects.select_related("user").filter(issuer=said.issuer, subject=said.subject).first()
    agency = agency_by_code(_text(said, provider.claims.agency))
    known = identity.user if identity else _in_the_roster(provider, said, agency)
    if known is not None and not known.is_active:
        raise NotAllowedError(_("This account has ended."), _ask())
    username = known.username if known else _text(said, provider.claims.username)
    user = provision(
        AccountData(
            username,
            (_text(said, provider.claims.full_name) or (known.full_name if known else username))[:150],
            (_text(said, provider.claims.email) or (known.email if known else ""))[:254],
            agency,
            _text(said, provider.claims.title)[:150],
        ),
        source=AccountSource.SIGN_ON,
    )
    if identity is None:
        Identity.objects.create(user=user, issuer=said.issuer, subject=said.subject)
        audit.record("identity.linked", actor=user, target=user, detail={"provider": provider.key})
    _roles(provider, said, user)
    return user


def _in_the_roster(provider: Provider, said: Said, agency: Agency | None) -> User | None:
    """The account that somebody who comes for the first time takes over; None where one may be made."""
    username = _text(said, provider.claims.username)
    known = User.objects.select_for_update().filter(username=username).first() if username else None
    if known is not None and provider.link:
        if known.identities.filter(issuer=said.issuer).exists():
            raise NotAllowedError(_("Another person of this provider already has this account."), _ask())
        return known
    if known is not None or not provider.create or not username or len(username) > 150:
        raise NotAllowedError(_("You have no account here yet."), _ask())
    if provider.claims.agency and agency is None:
        raise NotAllowedError(_("Your agency is not in the list of this system."), _ask())
    return None


def _roles(provider: Provider, said: Said, user: User) -> None:
    """Roles that this provider gave come and go with its word; those that people here gave stay as they are."""
    if not provider.claims.roles:
        return
    told = said.claims.get(provider.claims.roles)
    values = {str(value) for value in told} if isinstance(told, list) else {str(told)} if told else set[str]()
    wanted = {_scope(rule, user) for rule in provider.roles if rule.value in values} - {None}
    held = RoleGrant.objects.filter(holds_on(today()), user=user, provider=provider.key)
    for grant in held.select_related("agency", "field"):
        if (Role(grant.role), grant.agency, grant.field) not in wanted:
            revoke_role(grant)
    for found in wanted:
        if found is not None:
            role, agency, field = found
            grant_role(user, role, agency=agency, field=field, provider=provider.key)


def _scope(rule: RoleRule, user: User) -> tuple[Role, Agency | None, WorkField | None] | None:
    """The role with its scope; None where the agency or the field that it needs is not known here."""
    if rule.role in _OF_AN_AGENCY:
        agency = current_agency(user)
        return (rule.role, agency, None) if agency else None
    if rule.field:
        field = WorkField.objects.filter(code=rule.field).first()
        return (rule.role, None, field) if field else None
    return rule.role, None, None


def _text(said: Said, claim: str) -> str:
    value = said.claims.get(claim) if claim else None
    return value.replace("\x00", "").strip() if isinstance(value, str) else ""


def _ask() -> str:
    return _("Ask the province's operator of this system.")
