"""What messages do to the answers: new, update, recall, replacement, in any order, repeated, by strangers."""

from __future__ import annotations

import pytest

from congvu.accounts.agencies import AgencyData, add_code, create_agency, record_succession
from congvu.accounts.models import Succession
from congvu.answering.service import ask_once
from congvu.common.clock import today
from congvu.common.hashing import sha256_hex
from congvu.corpus import storage
from congvu.corpus.models import Document, DocumentVersion, Passage
from congvu.index.actions import active_generation
from congvu.index.backends import get_backend
from congvu.ingestion.arrivals import process_arrival, retry_arrival, take_in
from congvu.ingestion.connector_models import Arrival, SourceConnection, UnknownOrgan
from congvu.ingestion.edxml.types import MessageKind
from congvu.ingestion.sources import decide_organ
from tests.factories import People
from tests.integration.ingestion.messages import DOCUMENT_ID, QUESTION, SENDER, circular, connect, envelope, life

pytestmark = pytest.mark.django_db(transaction=True)
NEW, RECALL, UPDATE, REPLACEMENT = MessageKind.NEW, MessageKind.RECALL, MessageKind.UPDATE, MessageKind.REPLACEMENT
DATES = ("15/4/2026", "20/5/2026", "30/6/2026")


@pytest.fixture
def source(people: People) -> SourceConnection:
    add_code(people.north, SENDER)
    return connect()


def deliver(source: SourceConnection, message: bytes, name: str = "m.edxml") -> Arrival:
    arrival, _new = take_in(source, name, message)
    process_arrival(arrival.pk)
    arrival.refresh_from_db()
    return arrival


def answered(people: People) -> str:
    """Which of the deadlines the answer quotes; "" for none."""
    said = ask_once(people.charlie, QUESTION)
    text = " ".join(block["text"] for block in said["blocks"])
    found = [date for date in DATES if date in text]
    assert len(found) <= 1
    return found[0] if found else ""


def test_each_message_in_the_life_of_a_document_changes_the_next_answer(
    people: People, source: SourceConnection
) -> None:
    for name, message, expected in life():
        assert deliver(source, message, name).state == Arrival.State.DONE, name
        assert answered(people) == expected, name
    document = Document.objects.get()
    assert (document.number, document.kind_name, document.issuer) == ("245/SNV-CCVC", "Công văn", "Sở Phía Bắc")
    assert document.current is not None
    fields = document.current.front["exchange"]
    assert fields["DocumentId"] == DOCUMENT_ID
    assert fields["SignerInfo"] == {"Position": "Giám đốc", "FullName": "Nguyễn Văn Mẫu"}
    assert fields["To"] == [{"OrganId": "H15.09", "OrganName": "Ủy ban nhân dân tỉnh"}]


def test_whatever_is_repeated_changes_nothing(people: People, source: SourceConnection) -> None:
    told = life()
    for _name, message, _expected in told:
        deliver(source, message)
    before = (Arrival.objects.count(), DocumentVersion.objects.count(), Passage.objects.count())
    for name, message, _expected in [*told, *reversed(told)]:
        deliver(source, message, f"again-{name}")
    assert (Arrival.objects.count(), DocumentVersion.objects.count(), Passage.objects.count()) == before
    assert answered(people) == "30/6/2026"


def test_the_same_message_in_other_bytes_or_by_another_way_changes_nothing(
    people: People, source: SourceConnection
) -> None:
    _name, new, _expected = life()[0]
    deliver(source, new)
    deliver(source, life()[2][1])
    spaced = new.replace(b"<edXML:edXMLHeader>", b"\n  <edXML:edXMLHeader>")
    assert deliver(source, spaced).state == Arrival.State.REPEATED
    assert deliver(connect("cong-khac", "endpoint"), new).state == Arrival.State.REPEATED
    assert answered(people) == ""


@pytest.mark.parametrize("order", [(2, 0), (2, 1, 0), (1, 0), (3, 2, 1, 0), (3, 0, 2)], ids=str)
def test_messages_that_overtake_each_other_end_as_in_their_order(
    people: People, source: SourceConnection, order: tuple[int, ...]
) -> None:
    told = life()
    for at in order:
        deliver(source, told[at][1])
    assert answered(people) == told[max(order)][2]


def test_of_equal_stamps_the_later_step_in_a_life_has_the_last_word(people: People, source: SourceConnection) -> None:
    deliver(source, envelope(RECALL, minute=1))
    assert deliver(source, envelope(NEW, "15/4/2026", minute=1)).state == Arrival.State.OVERTAKEN
    assert not Document.objects.exists()
    deliver(source, envelope(NEW, "20/5/2026", minute=2))
    assert answered(people) == "20/5/2026", "sent anew after the recall"


def test_a_replacement_under_another_number_takes_the_first_away(people: People, source: SourceConnection) -> None:
    deliver(source, envelope(NEW, "15/4/2026", minute=1))
    other = "H15.01.02,2026/03/09,260/SNV-CCVC"
    deliver(source, envelope(REPLACEMENT, "30/6/2026", minute=2, document_id=other, replaces=(DOCUMENT_ID,)))
    assert answered(people) == "30/6/2026"
    assert Document.objects.filter(withdrawn_at=None).count() == 1


def test_nobody_else_recalls_or_changes_what_somebody_sent(people: People, source: SourceConnection) -> None:
    add_code(people.south, "H15.77")
    deliver(source, envelope(NEW, "15/4/2026", minute=1))
    for message in (
        envelope(RECALL, minute=2, sender="H15.77"),
        envelope(UPDATE, "20/5/2026", minute=2, sender="H15.77"),
        envelope(
            REPLACEMENT, "30/6/2026", minute=3, sender="H15.77",
            document_id="H15.77,2026/03/02,1/SN-X", replaces=(DOCUMENT_ID,),
        ),
    ):  # fmt: skip
        arrival = deliver(source, message)
        assert (arrival.state, arrival.reason_code) == ("failed", "not_the_sender")
    assert answered(people) == "15/4/2026"
    early = "H15.01.02,2026/03/03,300/SNV-CCVC"
    deliver(source, envelope(RECALL, minute=9, sender="H15.77", document_id=early))
    assert deliver(source, envelope(NEW, "20/5/2026", minute=5, document_id=early)).state == "done"


def test_who_took_over_from_the_sender_recalls_by_a_new_code(people: People, source: SourceConnection) -> None:
    deliver(source, envelope(NEW, "15/4/2026", minute=1, document_id="9fbfbad2-f1f8"))
    after = create_agency(AgencyData("so-moi", "Sở Mới"))
    add_code(after, "H99.01")
    record_succession(people.north, after, Succession.Kind.MERGED, today())
    recall = envelope(RECALL, minute=2, sender="H99.01", document_id="9fbfbad2-f1f8")
    assert deliver(source, recall).state == Arrival.State.DONE
    assert answered(people) == ""


def test_old_and_new_codes_are_one_sender(people: People, source: SourceConnection) -> None:
    add_code(people.north, "000.02.01.H15")
    deliver(source, envelope(NEW, "15/4/2026", minute=1, document_id="abc-1"))
    recall = envelope(RECALL, minute=2, sender="000.02.01.H15", document_id="abc-1")
    assert deliver(source, recall).state == Arrival.State.DONE
    assert answered(people) == ""


def test_an_unknown_sender_waits_for_the_operator(people: People, source: SourceConnection) -> None:
    told = life()
    other = envelope(NEW, "15/4/2026", minute=1, sender="G22.55", document_id="la-1")
    assert deliver(source, other, "a").state == Arrival.State.WAITING
    assert answered(people) == ""
    organ = UnknownOrgan.objects.get()
    assert (organ.code, organ.name) == ("G22.55", "Sở Phía Bắc")
    assert decide_organ(organ, "outside", actor=people.eve) == 1
    process_arrival(Arrival.objects.get().pk)
    assert answered(people) == "15/4/2026"
    assert deliver(source, envelope(NEW, "20/5/2026", minute=2, sender="X1.02", document_id="la-2")).state == "waiting"
    organ = UnknownOrgan.objects.get(code="X1.02")
    assert decide_organ(organ, "refused", actor=people.eve) == 1
    arrival = Arrival.objects.get(sender="X1.02")
    process_arrival(arrival.pk)
    arrival.refresh_from_db()
    assert (arrival.state, arrival.reason_code) == ("refused", "sender_refused")
    assert told


def test_a_code_that_is_assigned_becomes_the_agencys(people: People, source: SourceConnection) -> None:
    deliver(source, envelope(NEW, "15/4/2026", sender="H15.88", document_id="x-1"))
    decide_organ(UnknownOrgan.objects.get(), "assigned", people.south, actor=people.eve)
    process_arrival(Arrival.objects.get().pk)
    assert answered(people) == "15/4/2026"
    assert people.south.codes.get().code == "H15.88"


def test_a_status_that_asks_a_document_back_takes_it_away(people: People, source: SourceConnection) -> None:
    deliver(source, envelope(NEW, "15/4/2026", minute=1))
    back = (
        '<edXML><edXMLEnvelope><edXMLHeader><MessageHeader><From><OrganId>H15.01.02</OrganId></From><ResponseFor>'
        f"<DocumentId>{DOCUMENT_ID}</DocumentId></ResponseFor><StatusCode>13</StatusCode>"
        "<Timestamp>2026/03/02 09:00:00</Timestamp></MessageHeader></edXMLHeader></edXMLEnvelope></edXML>"
    )
    assert deliver(source, back.encode()).state == Arrival.State.DONE
    assert answered(people) == ""


def test_what_is_for_internal_use_is_for_the_agency_alone(people: People, source: SourceConnection) -> None:
    message = envelope(NEW, "15/4/2026", sphere="Lưu hành nội bộ")
    arrival = deliver(source, message)
    assert (arrival.state, arrival.reason_code) == ("failed", "no_readers")
    add_code(people.north, "H15.09")
    retry_arrival(people.eve, arrival)
    process_arrival(arrival.pk)
    assert Document.objects.get().access == [f"a:{people.north.pk}"]
    assert answered(people) == "", "charlie is of another agency"


def test_a_secret_attachment_refuses_the_message_and_leaves_no_byte(people: People, source: SourceConnection) -> None:
    secret = ("MẬT\n\n" + circular("15/4/2026")).encode()
    message = envelope(NEW, files=(("a.txt", circular("15/4/2026").encode()), ("b.txt", secret)))
    arrival = deliver(source, message)
    assert (arrival.state, arrival.reason_code, arrival.facts) == ("refused", "refused_secret", {})
    kept = [storage.exists(sha256_hex(data)) for data in (message, secret, circular("15/4/2026").encode())]
    assert kept == [False, False, False]
    assert not Document.objects.exists()
    again, new = take_in(source, "again.edxml", message)
    assert (again.pk, new, storage.exists(sha256_hex(message))) == (arrival.pk, False, False)
    assert deliver(source, envelope(NEW, "20/5/2026", sphere="Tối mật")).reason_code == "refused_secret"


def test_files_that_cannot_be_read_are_named_and_the_others_count(people: People, source: SourceConnection) -> None:
    files = (("van-ban.txt", circular("15/4/2026").encode()), ("anh.png", b"\x89PNG\r\n\x1a\n" + bytes(40)))
    arrival = deliver(source, envelope(NEW, files=files))
    assert (arrival.state, arrival.reason_detail) == ("done", "anh.png: damaged")
    assert answered(people) == "15/4/2026"
    broken = deliver(source, envelope(UPDATE, minute=5, files=(("anh.png", files[1][1]),)))
    assert (broken.state, broken.reason_code) == ("failed", "damaged")
    assert answered(people) == "15/4/2026", "what cannot be read does not take away what was there"


def test_the_index_holds_what_stands_and_nothing_else(people: People, source: SourceConnection) -> None:
    for _name, message, _expected in life():
        deliver(source, message)
    document = Document.objects.get()
    shown = Passage.objects.filter(version=document.current).count()
    assert get_backend().status(active_generation().name).entries == shown
