"""The Vietnamese catalogue: gather every msgid of the program, keep its translation, compile, and prove it whole.

    python -m congvu.web.catalogue update    read the sources into django.po, then compile
    python -m congvu.web.catalogue check     exit 1 and name what is missing or out of date

Babel does the work (a development dependency), so no gettext programs are needed. Of Django's own texts only
those are here that people meet; the rest falls back to Django's Vietnamese catalogue.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

PACKAGE = Path(__file__).resolve().parent.parent
FOLDER = Path(__file__).resolve().parent / "locale" / "vi" / "LC_MESSAGES"
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"

_HEADER = "# The Vietnamese texts of Công Vụ; msgids are English. Made by congvu.web.catalogue from the sources."

_ALWAYS = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # a date of today would make two runs differ

_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def sources() -> Iterator[Path]:
    """Every file that may hold words for people, in a fixed order."""
    yield from sorted(PACKAGE.rglob("*.py"))
    yield from sorted(PACKAGE.glob("*/templates/**/*.html"))


def extract() -> Catalog:
    """A catalogue of all msgids in the sources, with the files they are in."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract as found_in

    catalog = Catalog(
        "vi",
        domain="django",
        header_comment=_HEADER,
        project="congvu",
        version="1",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        creation_date=_ALWAYS,
        revision_date=_ALWAYS,
        fuzzy=False,
    )
    for path in sources():
        name = path.relative_to(PACKAGE).as_posix()
        stream = io.BytesIO(_python(path, name).encode())
        for _line, message, comments, context in found_in("python", stream, _KEYWORDS, ()):
            catalog.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalog


def _python(path: Path, name: str) -> str:
    """The source as Python; a template becomes calls of gettext, unindented so that it can be read as such."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    return "\n".join(line.strip() for line in templatize(text, origin=name).split("\n"))


def read() -> Catalog:
    """The catalogue as it is in the repository."""
    from babel.messages.pofile import read_po

    with PO.open("rb") as file:
        return read_po(file, locale="vi", domain="django")


def update() -> None:
    """Bring django.po up to the sources, keeping the translations there are, and compile it."""
    from babel.messages.pofile import write_po

    catalog = extract()
    for old in read() if PO.exists() else ():
        if old.id and old.id in catalog:
            catalog[old.id].string = old.string
    FOLDER.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalog, sort_output=True, include_lineno=False, width=110)
    MO.write_bytes(compiled(read()))


def compiled(catalog: Catalog) -> bytes:
    """The binary form that Django reads; the same bytes for the same texts."""
    from babel.messages.mofile import write_mo

    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def problems() -> list[str]:
    """What is wrong with the catalogue, one line each: a msgid without a text, unknown or left over, an old .mo."""
    kept, wanted = read(), extract()
    known = {_key(message.id, message.context): message for message in kept if message.id}
    needed = {_key(message.id, message.context) for message in wanted if message.id}
    found = [f"not in django.po: {key[0]}" for key in sorted(needed - known.keys())]
    found += [f"no longer used: {key[0]}" for key in sorted(known.keys() - needed)]
    for key, message in sorted(known.items()):
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.fuzzy or not all(texts):
            found.append(f"no Vietnamese text: {key[0]}")
        found += [f"{error} in: {key[0]}" for error in message.check()]
    if not MO.exists() or MO.read_bytes() != compiled(kept):
        found.append("django.mo is not what django.po compiles to")
    return found


def _key(message_id: str | tuple[str, ...] | list[str], context: str | None) -> tuple[str, str]:
    return (message_id if isinstance(message_id, str) else message_id[0], context or "")


def main(arguments: list[str]) -> int:
    """``update`` or ``check``; both say what is wrong, and the exit status is 1 if anything is."""
    if arguments not in (["update"], ["check"]):
        print("update | check", file=sys.stderr)
        return 2
    if arguments == ["update"]:
        update()
    found = problems()
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
