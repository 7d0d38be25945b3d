"""The same made-up paper in every kind of file that offices send."""

from __future__ import annotations

import html
import io
import random
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
import xlsxwriter
from fontpkg_be_vietnam_pro import ROOT as FONTS
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from congvu.ingestion.trials.papers import Paper

_A4 = (1654, 2339)
_MARGIN, _LINE = 180, 46
_RED = (196, 24, 34)
_LONG = 70


def plain(paper: Paper) -> bytes:
    return "\n".join(paper.lines).encode()


def web(paper: Paper) -> bytes:
    meta = "".join(f'<meta name="{html.escape(n)}" content="{html.escape(v)}">' for n, v in paper.metadata)
    body = "".join(f"<p>{html.escape(line)}</p>" for line in paper.lines)
    return f"<!doctype html><html><head><meta charset=utf-8>{meta}</head><body>{body}</body></html>".encode()


def rich(paper: Paper) -> bytes:
    """RTF, its letters beyond ASCII as \\u escapes."""

    def escaped(text: str) -> str:
        return "".join(c if ord(c) < 128 else f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?" for c in text)

    info = "".join(f"{{\\keywords {escaped(value)}}}" for _name, value in paper.metadata[:1])
    body = "".join(f"{escaped(line)}\\par\n" for line in paper.lines)
    return f"{{\\rtf1\\ansi{{\\info{info}}}\n{body}}}".encode("ascii")


def word(paper: Paper, picture: bytes = b"") -> bytes:
    """DOCX; ``picture`` is put at the top."""
    document = docx.Document()
    known = {"Keywords": "keywords", "Subject": "subject", "Category": "category", "Title": "title"}
    extra = [(name, value) for name, value in paper.metadata if name not in known]
    for name, value in paper.metadata:
        if name in known:
            setattr(document.core_properties, known[name], value)
    if picture:
        document.add_picture(io.BytesIO(picture), width=docx.shared.Cm(4))
    for line in paper.lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return _with_custom(buffer.getvalue(), extra) if extra else buffer.getvalue()


def sheet(paper: Paper) -> bytes:
    """XLSX, a line per row, amounts beside it."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        properties = {
            name.lower(): value for name, value in paper.metadata if name in ("Keywords", "Subject", "Category")
        }
        book.set_properties(properties)
        for name, value in paper.metadata:
            if name.lower() not in properties:
                book.set_custom_property(name, value)
        page = book.add_worksheet("Bang 1")
        for row, line in enumerate(paper.lines):
            page.write_string(row, 0, line)
    return buffer.getvalue()


def scan(paper: Paper, seed: int = 0, *, grey: bool = False) -> Image.Image:
    """The paper as it comes off a scanner: a little crooked, soft and dirty, the stamp in red and never quite level."""
    draw = random.Random(seed)  # noqa: S311 - made-up dirt
    page = Image.new("RGB", _A4, (252, 251, 248))
    pen = ImageDraw.Draw(page)
    font = _font("Regular", 30)
    y = _MARGIN + 150
    for line in paper.lines:
        for piece in _wrapped(line):
            pen.text((_MARGIN, y), piece, font=font, fill=(25, 25, 30))
            y += _LINE
    if paper.stamp:
        mark = stamp_picture(paper.stamp, draw)
        left = draw.randrange(_MARGIN, _A4[0] // 2)
        page.paste(mark, (left, draw.randrange(60, _MARGIN + 60)), ImageChops.invert(mark.convert("L")))
    page = page.rotate(draw.uniform(-0.8, 0.8), resample=Image.Resampling.BICUBIC, fillcolor=(252, 251, 248))
    noise = Image.effect_noise(_A4, 18).convert("RGB")
    page = Image.blend(page.filter(ImageFilter.GaussianBlur(0.7)), noise, 0.06)
    return page.convert("L") if grey else page


def stamp_picture(mark: str, draw: random.Random) -> Image.Image:
    """A mark in a red frame, single or double, as stamps have it, turned by a few degrees; on white."""
    font = _font("Bold", draw.randrange(40, 64))
    _left, _top, right, bottom = font.getbbox(mark)
    width, height = int(right) + 60, int(bottom) + 40
    stamp = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(stamp)
    pen.rectangle((3, 3, width - 4, height - 4), outline=_RED, width=4)
    if draw.random() < 0.5:
        pen.rectangle((11, 11, width - 12, height - 12), outline=_RED, width=2)
    pen.text((30, 14), mark, font=font, fill=_RED)
    return stamp.rotate(draw.uniform(-7, 7), expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)


def png(picture: Image.Image) -> bytes:
    return _saved(picture, "PNG")


def jpeg(picture: Image.Image) -> bytes:
    return _saved(picture, "JPEG", quality=70)


def scanned_pdf(*pages: Image.Image) -> bytes:
    return _saved(pages[0], "PDF", save_all=True, append_images=list(pages[1:]), resolution=200.0, quality=75)


def zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def by_office(files: Mapping[str, bytes], kind: str, chunk: int = 60) -> dict[str, bytes]:
    """Files (by name) converted by LibreOffice to another kind ("doc", "pdf", "xls"), many in one start; names stay,
    without their old suffix. Empty where LibreOffice is not there.
    """
    office = shutil.which("soffice")
    made: dict[str, bytes] = {}
    names = list(files)
    for start in range(0, len(names) if office else 0, chunk):
        with tempfile.TemporaryDirectory(prefix="congvu-trial-") as folder:
            for name in names[start : start + chunk]:
                Path(folder, name).write_bytes(files[name])
            subprocess.run(
                [
                    str(office), f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless",
                    "--norestore", "--convert-to", kind, "--outdir", str(Path(folder, "made")),
                    *[str(Path(folder, name)) for name in names[start : start + chunk]],
                ],
                capture_output=True, timeout=600, check=False,
            )  # fmt: skip
            for path in Path(folder, "made").glob(f"*.{kind}"):
                made[path.stem] = path.read_bytes()
    return made


SIMPLE: Mapping[str, Callable[[Paper], bytes]] = {"txt": plain, "html": web, "rtf": rich, "docx": word, "xlsx": sheet}
"""Kinds that are written directly."""


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def _font(style: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(Path(FONTS, "files", f"BeVietnamPro-{style}.ttf")), size)


def _wrapped(line: str) -> list[str]:
    lines, current = [], ""
    for word_ in line.split():
        if len(current) + len(word_) > _LONG:
            lines.append(current)
            current = ""
        current = f"{current} {word_}".strip()
    return [*lines, current]


def _with_custom(content: bytes, properties: list[tuple[str, str]]) -> bytes:
    """A DOCX with properties that people added ("Độ mật")."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006"
    items = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name="{html.escape(name)}">'
        f"<vt:lpwstr>{html.escape(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(properties, 2)
    )
    part = f'<Properties xmlns="{space}/custom-properties" xmlns:vt="{space}/docPropsVTypes">{items}</Properties>'
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("docProps/custom.xml", part)
    return buffer.getvalue()
