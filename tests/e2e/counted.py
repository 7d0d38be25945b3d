"""Tells what a site holds, as a program with the site's environment: rows, and the figures that are made of them.

``python -m tests.e2e.counted TOKEN…`` prints JSON: ``asked`` (how many questions hold each of these tokens),
``answers`` (one answer's key for each token), ``ratings`` of these answers (liked or not), ``figures`` (questions,
likes, dislikes of everybody as the pages count them), ``rows`` (the same as there are rows) and ``apart`` (tallies that
are not equal).
"""

from __future__ import annotations

import json
import sys
from collections import Counter

from congvu.config import boot


def main() -> None:
    boot.database()
    from congvu.answering.models import Question
    from congvu.campaigns.counting import activity
    from congvu.campaigns.rules import CURRENT
    from congvu.campaigns.tallies import check_tallies
    from congvu.common.clock import today
    from congvu.feedback.models import Rating

    tokens = sys.argv[1:]
    ours = Question.objects.filter(token__in=tokens)
    counts = Counter(str(token) for token in ours.values_list("token", flat=True))
    done = activity(CURRENT, today(), today())
    liked = list(Rating.objects.filter(answer__question__asked_at__date=today()).values_list("liked", flat=True))
    told = {
        "asked": {token: counts[token] for token in tokens},
        "answers": {str(q.token): str(q.answer.pk) for q in ours.select_related("answer")},
        "ratings": {str(r.answer_id): r.liked for r in Rating.objects.filter(answer__question__in=ours)},
        "figures": [sum(d.questions for d in done), sum(d.likes for d in done), sum(d.dislikes for d in done)],
        "rows": [Question.objects.filter(asked_at__date=today()).count(), liked.count(True), liked.count(False)],
        "apart": check_tallies().apart,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
