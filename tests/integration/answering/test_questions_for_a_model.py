from __future__ import annotations

import pytest

from congvu.answering.evaluation.questions import for_a_model
from congvu.answering.models import Question
from congvu.common.errors import InvalidInputError
from tests.factories import make_people

pytestmark = pytest.mark.django_db


def test_nothing_is_measured_over_a_library_that_answers_none_of_the_questions() -> None:
    with pytest.raises(InvalidInputError):
        for_a_model(make_people().alice, ["Thời giờ làm việc bình thường là bao nhiêu giờ một ngày?"], 5)
    assert not Question.objects.exists()
