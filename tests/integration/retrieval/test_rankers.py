from __future__ import annotations

from dataclasses import replace

import pytest

from congvu.common.errors import InvalidInputError
from congvu.common.models import AuditEvent
from congvu.retrieval import rankers
from congvu.retrieval.gate import Verdict
from congvu.retrieval.models import RankerVersion
from congvu.retrieval.rankers import active_ranker, default_ranker

pytestmark = pytest.mark.django_db
PASSED = Verdict((), passed=True, reason="better")


def learned(version: str) -> str:
    rankers.store(replace(default_ranker(), version=version), PASSED, None)
    return version


def test_the_package_s_own_serves_until_another_is_promoted_and_after_going_back() -> None:
    learned("first")
    assert active_ranker().version == default_ranker().version
    rankers.promote("first", None)
    assert active_ranker().version == "first"
    assert rankers.go_back(None) == default_ranker().version
    assert active_ranker().version == default_ranker().version


def test_going_back_leads_to_the_one_before() -> None:
    for version in ("first", "second"):
        rankers.promote(learned(version), None)
    assert active_ranker().version == "second"
    assert rankers.go_back(None) == "first"
    assert active_ranker().version == "first"


def test_there_is_nothing_before_the_package_s_own() -> None:
    with pytest.raises(InvalidInputError):
        rankers.go_back(None)


def test_a_version_is_taken_once_and_an_unknown_one_is_not_promoted() -> None:
    learned("first")
    with pytest.raises(InvalidInputError):
        learned("first")
    with pytest.raises(InvalidInputError):
        learned(default_ranker().version)
    with pytest.raises(InvalidInputError):
        rankers.promote("never", None)


def test_a_stored_ranker_over_other_features_leaves_the_package_s_own_to_serve() -> None:
    document = default_ranker().to_json()
    document["ranking"]["features"] = ["gone"]
    RankerVersion.objects.create(version="old", document=document, active=True)
    assert active_ranker().version == default_ranker().version


def test_every_change_of_the_ranker_is_on_record() -> None:
    rankers.promote(learned("first"), None)
    rankers.go_back(None)
    kinds = list(AuditEvent.objects.filter(action__startswith="ranker.").values_list("action", flat=True))
    assert kinds == ["ranker.stored", "ranker.promoted", "ranker.went_back"]
