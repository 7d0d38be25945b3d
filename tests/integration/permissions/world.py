"""A province of agencies whose papers each hold canaries: words that stand nowhere else.

A paper has a *bait*, which strangers type into their questions, and silent canaries in its text, title, number, file
name and issuer, which nobody ever types. What a person is shown may hold a silent canary only of a paper they may read,
and the bait of another only as an echo of what they typed themselves.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from congvu.accounts.models import AccessGroup, Agency, Membership, User
from congvu.corpus.actions import ensure_source, store_document
from congvu.corpus.models import Document
from congvu.index.actions import index_version
from congvu.index.tasks import embed_pending
from congvu.retrieval import statistics, vectors
from tests.factories import LAW, make_agency, make_user, read_document

AGENCIES = 12
_LABEL = 60  # characters of a question in a label of the page
GROUPS = 4
PRIVATE = 4

SUBJECTS = (
    "lịch trực cơ quan", "tạm ứng công tác phí", "sử dụng xe ô tô công", "bảo trì máy chủ", "tiếp công dân",
    "nghỉ hằng năm", "khen thưởng đột xuất", "mua sắm văn phòng phẩm", "quản lý con dấu", "lưu trữ hồ sơ",
)  # fmt: skip
SHAPES = (
    "{bait} quy định gì về {subject}?",
    "quy chế về {subject} có nhắc {bait} không",
    "Điều 2 của văn bản {bait} nói gì về {subject}?",
    "{subject} {bait}",
    "{bait}",
    "theo {bait}, mức chi cho {subject} là bao nhiêu?",
)
PLAIN = (
    "Quy định về {subject} thế nào?",
    "Điều 2 nói gì?",
    "thế còn khoản 2?",
    "{subject} được duyệt bởi ai",
    "Người khuyết tật được nghỉ hằng năm bao nhiêu ngày?",
    "Khoản 1 Điều 2 Luật Ví dụ",
)


@dataclass(frozen=True)
class Paper:
    """A restricted document with its canaries and the ids of those who may read it."""

    document: Document
    bait: str
    silent: tuple[str, ...]
    readers: frozenset[int]


@dataclass
class World:
    """Everybody, every restricted paper, and a law that all may read."""

    people: list[User] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)

    def foreign(self, user: User) -> list[Paper]:
        return [paper for paper in self.papers if user.pk not in paper.readers]

    def own(self, user: User) -> list[Paper]:
        return [paper for paper in self.papers if user.pk in paper.readers]


@dataclass(frozen=True)
class Asked:
    """Somebody's question, and the paper of others whose bait it holds."""

    user: User
    text: str
    lured: Paper | None


def leaks(world: World, user: User, output: str, typed: Iterable[str] = ()) -> list[str]:
    """The canaries in an output that this person may not be shown; a bait that they typed themselves does not count
    where it stands in an echo of what was ``typed``, whole or cut off with "…".
    """
    shown = echoed = output.lower()
    for text in typed:
        echoed = echoed.replace(text.lower().rstrip("?!. "), " ")
        if len(text) > _LABEL:
            echoed = echoed.replace(f"{text[: _LABEL - 1].lower()}…", " ")
    found = []
    for paper in world.foreign(user):
        found += [canary for canary in (paper.bait, *paper.silent) if canary in echoed]
        found += [canary for canary in paper.silent if canary in shown and canary not in echoed]
    return found


def questions(world: World, count: int, seed: int = 2026) -> Iterator[Asked]:
    """Random questions of random people, the same for a seed; every second one holds a bait of somebody else's."""
    dice = random.Random(seed)
    for number in range(count):
        user = dice.choice(world.people)
        subject = dice.choice(SUBJECTS)
        lured = dice.choice(world.foreign(user)) if number % 2 == 0 else None
        shape = dice.choice(SHAPES if lured else PLAIN)
        yield Asked(user, shape.format(subject=subject, bait=lured.bait if lured else ""), lured)


def make_world() -> World:
    """Two people in each agency, one paper of each agency, of groups across agencies, of single people."""
    world = World()
    agencies = [make_agency(f"don-vi-{n}", f"Đơn vị số {n}") for n in range(AGENCIES)]
    for n, agency in enumerate(agencies):
        world.people += [make_user(f"nguoi-{n}-{m}", f"Người {n} {m}", agency) for m in range(2)]
    gone = make_user("da-chuyen", "Đã Chuyển", agencies[0])
    Membership.objects.filter(user=gone).update(ends_on="2025-01-01")
    Membership.objects.create(user=gone, agency=agencies[1], starts_on="2025-01-01")
    world.people.append(gone)
    _store(LAW, "province", None, None, title="Luật Ví dụ")
    for agency in agencies:
        members = {m.user_id for m in Membership.objects.filter(agency=agency, ends_on=None)}
        _paper(world, len(world.papers), "agency", agency, None, (), members)
    for n in range(GROUPS):
        group = AccessGroup.objects.create(name=f"Tổ liên ngành {n}")
        members = set(world.people[n * 3 : n * 3 + 5])
        group.members.set(members)
        _paper(world, len(world.papers), "groups", agencies[n], None, (group,), {m.pk for m in members})
    for n in range(PRIVATE):
        owner = world.people[n * 5 + 1]
        _paper(world, len(world.papers), "private", agencies[n], owner, (), {owner.pk})
    embed_pending()
    statistics.refresh()
    statistics.forget()
    vectors.forget()
    return world


def _paper(
    world: World,
    number: int,
    visibility: str,
    agency: Agency,
    owner: User | None,
    groups: tuple[AccessGroup, ...],
    readers: set[int],
) -> None:
    bait = f"qzb{number:02d}k"
    text, title, issuer, name = (f"{stem}{number:02d}k" for stem in ("xwt", "xwj", "xwi", "xwf"))
    subjects = [SUBJECTS[(number + k) % len(SUBJECTS)] for k in range(4)]
    body = "\n".join(
        f"Điều {k}. Về {subject}\n1. Theo {bait}, {subject} do {text} duyệt.\n2. Mức chi của {bait} là {text} đồng."
        for k, subject in enumerate(subjects, start=1)
    )
    document = _store(
        f"QUY CHẾ\n{bait} {title}\n{body}\n",
        visibility,
        agency,
        owner,
        groups=groups,
        title=f"Quy chế {bait} {title}",
        number=f"{number + 10}/2026/QC-{title}",
        kind="quy-che",
        kind_name="Quy chế",
        issuer=f"Đơn vị {issuer}",
        file_name=f"{name}.txt",
        effective_from=None,
    )
    world.papers.append(Paper(document, bait, (text, title, issuer, name), frozenset(readers)))


def _store(
    text: str,
    visibility: str,
    agency: Agency | None,
    owner: User | None,
    *,
    groups: tuple[AccessGroup, ...] = (),
    **values: object,
) -> Document:
    stored = store_document(
        read_document(text, **values),
        source=ensure_source("upload"),
        agency=agency,
        visibility=visibility,
        groups=groups,
        actor=owner,
        then=lambda result: index_version(result.version),
    )
    return stored.version.document
