"""The texts of definitions: templates with figures, bold, italics and footnotes.

``{users}`` is a figure; ``**bold**``, ``*italic*``; ``^[text]`` hangs a footnote on what stands before it;
``[?share: … ?]`` is left out where the figure ``share`` is not known. Figures are put in as plain text, so that nothing
in the name of an agency can be taken for markup.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from congvu.common.errors import InvalidInputError
from congvu.reports.types import Span

Figures = Mapping[str, str | None]
_CONDITION = re.compile(r"\[\?(\w+):((?:(?!\[\?).)*?)\?\]", re.DOTALL)  # the innermost: holds no other
_TOKEN = re.compile(r"(\*\*|\*|\^\[[^\]]*\]|\{\w+\})")


def spans(template: str, figures: Figures) -> tuple[Span, ...]:
    """The styled text of a template. Raises InvalidInputError for a figure that does not exist or is not known."""
    found: list[Span] = []
    bold = italic = False
    for token in filter(None, _TOKEN.split(_decided(template, figures))):
        if token == "**":  # noqa: S105  # a mark, no password
            bold = not bold
        elif token == "*":  # noqa: S105
            italic = not italic
        elif token.startswith("^[") and found:
            last = found.pop()
            found.append(Span(last.text, last.bold, last.italic, plain(token[2:-1], figures)))
        else:
            _append(found, Span(_value(token, figures), bold, italic))
    return tuple(found)


def plain(template: str, figures: Figures) -> str:
    """The text of a template without styles."""
    return "".join(span.text for span in spans(template, figures))


def _decided(template: str, figures: Figures) -> str:
    """The template without conditions; one may stand in another."""
    changed = 1
    while changed:
        template, changed = _CONDITION.subn(lambda m: m[2] if _look_up(m[1], figures) is not None else "", template)
    return template


def _append(found: list[Span], span: Span) -> None:
    """Add a span, joined to its neighbour where both look alike: a clerk edits runs, not fragments."""
    if found and not found[-1].note and (found[-1].bold, found[-1].italic) == (span.bold, span.italic):
        span = Span(found.pop().text + span.text, span.bold, span.italic)
    found.append(span)


def _value(token: str, figures: Figures) -> str:
    if not (token.startswith("{") and token.endswith("}")):
        return token
    value = _look_up(token[1:-1], figures)
    if value is None:
        raise InvalidInputError(
            _("The figure “%(name)s” is not known for this report.") % {"name": token[1:-1]},
            _("Give it, or put the passage between [?… ?] in the definition."),
        )
    return value


def no_figure(name: str, figures: Figures) -> InvalidInputError:
    """The error for a figure that does not exist, with those that do."""
    return InvalidInputError(
        _("There is no figure “%(name)s”.") % {"name": name},
        _("Known figures: %(names)s.") % {"names": ", ".join(sorted(figures))},
    )


def _look_up(name: str, figures: Figures) -> str | None:
    if name not in figures:
        raise no_figure(name, figures)
    return figures[name]
