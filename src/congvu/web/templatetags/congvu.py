"""Template tags of the interface: icons, numbers, the state of force, pages of a list."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.http import QueryDict
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from congvu.accounts.models import User
from congvu.accounts.types import AccountState
from congvu.answering.types import AnswerStatus
from congvu.common.clock import today
from congvu.knowledge.quality import Share

register = template.Library()

_ANSWER_LOOK = {
    AnswerStatus.PENDING: ("info", "clock"),
    AnswerStatus.ANSWERED: ("ok", "check"),
    AnswerStatus.PARTIAL: ("warn", "info"),
    AnswerStatus.CLARIFY: ("info", "question"),
    AnswerStatus.DEGRADED: ("warn", "info"),
    AnswerStatus.NO_EVIDENCE: ("quiet", "question"),
    AnswerStatus.OUT_OF_SCOPE: ("quiet", "stop"),
    AnswerStatus.REFUSED_SECRET: ("bad", "lock"),
    AnswerStatus.REFUSED_PERSONAL_DATA: ("bad", "lock"),
    AnswerStatus.FAILED: ("bad", "warning"),
}


_ACCOUNT_LOOK = {
    AccountState.PROVISIONED: ("info", "clock"),
    AccountState.ACTIVE: ("ok", "check"),
    AccountState.ENDED: ("quiet", "stop"),
}


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """A decorative picture from ``icons.svg``; the words beside it carry the meaning."""
    classes = f"icon {extra}".strip()
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        static("web/icons.svg"),
        name,
    )


@register.inclusion_tag("components/badge.html")
def answer_badge(status: str) -> dict[str, Any]:
    """The status of an answer in words, with icon and colour."""
    known = AnswerStatus(status)
    look, picture = _ANSWER_LOOK[known]
    return {"look": look, "icon": picture, "label": known.label}


@register.inclusion_tag("components/badge.html")
def account_badge(person: User) -> dict[str, Any]:
    """The state of an account in words, with icon and colour."""
    look, picture = _ACCOUNT_LOOK[person.state]
    return {"look": look, "icon": picture, "label": person.state.label}


@register.inclusion_tag("components/badge.html")
def force_badge(
    force_from: dt.date | None, force_until: dt.date | None, issued_on: dt.date | None = None
) -> dict[str, Any]:
    """The state of force today, with the date that decides it; texts without dates of force get a quiet word."""
    return force_look(force_from, force_until, today())


def force_look(force_from: dt.date | None, force_until: dt.date | None, on: dt.date) -> dict[str, Any]:
    """Look, icon and words for the state of force on a date (``force_until`` is the first day without force)."""
    if force_until is not None and force_until <= on:
        return {
            "look": "bad",
            "icon": "stop",
            "label": _("No longer in force since %(day)s") % {"day": _day(force_until)},
        }
    if force_from is not None and force_from > on:
        return {
            "look": "warn",
            "icon": "clock",
            "label": _("In force only from %(day)s") % {"day": _day(force_from)},
        }
    if force_until is not None:
        return {
            "look": "warn",
            "icon": "clock",
            "label": _("In force until %(day)s") % {"day": _day(force_until)},
        }
    if force_from is not None:
        return {
            "look": "ok",
            "icon": "check",
            "label": _("In force since %(day)s") % {"day": _day(force_from)},
        }
    return {"look": "quiet", "icon": "info", "label": _("No date of force stated")}


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


@register.filter
def day(value: dt.date | str | None) -> str:
    """dd/mm/yyyy from a date or an ISO text; nothing from nothing."""
    if not value:
        return ""
    return _day(dt.date.fromisoformat(value) if isinstance(value, str) else value)


@register.filter
def dots(value: int) -> str:
    """A whole number with dots for thousands: 23303 → 23.303."""
    return f"{value:,}".replace(",", ".")


@register.filter
def percent(value: Share) -> str:
    """A share: 80,0 %."""
    return "–" if value.value is None else f"{_percent(value.value)} %"


@register.filter
def interval(value: Share) -> str:
    """How sure a share is: 60,2–91,5 % of 25; nothing where nothing was counted."""
    if value.interval is None:
        return ""
    low, high = value.interval
    return _("%(low)s–%(high)s %%, of %(total)s") % {
        "low": _percent(low),
        "high": _percent(high),
        "total": dots(value.total),
    }


def _percent(value: float) -> str:
    return f"{100 * value:.1f}".replace(".", ",")


@register.simple_tag(takes_context=True)
def page_query(context: RequestContext, **changes: Any) -> str:
    """The present query string with some values changed; an empty value drops its key."""
    query: QueryDict = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"
