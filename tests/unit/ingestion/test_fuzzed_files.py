"""Files that are changed at random still get past the first look of a reader."""

from __future__ import annotations

import io
import json
import random
import zipfile
from xml.etree import ElementTree

from PIL import Image

from congvu.ingestion.trials import carriers
from congvu.ingestion.trials.hostile import _chunks, _thrown_about_inside
from congvu.ingestion.trials.papers import ordinary
from congvu.ingestion.trials.sent import sent_files


def test_a_changed_archive_holds_the_same_parts_with_right_sums() -> None:
    good = carriers.word(ordinary(3, 1))
    for seed in range(5):
        changed = _thrown_about_inside(good, random.Random(seed))
        with zipfile.ZipFile(io.BytesIO(good)) as before, zipfile.ZipFile(io.BytesIO(changed)) as after:
            assert after.testzip() is None
            assert after.namelist() == before.namelist()
            assert any(after.read(name) != before.read(name) for name in before.namelist())


def test_a_changed_picture_keeps_its_chunks_and_their_sums() -> None:
    noise = Image.effect_noise((64, 64), 90)
    good = carriers.png(noise)
    changed = _thrown_about_inside(good, random.Random(1))
    assert changed != good
    assert [kind for kind, _body in _chunks(changed)] == [kind for kind, _body in _chunks(good)]
    Image.open(io.BytesIO(changed)).verify()


def test_changed_text_is_still_text() -> None:
    good = carriers.plain(ordinary(3, 1))
    changed = _thrown_about_inside(good, random.Random(1))
    assert changed != good
    assert len(changed.decode()) == len(good.decode())


def test_changed_messages_and_records_are_still_xml_and_json() -> None:
    good = sent_files(b"x")
    for seed in range(30):
        message = _thrown_about_inside(good["edxml"], random.Random(seed))
        record = _thrown_about_inside(good["json"], random.Random(seed))
        ElementTree.fromstring(message)  # ours
        assert json.loads(record) != json.loads(good["json"])
        assert message != good["edxml"]
