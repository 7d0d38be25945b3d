"""Every word an answer says by itself. Nothing here makes a claim about the law; that is left to the
quotes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from congvu.answering.types import AnswerStatus


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


# --- beside quotes


def lead(unit_path: str, document: str) -> str:
    """Where the quote comes from; ``unit_path`` may be empty (a letter without numbered parts)."""
    if not unit_path:
        return _("According to %(document)s:") % {"document": document}
    return _("According to %(unit)s %(document)s:") % {"unit": unit_path, "document": document}


def also(unit_path: str, document: str) -> str:
    """Before a second or third source."""
    if not unit_path:
        return _("See also %(document)s:") % {"document": document}
    return _("See also %(unit)s %(document)s:") % {"unit": unit_path, "document": document}


def approved_by(name: str, on: dt.date) -> str:
    """Before an answer that experts wrote and a reviewer approved; the name is "" where it is not held any more."""
    if not name:
        return _("Answer approved on %(day)s:") % {"day": _day(on)}
    return _("Answer approved by %(name)s on %(day)s:") % {"name": name, "day": _day(on)}


def rests_on(unit_path: str, document: str) -> str:
    """Before each source of an approved answer."""
    return _("Basis: %(what)s:") % {"what": f"{unit_path} {document}".strip()}


def ended(unit_path: str, document: str, until: dt.date, on: dt.date) -> str:
    """The quoted text was no longer in force on the day; ``until`` is the first day without force."""
    return _("Note: %(what)s is no longer in force on %(on)s; its force ended on %(until)s.") % {
        "what": f"{unit_path} {document}".strip(),
        "on": _day(on),
        "until": _day(until),
    }


def not_yet(unit_path: str, document: str, since: dt.date, on: dt.date) -> str:
    """The quoted text was not yet in force on the day."""
    return _("Note: %(what)s is not yet in force on %(on)s; it takes effect on %(since)s.") % {
        "what": f"{unit_path} {document}".strip(),
        "on": _day(on),
        "since": _day(since),
    }


def will_end(unit_path: str, document: str, until: dt.date) -> str:
    """In force on the day, but its end is known."""
    return _("Note: %(what)s is in force until %(until)s only.") % {
        "what": f"{unit_path} {document}".strip(),
        "until": _day(until),
    }


def cut_short(unit_path: str) -> str:
    return _(
        "%(unit)s is long; only the part nearest to the question is quoted. Open the citation to read all of it."
    ) % {"unit": unit_path or _("The text")}


def contents(unit_path: str, titles: Sequence[str]) -> str:
    """What a chapter holds, for a question that names a whole chapter."""
    return _("%(unit)s holds: %(titles)s. Name one of them to read it.") % {
        "unit": unit_path,
        "titles": "; ".join(titles),
    }


def several_readings() -> str:
    return _("Several laws answer this, each for its own case. If you mean only one of them, choose it:")


def unsure() -> str:
    return _(
        "These are the provisions nearest to the question; they may not answer all of it. "
        "Check the quoted text, or ask again naming the document or the subject more exactly."
    )


def lexical_only() -> str:
    return _(
        "Searched by words only, because the search by meaning does not answer at the moment; "
        "provisions worded differently may be missing."
    )


# --- beside written sentences


def written_partly() -> str:
    return _(
        "Part of what the language model wrote was left out, because the cited provisions do not say it. "
        "Read the provisions themselves for the rest."
    )


def written_broken_off() -> str:
    return _("The language model broke off; what had been written and checked by then is shown.")


def writing_stopped() -> str:
    return _("Writing was stopped at your request; what had been written and checked by then is shown.")


def nothing_written() -> str:
    return _("The language model wrote nothing that the provisions found support; they are quoted instead.")


def model_failed() -> str:
    return _("The language model does not answer at the moment; the provisions found are quoted instead.")


def model_busy() -> str:
    return _("The language model is busy with other questions; the provisions found are quoted instead.")


# --- how the question was read


def read_as(readings: Sequence[tuple[str, str]]) -> str:
    """Words of the question and the words that they were read as."""
    pairs = [_("“%(typed)s” as “%(read)s”") % {"typed": typed, "read": read} for typed, read in readings]
    return _("In the question, %(readings)s was read. If that is not what you mean, write it out and ask again.") % {
        "readings": "; ".join(pairs)
    }


def now_called(old: str, new: str, since: dt.date) -> str:
    """An agency or a place that is part of another one, or has another name, from a day on."""
    return _("Note: “%(old)s” is now “%(new)s” (since %(since)s).") % {
        "old": old,
        "new": new,
        "since": _day(since),
    }


def place_ended(place: str, since: dt.date) -> str:
    """A district, or a town below a province: there are none from a day on."""
    return _("Note: “%(place)s” ceased to exist as an administrative unit on %(since)s.") % {
        "place": place,
        "since": _day(since),
    }


# --- statuses without an answer


def status_words(status: AnswerStatus) -> tuple[str, str]:
    """Why there is no answer, and what to do next; fixed for each status that carries none."""
    ask_expert = _("You can also contact your agency's expert or coordinator.")
    words = {
        AnswerStatus.NO_EVIDENCE: (
            _("No provision that answers this question was found in the documents you may read."),
            _("Ask again in other words, or name the document, its number or the article. %(expert)s")
            % {"expert": ask_expert},
        ),
        AnswerStatus.OUT_OF_SCOPE: (
            _(
                "This question is outside what the assistant can answer: "
                "it only quotes laws and documents of the province."
            ),
            _("Ask about a provision, a procedure or a document in the library."),
        ),
        AnswerStatus.REFUSED_SECRET: (
            _(
                "The question seems to carry, or to ask for work on, a document that bears a state secrecy "
                "mark. The assistant does not handle state secrets; your text was not stored."
            ),
            _(
                "Handle the document as the law on protection of state secrets demands, not on this system. "
                "If it was entered by mistake, report to the person in charge of secrecy at your agency."
            ),
        ),
        AnswerStatus.REFUSED_PERSONAL_DATA: (
            _("The assistant does not give out private data of a named person."),
            _("Ask about the rules instead, for example who may obtain such data and by what procedure. %(expert)s")
            % {"expert": ask_expert},
        ),
        AnswerStatus.CLARIFY: (
            _("The question is too short or names no subject, so no provision can be looked up."),
            _("Say what it is about, for whom, and name the document if you know it."),
        ),
    }
    return words[status]


def which_document(unit: str) -> tuple[str, str]:
    """A unit was named without its document."""
    return (
        _("Many documents have %(unit)s. Which document do you mean?") % {"unit": unit},
        _("Ask again with the name or the number of the document."),
    )


def such_as(documents: Sequence[str]) -> str:
    return _("For example: %(documents)s.") % {"documents": "; ".join(documents)}


def failure(*, retry: bool) -> tuple[str, str]:
    """A fault on our side: what is wrong and what to do."""
    if retry:
        return (
            _("The answer could not be made: a part of the system does not respond."),
            _("Your question is kept. Try again in a few minutes."),
        )
    return (
        _("The answer could not be made because of a fault in the system."),
        _("Your question is kept. Trying again may not help; please tell the operator."),
    )


# --- places where something is withheld


def secret_placeholder() -> str:
    """Stands where a question was that may carry a state secret."""
    return _("(question not stored)")


def no_longer_available() -> str:
    return _("This source is no longer available to you.")


# --- questions that cannot be taken


def empty_question() -> tuple[str, str]:
    return _("The question is empty."), _(
        "Type a question in Vietnamese, for example about a provision or a procedure."
    )


def too_long_question(length: int, limit: int) -> tuple[str, str]:
    return (
        _("The question has %(length)d characters; at most %(limit)d can be read.")
        % {"length": length, "limit": limit},
        _("Ask in one or two sentences; supply a long text as a document instead."),
    )


def account_off() -> str:
    return _("This account cannot ask questions.")


def conversation_not_found() -> str:
    return _("This conversation was not found.")
