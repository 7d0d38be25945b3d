"""The exchange format: real messages are read, ours are written strictly, hostile ones are refused."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from django.utils import translation

from congvu.common.errors import InvalidInputError
from congvu.ingestion.conf import Limits
from congvu.ingestion.edxml.reader import is_message, read_message
from congvu.ingestion.edxml.types import (
    LOCAL,
    Answered,
    Attachment,
    Message,
    MessageKind,
    Organ,
    Staff,
    StatusCode,
    StatusReport,
    message_from_json,
)
from congvu.ingestion.edxml.validator import flaws_of
from congvu.ingestion.edxml.writer import write_message, write_status
from congvu.ingestion.types import ReadError, Reason
from tests.shared_data import shared

AT = dt.datetime(2026, 3, 4, 5, 6, 7, tzinfo=LOCAL)
OURS = Message(
    kind=MessageKind.REPLACEMENT,
    sender=Organ("H15.01", "Sở A", "Sở A", "Số 1 <Phố> & B", "a@b.vn", "0210", "0211", "a.vn"),
    receivers=(Organ("H15", "UBND tỉnh"), Organ("000.00.00.H14", "UBND tỉnh khác")),
    document_id="H15.01,2026/03/01,5/SA-VP",
    number="5",
    notation="SA-VP",
    place="Lào Cai",
    promulgated="2026/03/01",
    type_code="18",
    type_name="Công văn",
    subject="V/v thử <nghiệm> & 'kiểm tra'",
    content="Nội dung",
    competence="KT. GIÁM ĐỐC",
    position="Phó Giám đốc",
    signer="Nguyễn Văn Mẫu",
    due="2026/04/01",
    to_places=("Như trên", "Lưu: VT"),
    priority="1",
    sphere="Liên thông",
    typist="NVM",
    copies="3",
    pages="2",
    appendixes=("Phụ lục I",),
    steering="1",
    answers=(Answered("H15", "1/UBND", "H15,2026/02/01,1/UBND", "2026/02/01"),),
    reason="Văn bản thay thế",
    acts_on="",
    replaces=("H15.01,2026/02/01,4/SA-VP",),
    staff=Staff("Văn thư", "Lê Thị B", "b@a.vn", "0912"),
    attachments=(Attachment("van-ban.txt", "eGluIGNow6Bv", "text/plain", "cid:1", "Văn bản"),),
)  # fmt: skip


def read(data: bytes, tmp_path: Path, limits: Limits | None = None) -> Message:
    return read_message(data, limits or Limits(), tmp_path)


@pytest.mark.parametrize(
    ("name", "kind", "sender", "said"),
    [
        ("edoc", "NEW", "002.00.20.H13", "9fbfbad2-f1f8-4256-a2eb-50fb1061cddb"),
        ("edoc_new", "NEW", "002.00.20.H13", "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT"),
        ("edoc_update", "UPDATE", "000.00.00.G22", "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT"),
        ("edoc_revocation", "RECALL", "000.00.00.G22", "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT"),
        ("edoc_replacement", "REPLACEMENT", "000.00.00.G22", "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT"),
        ("received_1", "NEW", "vxp.saas.03", "1f881896-6e3a-4a5f-87f1-c380878e148e"),
        ("status", "STATUS", "000.00.00.H41", "01"),
        ("status_acceptance_03", "STATUS", "000.00.00.H41", "03"),
        ("status_assignment_04", "STATUS", "000.00.00.H41", "04"),
        ("status_cancellation_13", "STATUS", "000.00.00.G22", "13"),
        ("status_change-acceptance_15", "STATUS", "000.00.00.H41", "15"),
        ("status_change-rejection_16", "STATUS", "000.00.00.H41", "16"),
        ("status_finish_06", "STATUS", "000.00.00.H41", "06"),
    ],
)
def test_every_real_message_is_read(name: str, kind: str, sender: str, said: str, tmp_path: Path) -> None:
    data = shared(f"edxml/{name}.edxml").read_bytes()
    assert is_message(data[:4096])
    message = read(data, tmp_path)
    assert (message.kind.name, message.sender.code) == (kind, sender)
    assert said in (message.document_id, message.status)
    if message.kind is MessageKind.STATUS:
        assert message.answers[0].document_id == "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT"
    assert message_from_json(message.as_json()) == message


def test_the_list_of_real_messages_above_is_complete() -> None:
    assert len(list(shared("edxml").glob("*.edxml"))) == 13


def test_files_of_real_messages_come_out_of_their_archives(tmp_path: Path) -> None:
    (paper,) = read(shared("edxml/edoc_update.edxml").read_bytes(), tmp_path).attachments
    assert paper.name == "GUIDE_INSTALL OPENVPN.SIGNED.PDF"
    assert base64.b64decode(paper.content).startswith(b"%PDF-"), "out of the message in the ZIP that is called .doc"
    texts = read(shared("edxml/received_1.edxml").read_bytes(), tmp_path).attachments
    assert [text.name for text in texts] == ["localA.txt", "localB.txt", "localC.txt"]
    assert [base64.b64decode(text.content) for text in texts] == [b"LOCAL AGG A", b"LOCAL AGG B", b"LOCAL AGG C"]
    (flawed,) = read(shared("edxml/edoc.edxml").read_bytes(), tmp_path).attachments
    assert (flawed.flaw, flawed.content) == ("not base64", "")


def test_what_we_write_is_read_as_it_was_and_keeps_the_misspelt_names(tmp_path: Path) -> None:
    data = write_message(OURS, AT)
    again = read(data, tmp_path)
    stamped = dataclasses.replace(OURS, sent_at="2026/03/04 05:06:07", trace=("H15.01 2026/03/04 05:06:07",))
    assert again == stamped
    assert flaws_of(data) == ()
    for name in (b"<edXML:Bussiness>", b"<edXML:BussinessDocType>3", b"<edXML:BussinessDocReason>", b"TyperNotation"):
        assert name in data
    assert b"<edXML:edXMLEnvelope xmlns:edXML=" in data
    assert data.index(b"<AttachmentEncoded>") > data.index(b"</edXML:edXMLEnvelope>")


def test_a_status_of_ours_is_strict_and_read_as_it_was(tmp_path: Path) -> None:
    answered = Answered("000.00.00.G22", "7816/VPCP-TTĐT", "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT", "2015/09/30")
    data = write_status(StatusReport(Organ("H15.01", "Sở A"), answered, StatusCode.GIVEN_BACK, "Đồng ý", AT))
    message = read(data, tmp_path)
    assert (message.status, message.answers, message.sent_at) == ("15", (answered,), "2026/03/04 05:06:07")
    assert flaws_of(data) == ()


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        ({"sender": Organ("H15.01.02.03.04.05", "Sở A")}, "From/OrganId"),
        ({"promulgated": "01/03/2026"}, "PromulgationDate"),
        ({"number": ""}, "CodeNumber"),
        ({"subject": "x" * 501}, "Subject"),
        ({"receivers": ()}, "To occurs 0 times"),
        ({"priority": "cao"}, "Priority"),
        ({"signer": "A\x01B"}, "not well-formed"),
        ({"attachments": (Attachment("a.txt", "$$$", "text/plain", "cid:1"),)}, "ContentTransferEncoded"),
    ],
    ids=str,
)
def test_what_the_format_has_no_room_for_is_not_written(change: dict[str, object], flaw: str) -> None:
    with translation.override("en"), pytest.raises(InvalidInputError, match=flaw):
        write_message(dataclasses.replace(OURS, **change), AT)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "flaw"),
    [
        (b"Bussiness>", b"Business>", "Business is not part of it"),
        (b"<edXML:DocumentId>H15.01,2026/03/01", b"<edXML:Id>H15.01,2026/03/01", "not well-formed"),
        (b"edXML:edXMLEnvelope", b"edXMLEnvelope", "no edXML:edXMLEnvelope"),
        (b"http://www.mic.gov.vn/TBT/QCVN_102_2016", b"http://www.go.vn/eDoc", "the root is not edXML"),
        (b"<edXML:SteeringType>1</edXML:SteeringType>", b"", ""),
        (b"<AttachmentName>van-ban.txt</AttachmentName>", b"", "AttachmentName occurs 0 times"),
        (b"<ContentId>cid:1</ContentId>", b"<ContentId>cid:2</ContentId>", "listed or there, not both"),
    ],
)
def test_the_strict_check_sees_every_departure(old: bytes, new: bytes, flaw: str) -> None:
    flaws = "; ".join(flaws_of(write_message(OURS, AT).replace(old, new)))
    assert flaw in flaws if flaw else flaws == ""


DIALECTS = {
    "default namespace only": '<edXML xmlns="u"><edXMLEnvelope>{header}</edXMLEnvelope></edXML>',
    "another prefix": '<x:edXML xmlns:x="u"><x:edXMLEnvelope>{header}</x:edXMLEnvelope></x:edXML>',
    "no namespace": "<edXML><edXMLEnvelope><edXMLHeader>{header}</edXMLHeader></edXMLEnvelope></edXML>",
    "undeclared prefix": "<edXML><e:edXMLEnvelope><e:edXMLHeader>{header}</e:edXMLHeader></e:edXMLEnvelope></edXML>",
    "eDoc": '<EdXMLEnvelope xmlns="http://www.go.vn/eDoc">{header}</EdXMLEnvelope>',
    "bytes before it": "1212<edXML><edXMLEnvelope>{header}</edXMLEnvelope></edXML>",
}
HEADER = (
    "<MessageHeader><From><OrganId>H15.01</OrganId></From><DocumentId>id-1</DocumentId></MessageHeader>"
    "<TraceHeaderList><Business><BusinessDocType>2</BusinessDocType></Business></TraceHeaderList>"
)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_dialects_are_read_by_local_names(dialect: str, tmp_path: Path) -> None:
    message = read(DIALECTS[dialect].format(header=HEADER).encode(), tmp_path)
    assert (message.kind, message.sender.code, message.document_id) == (MessageKind.UPDATE, "H15.01", "id-1")


def test_files_of_the_edoc_dialect_are_found(tmp_path: Path) -> None:
    file = "<Attachment><FileName>a.txt</FileName><FileType>text/plain</FileType><Content>eGlu</Content></Attachment>"
    (one,) = read(f"<EdXMLEnvelope>{HEADER}{file}</EdXMLEnvelope>".encode(), tmp_path).attachments
    assert (one.name, base64.b64decode(one.content)) == ("a.txt", b"xin")


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (f'<!DOCTYPE x [<!ENTITY e0 "ha">{BOMB}]><edXML>&e11;</edXML>', Reason.DAMAGED),
        ('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><edXML>&f;</edXML>', Reason.DAMAGED),
        ('<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><edXML/>', Reason.DAMAGED),
        ("<edXML>" + "<a>" * 500 + "</a>" * 500 + "</edXML>", Reason.DECOMPRESSION_BOMB),
        ("<edXML>" + "<a/>" * 30_000 + "</edXML>", Reason.DECOMPRESSION_BOMB),
        ("<edXML><edXMLEnvelope>", Reason.DAMAGED),
        ("<edXML/>", Reason.DAMAGED),
        ("", Reason.DAMAGED),
        ('<?xml version="1.0" encoding="khong-co"?><edXML/>', Reason.UNDECODABLE),
        (DIALECTS["no namespace"].format(header=HEADER.replace(">2<", ">9<")), Reason.UNSUPPORTED),
        (DIALECTS["no namespace"].format(header="<MessageHeader/>"), Reason.DAMAGED),
    ],
    ids=range(11),
)
def test_hostile_and_broken_xml_is_refused_with_a_reason(data: str, reason: Reason, tmp_path: Path) -> None:
    with pytest.raises(ReadError) as found:
        read(data.encode(), tmp_path)
    assert found.value.reason is reason


def zipped(*members: tuple[str, bytes]) -> str:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return base64.b64encode(file.getvalue()).decode()


@pytest.mark.parametrize(
    ("content", "flaw"),
    [
        (zipped(("a.txt", bytes(200 * 1024 * 1024))), "decompression_bomb"),
        (zipped(*((f"{n}.txt", b"x") for n in range(5001))), "decompression_bomb"),
        (base64.b64encode(b"PK\x03\x04 broken").decode(), "damaged"),
        ("====", "not base64"),
        ("eGlu\u00a0Y2jDoG8", "not base64"),
        ("", "empty"),
        (base64.b64encode(bytes(3000)).decode(), "too large"),
    ],
    ids=range(7),
)
def test_an_attachment_that_cannot_be_had_is_named_and_the_rest_holds(
    content: str, flaw: str, tmp_path: Path
) -> None:
    limits = Limits(file_bytes=2000) if flaw == "too large" else Limits()
    file = f"<Attachment><AttachmentName>a.bin</AttachmentName><Content>{content}</Content></Attachment>"
    message = read(f"<EdXMLEnvelope>{HEADER}{file}</EdXMLEnvelope>".encode(), tmp_path, limits)
    assert message.attachments[0].flaw.startswith(flaw)
    assert message.document_id == "id-1"


def test_names_in_an_archive_cannot_leave_it_and_an_inner_archive_stays_one(tmp_path: Path) -> None:
    inner = base64.b64decode(zipped(("b.txt", b"b")))
    content = zipped(("../../x", b"x"), ("y.zip", inner))
    file = f"<Attachment><AttachmentName>a</AttachmentName><Content>{content}</Content></Attachment>"
    found = read(f"<EdXMLEnvelope>{HEADER}{file}</EdXMLEnvelope>".encode(), tmp_path).attachments
    assert [one.name for one in found] == ["a/../../x", "a/y.zip"]
    assert base64.b64decode(found[1].content) == inner
    assert [path.name for path in tmp_path.parent.glob("x")] == []
