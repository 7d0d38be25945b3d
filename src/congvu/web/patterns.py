"""Every component on one page, for whoever changes the interface; not for the public."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from congvu.accounts.models import Agency
from congvu.accounts.periods import in_words
from congvu.accounts.types import Role
from congvu.answering.models import Question
from congvu.answering.types import AnswerStatus
from congvu.answering.views import AnswerView, CitationView, DocumentFacts
from congvu.common.clock import now, today
from congvu.web.account.demo import is_demo
from congvu.web.account.forms import SignInForm
from congvu.web.agencies.presenting import AgencyRow
from congvu.web.chat.presenting import Line, ShownAnswer, ShownBlock
from congvu.web.objects import Refused
from congvu.web.request import PersonRequest

_ICONS = Path(__file__).parent / "static" / "web" / "icons.svg"


@require_safe
def page(request: PersonRequest) -> HttpResponse:
    """The pattern page, for operators, and for anybody in the demo or while developing."""
    if not (settings.DEBUG or is_demo() or request.viewer.has_role(Role.OPERATOR)):
        raise Refused
    day = dt.timedelta(days=1)
    context = {
        "forces": [
            (today() - day, None),
            (today() - day, today() + day),
            (today() + day, None),
            (None, today() - day),
            (None, None),
        ],
        "statuses": [status.value for status in AnswerStatus],
        "alerts": [
            ("info", _("Answers quote the texts; the text itself decides."), ""),
            ("ok", _("Finished."), _("Your question is kept. Check the network and try again.")),
            (
                "warn",
                _("No state secrets."),
                _("Files marked MẬT, TỐI MẬT or TUYỆT MẬT are refused and not kept."),
            ),
            (
                "bad",
                _("The answer could not be received."),
                _("Your question is kept. Check the network and try again."),
            ),
        ],
        "form": SignInForm({}),
        "shown": _sample(),
        "agencies": [
            AgencyRow("Sở Ví Dụ", "#", str(Agency.Kind.DEPARTMENT.label), False),
            AgencyRow("Ban Ví Dụ", "#", str(Agency.Kind.OTHER.label), True, in_words(None, today())),
        ],
        "icons": re.findall(r'<symbol id="(\w+)"', _ICONS.read_text(encoding="utf-8")),
    }
    return render(request, "patterns.html", context)


def _sample() -> ShownAnswer:
    """An invented answer that shows every kind of block; nothing of it is stored."""
    facts = DocumentFacts("01/2026/QĐ-VD", "Quyết định ví dụ", "Quyết định", "UBND tỉnh Ví Dụ", today(), True)
    quote = "1. Dòng thứ nhất của khoản:\na) Điểm a của khoản này;\nb) Điểm b của khoản này."
    citation = CitationView(1, facts, "khoản 1 Điều 1", quote, "#", None, today())
    blocks = (
        ShownBlock("lead", (Line("Theo khoản 1 Điều 1 Quyết định ví dụ:", False),), (citation,), False),
        ShownBlock("quote", tuple(Line(t, t[1] == ")") for t in quote.split("\n")), (citation,), False),
        ShownBlock("note", (Line("Đây là câu trả lời mẫu của trang này.", False),), (), False),
    )
    view = AnswerView("00000000-0000-0000-0000-000000000000", AnswerStatus.ANSWERED, (), (citation,), (), {}, {})
    question = Question(text="Câu hỏi ví dụ?", on=today(), asked_at=now())
    return ShownAnswer(question, view, blocks, (), None, None)
