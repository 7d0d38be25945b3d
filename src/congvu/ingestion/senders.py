"""Whose message it is: codes of organisations, old and new, to one party; unknown ones wait for an operator."""

from __future__ import annotations

from dataclasses import dataclass

from congvu.accounts.agency_search import successors
from congvu.accounts.agency_text import bare_code
from congvu.accounts.models import Agency
from congvu.accounts.queries import agency_by_code
from congvu.ingestion.connector_models import UnknownOrgan
from congvu.ingestion.edxml.types import Organ
from congvu.ingestion.types import ReadError, Reason

_AGENCY, _CODE = "agency:", "code:"


@dataclass(frozen=True, slots=True)
class Party:
    """A sender: ``key`` is the same for all codes that an agency has or had; ``agency`` None for one outside."""

    key: str
    agency: Agency | None


def party_of(code: str) -> Party | None:
    """Whom a code names: an agency of ours, or an organisation that an operator let in; None where nobody decided.

    Raises ReadError where an operator decided that nothing is taken from it.
    """
    agency = agency_by_code(code)
    if agency is not None:
        return Party(f"{_AGENCY}{agency.pk}", agency)
    bare = bare_code(code)[:60]
    known = UnknownOrgan.objects.filter(bare=bare).first()
    if known is None or known.decision == UnknownOrgan.Decision.OPEN:
        return None
    if known.decision == UnknownOrgan.Decision.REFUSED:
        raise ReadError(Reason.SENDER_REFUSED, f"OrganId {code[:60]}")
    if known.agency is not None:
        return Party(f"{_AGENCY}{known.agency.pk}", known.agency)
    return Party(f"{_CODE}{bare}", None)


def party_by_key(key: str) -> Party:
    """The party of a key that was kept."""
    agency = Agency.objects.filter(pk=int(key.removeprefix(_AGENCY))).first() if key.startswith(_AGENCY) else None
    return Party(key, agency)


def note_unknown(organ: Organ) -> None:
    """Put a code on the operators' list; once, however many messages bear it."""
    UnknownOrgan.objects.get_or_create(
        bare=bare_code(organ.code)[:60], defaults={"code": organ.code[:60], "name": organ.name[:250]}
    )


def may_act_on(document_id: str, owner: str, party: Party) -> bool:
    """Whether a party changes what ``owner`` sent: the same one, who took over from it, or the issuer itself.

    A DocumentId begins with the issuer's code: "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT".
    """
    if owner == party.key:
        return True
    issuer, comma, _rest = document_id.partition(",")
    if comma:
        issued_by = agency_by_code(issuer)
        key = f"{_AGENCY}{issued_by.pk}" if issued_by else f"{_CODE}{bare_code(issuer)[:60]}"
        if key == party.key:
            return True
    before = party_by_key(owner).agency
    if before is None or party.agency is None:
        return False
    return any(not after.in_part and after.agency.pk == party.agency.pk for after in successors(before))
