"""What the kinds of events are called; one without a name here is shown by its code."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

_NAMES = {
    "access.refused": _("Turned away"),
    "account.changed": _("Account changed"),
    "account.created": _("Account made"),
    "account.ended": _("Account ended"),
    "answer.failed": _("Answer failed"),
    "answer.made": _("Answer made"),
    "answer.rated": _("Answer rated"),
    "answer.unrated": _("Rating taken back"),
    "audit.exported": _("Audit log downloaded"),
    "document.created": _("Document supplied"),
    "document.new_version": _("New version of a document"),
    "document.read": _("Restricted document read"),
    "document.visibility_set": _("Readers of a document changed"),
    "document.withdrawn": _("Document withdrawn"),
    "group.created": _("Group made"),
    "group.joined": _("Person added to a group"),
    "group.left": _("Person taken out of a group"),
    "ingestion.failed": _("File not read"),
    "ingestion.refused": _("File refused"),
    "ingestion.retried": _("File tried again"),
    "ingestion.started": _("Supply started"),
    "notice.accepted": _("Notice accepted"),
    "question.asked": _("Question asked"),
    "question.refused": _("Question refused"),
    "report.issued": _("Report issued"),
    "report.verified": _("Report verified"),
    "role.granted": _("Role given"),
    "role.revoked": _("Role taken away"),
    "signin": _("Signed in"),
    "signin.blocked": _("Sign-in blocked"),
    "signout": _("Signed out"),
}


def kind_name(action: str) -> str:
    """The words for a kind of event."""
    return str(_NAMES.get(action, action))
