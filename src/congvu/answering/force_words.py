"""What an answer says by itself of the force of a text: states and statements, each tied to a quoted clause."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from congvu.legal.titles import capital_first
from congvu.retrieval.force import OWN_WORDS, Asks, Fact

_ACTIVE = frozenset({Asks.CHANGES, Asks.REPLACES, Asks.GUIDES, Asks.BASIS})


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def state(what: str, since: dt.date | None, until: dt.date | None, on: dt.date, *, known: bool) -> str:
    """Where a text stands on a day, as far as the library knows; ``known``: the library holds the text itself."""
    given = {"what": what, "on": _day(on), "since": _day(since) if since else "", "until": _day(until) if until else ""}
    if until is not None and until <= on:
        return _("On %(on)s, %(what)s is no longer in force; its force ended on %(until)s.") % given
    if since is not None and since > on:
        return _("On %(on)s, %(what)s is not yet in force; it takes effect on %(since)s.") % given
    if until is not None:
        return _("On %(on)s, %(what)s is in force; its force ends on %(until)s.") % given
    if since is not None:
        return _("On %(on)s, %(what)s is in force (since %(since)s); no text in the library ends it.") % given
    return _("On %(on)s, no text in the library ends %(what)s.") % given if known else ""


def fact(found: Fact, subject: str, asks: Asks, on: dt.date) -> str:
    """One statement: which text does what to which, and from when; what nobody confirmed is said to be so."""
    if found.kind == OWN_WORDS:
        return _("The text says of itself:")
    one, other = (subject, found.other) if asks in _ACTIVE else (found.other, subject)
    by = one if asks in _ACTIVE else f"{found.other_part} {one}".strip()
    what = f"{found.part} {other}".strip()
    since = _(" from %(day)s") % {"day": _day(found.on)} if found.on else ""
    doubt = "" if found.certain else _(" (not confirmed yet)")
    said = _sentence(found) % {"by": by, "what": what}
    return capital_first(f"{said}{since}{doubt}:")


def _sentence(found: Fact) -> str:
    words = {
        "replaces": _("%(what)s is replaced by %(by)s"),
        "amends": _("%(what)s is amended by %(by)s"),
        "corrects": _("%(what)s is corrected by %(by)s"),
        "guides": _("%(what)s is guided by %(by)s"),
        "consolidates": _("%(what)s is consolidated in %(by)s"),
        "cites": _("%(by)s is based on %(what)s"),
    }
    if found.kind == "repeals":
        if found.whole or found.part:
            return _("%(what)s is ended by %(by)s")
        return _("%(what)s is ended in part by %(by)s")
    return words[found.kind]


def only_the_library() -> str:
    """What such an answer cannot know."""
    return _("This is what the texts in the library say; a text that is not there may say otherwise.")


def changed(unit: str, by: str, on: dt.date | None, *, certain: bool, ended: bool, ahead: bool) -> str:
    """Beside a quoted unit: it, or a part of it, was changed or ended by another text."""
    given = {"unit": unit, "by": by, "on": _(" from %(day)s") % {"day": _day(on)} if on else ""}
    if ended:
        said = _("Note: %(unit)s is ended by %(by)s%(on)s") % given
    elif ahead:
        said = _("Note: %(unit)s will be amended by %(by)s%(on)s") % given
    else:
        said = _("Note: %(unit)s was amended by %(by)s%(on)s; the quoted text may be the earlier one") % given
    return f"{said}{'' if certain else _(' (not confirmed yet)')}."


def now_reads(unit: str, by: str, on: dt.date | None) -> str:
    """Before the wording that an amending text gives a unit."""
    given = {"unit": unit, "by": by, "on": _(" from %(day)s") % {"day": _day(on)} if on else ""}
    return capital_first(_("%(unit)s, as amended by %(by)s%(on)s:") % given)

