"""Fields of records (an administrative procedure: steps, dossier, fee …): which one a question names in full.

Every field of a record repeats the record's title in its heading, so that it is found by it; a ranker then weighs how
much of a heading was said, and favours a short label over the one that was meant. The label itself decides here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from congvu.corpus.passages import split_headings
from congvu.retrieval.types import Evidence, Query
from congvu.text import syllables

_HEADING = re.compile(r"mục [\w.]+\. (?P<label>[^:]+): (?P<about>[^;]+)")
_SHORTEST = 2
"""Syllables; a single one is said in passing."""


def named_field_first(query: Query, ranked: Sequence[Evidence]) -> list[Evidence]:
    """The same evidence; of the best one's record, the only field that the question names by its whole label leads.

    Nothing moves where the best is no field of a record, is named itself, or where the record's title says the label.
    """
    found = list(ranked)
    if not found or not (best := _label(found[0])):
        return found
    asked, title = _line(query.terms), _line(syllables(found[0].title))
    siblings = [(e, _label(e)) for e in found if e.version_id == found[0].version_id]
    named = [(e, label) for e, label in siblings if label and label in asked and label not in title]
    if len({label for _e, label in named}) != 1 or named[0][1] == best:
        return found
    leading = named[0][0]
    return [leading, *(e for e in found if e is not leading)]


def _label(evidence: Evidence) -> str:
    """The folded label of the field that a piece of evidence is, "" where it is none or too short to be meant."""
    match = _HEADING.match(split_headings(evidence.headings)[1])
    if match is None or not evidence.title.startswith(match["about"].strip()):
        return ""
    label = syllables(match["label"])
    return _line(label) if len(label) >= _SHORTEST else ""


def _line(terms: Sequence[str]) -> str:
    """Syllables as a line in which whole ones can be looked for."""
    return f" {' '.join(terms)} "
