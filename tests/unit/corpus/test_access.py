"""Who may read: tokens of documents."""

from __future__ import annotations

import pytest

from congvu.common.errors import InvalidInputError
from congvu.corpus.policies import access_tokens


@pytest.mark.parametrize(
    ("visibility", "expected"),
    [("province", ["p"]), ("agency", ["a:5"]), ("groups", ["g:10", "g:2"]), ("private", ["u:9"])],
)
def test_a_visibility_becomes_its_tokens(visibility: str, expected: list[str]) -> None:
    assert access_tokens(visibility, agency_id=5, group_ids=[10, 2, 2], user_id=9) == expected


@pytest.mark.parametrize("visibility", ["agency", "groups", "private", "", "everybody"])
def test_a_visibility_that_lacks_what_it_speaks_of_is_refused_rather_than_open(visibility: str) -> None:
    with pytest.raises(InvalidInputError):
        access_tokens(visibility, agency_id=None)
