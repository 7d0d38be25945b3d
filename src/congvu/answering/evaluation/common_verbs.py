"""The verbs that laws use all over, from a corpus of articles: how ``DONE`` of ``verify/wordings.py`` was made.

``python -m congvu.answering.evaluation.common_verbs corpus.jsonl.gz`` prints them.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from congvu.answering.verify.lexicon import GLUE, JOINTS
from congvu.text import clean, tone_normalise

_BEFORE = frozenset({"được", "phải"})
_LAWS = 15
_SHARE = 0.04
"""Of all that a syllable stands for: "công" comes often behind "được", and is no verb."""
_COMPOUND = 0.1
_WORD = re.compile(r"[^\W\d_]+")
_STRETCH = re.compile(r"[.,;:()\n\d]")


def common_verbs(articles: Iterable[tuple[str, str]]) -> list[str]:
    """Single syllables behind "được" or "phải" in many laws, from pairs of a law and a text; those that mostly begin a
    longer word ("được thực hiện") are not among them.
    """
    everywhere: Counter[str] = Counter()
    following: dict[str, Counter[str]] = {}
    laws: dict[tuple[str, str], set[str]] = {}
    for law, text in articles:
        for stretch in _STRETCH.split(tone_normalise(clean(text).lower())):
            words = _WORD.findall(stretch)
            everywhere.update(words)
            for before, verb, behind in zip(words, words[1:], [*words[2:], ""], strict=False):
                if before in _BEFORE and verb not in GLUE:
                    following.setdefault(verb, Counter())[behind] += 1
                    laws.setdefault((verb, behind), set()).add(law)
    return sorted(verb for verb in following if _common(verb, following[verb], everywhere[verb], laws))


def _common(verb: str, following: Counter[str], times: int, laws: dict[tuple[str, str], set[str]]) -> bool:
    total = following.total()
    alone = [word for word in following if not word or word in JOINTS or following[word] < _COMPOUND * total]
    spread = set().union(*(laws[verb, word] for word in alone))
    return len(spread) >= _LAWS and total >= _SHARE * times


def main() -> None:
    """Print the verbs of the corpus named on the command line: one JSON object a line with "law_id" and "text"."""
    with gzip.open(Path(sys.argv[1]), "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    sys.stdout.write(" ".join(common_verbs((row["law_id"], row["text"] or "") for row in rows)) + "\n")


if __name__ == "__main__":
    main()
