"""All real messages through the whole way: what each of them did."""

from __future__ import annotations

import pytest

from congvu.corpus.models import Document
from congvu.ingestion.arrivals import process_arrival, take_in
from congvu.ingestion.connector_models import Arrival, UnknownOrgan
from congvu.ingestion.sources import decide_organ
from tests.factories import People
from tests.integration.ingestion.messages import connect
from tests.shared_data import shared

pytestmark = pytest.mark.django_db(transaction=True)


def test_all_real_messages_are_taken_over_or_refused_for_a_reason(people: People) -> None:
    source = connect(agency=people.north, visibility="agency")
    order = ["edoc_new", "edoc_update", "edoc_revocation", "edoc_replacement"]
    paths = list(shared("edxml").glob("*.edxml"))
    states: dict[str, tuple[str, str]] = {}
    for again in (False, True):
        for path in sorted(paths, key=lambda p: order.index(p.stem) if p.stem in order else 9):
            arrival, _new = take_in(source, path.name, path.read_bytes())
            process_arrival(arrival.pk)
            arrival.refresh_from_db()
            states[path.stem] = (arrival.state, arrival.reason_code)
        if again:
            break
        assert {state for state, _reason in states.values()} == {Arrival.State.WAITING}, "all senders are unknown"
        for organ in UnknownOrgan.objects.filter(decision="open"):
            decide_organ(organ, "outside", actor=people.eve)
        for waiting in Arrival.objects.filter(state=Arrival.State.QUEUED).order_by("pk"):
            process_arrival(waiting.pk)
    assert states.pop("edoc") == ("failed", "damaged"), "its attachment is a placeholder of a template"
    assert {name: state for name, (state, _reason) in states.items()} == dict.fromkeys(states, "done")
    assert Document.objects.filter(withdrawn_at=None, exchanged__isnull=False).distinct().count() == 4
