"""JSON and XML changed so that they still are JSON and XML: parts gone, doubled, moved, replaced by odd ones."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from typing import Any
from xml.etree import ElementTree  # only of what we made ourselves

_ODD: tuple[Any, ...] = (None, True, -1, 1e308, 10**30, "", " ", "\u0000", "x" * 20_000, [], {}, [[[[]]]], {"a": [{}]})
_ODD_TEXT = ("", " ", "-1", "9" * 400, "2026/99/99", "../../x", "a,b,c,d", "đ" * 20_000, "=cmd()", "AAAA", "&")


def json_changed(content: bytes, draw: random.Random) -> bytes:
    """A few of its values gone, doubled, or something else."""
    root = json.loads(content)
    for _time in range(draw.randrange(1, 6)):
        holder = draw.choice(list(_holders(root)))
        if isinstance(holder, list):
            at: Any = draw.randrange(len(holder))
        else:
            at = draw.choice(sorted(holder))
        deed = draw.randrange(3)
        if deed == 0:
            del holder[at]
        elif deed == 1 and isinstance(holder, list):
            holder.insert(at, holder[at])
        else:
            holder[at] = draw.choice(_ODD)
        if not list(_holders(root)):
            break
    return json.dumps(root, ensure_ascii=False).encode()


def _holders(node: Any) -> list[Any]:
    """Objects and lists with something in them, the root included."""
    if not isinstance(node, dict | list) or not node:
        return []
    inside = node.values() if isinstance(node, dict) else node
    return [node, *(holder for one in inside for holder in _holders(one))]


def xml_changed(content: bytes, draw: random.Random) -> bytes:
    """A few of its elements gone, doubled, renamed, moved into another, or with another text."""
    root = ElementTree.fromstring(content)  # noqa: S314
    for _time in range(draw.randrange(1, 6)):
        above = [element for element in root.iter() if len(element)]
        if not above:
            break
        holder = draw.choice(above)
        at = draw.randrange(len(holder))
        element = holder[at]
        match draw.randrange(5):
            case 0:
                holder.remove(element)
            case 1:
                holder.insert(at, deepcopy(element))
            case 2:
                element.tag = draw.choice([other.tag for other in root.iter()])
            case 3:
                holder.remove(element)
                draw.choice([other for other in root.iter() if other is not element]).append(element)
            case _:
                element.text = draw.choice(_ODD_TEXT)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))
