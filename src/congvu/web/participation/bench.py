"""How long the pages of participation take over what is stored, through the real handler, each as whom it is for."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from congvu.accounts.models import User
from congvu.accounts.notice import accept
from congvu.campaigns.models import Campaign
from congvu.campaigns.queries import participation
from congvu.campaigns.simulation.year import Year
from congvu.reports import definitions
from congvu.reports.exporters import Format, export
from congvu.reports.types import Issue

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds; ``fresh`` where nothing was kept from a request before, ``kept`` as people watch it."""

    page: str
    role: str
    fresh_p50: float
    fresh_p95: float
    kept_p50: float
    kept_p95: float

    def data(self) -> dict[str, Any]:
        return {
            "page": self.page,
            "role": self.role,
            "fresh_ms": {"p50": self.fresh_p50, "p95": self.fresh_p95},
            "kept_ms": {"p50": self.kept_p50, "p95": self.kept_p95},
        }


def pages(year: Year) -> Iterator[tuple[str, str, User, str]]:
    """(name, role, person, address) of every page of figures."""
    code, home = year.campaign.code, year.province.home.pk
    operator, coordinator = year.province.operator, year.province.coordinator
    staff = [p.user for p in year.province.people if p.places[-1].agency == home and p.user != coordinator.pk]
    member = User.objects.get(pk=staff[0])
    accept(member)

    def at(route: str, *keys: object) -> str:
        return reverse(f"participation:{route}", args=[*keys])

    cut = "?tu=2025-03-10&den=2025-09-20"
    for name, address in (
        ("campaigns", at("list")),
        ("province", at("province", code)),
        ("province, some days", at("province", code) + cut),
        ("province, as of today", at("province", code) + "?hom-nay=1"),
        ("public screen", at("screen", code)),
        ("agency", at("agency", code, home)),
        ("agency, non-starters", at("agency", code, home) + "?chua=1"),
        ("person", at("person", code, home, member.pk)),
        ("not counted", at("suspects", code)),
        ("second looks", at("appeals", code)),
        ("rule", at("rule", code)),
        ("reports", reverse("reports:list")),
        ("new report", reverse("reports:make")),
    ):
        yield name, "operator", operator, address
    for name, address in (
        ("province", at("province", code)),
        ("agency", at("agency", code, home)),
        ("person", at("person", code, home, member.pk)),
        ("not counted", at("suspects", code)),
    ):
        yield name, "coordinator", coordinator, address
    for name, address in (("province", at("province", code)), ("own questions", at("mine", code))):
        yield name, "member", member, address


def time_pages(year: Year, repeat: int, progress: Progress) -> list[Timed]:
    """Each page ``repeat`` times with empty caches and ``repeat`` times as it comes. A page that fails ends it all."""
    found = []
    asked = list(pages(year))
    for n, (name, role, user, address) in enumerate(asked):
        progress(name, n, len(asked))
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        times = {True: [], False: []}  # type: dict[bool, list[float]]
        for fresh in (True, False):
            for _turn in range(repeat):
                if fresh:
                    cache.clear()
                begun = time.perf_counter()
                response = client.get(address)
                times[fresh].append((time.perf_counter() - begun) * 1000)
                assert response.status_code == 200, f"{address}: {response.status_code}"
        found.append(Timed(name, role, *_middle_and_high(times[True]), *_middle_and_high(times[False])))
    return found


def time_report(campaign: Campaign, day: dt.date) -> dict[str, float]:
    """Seconds for the figures, for the letter with its appendix (DOCX) and for the table (XLSX), and their sum."""
    steps: dict[str, float] = {}
    begun = time.perf_counter()
    figures = participation(campaign)
    steps["figures"] = time.perf_counter() - begun
    settled = Issue(number=1, issued_on=day, target=campaign.target, deadline=campaign.deadline)
    letter = definitions.load("participation_letter")
    for form in (Format.DOCX, Format.XLSX):
        begun = time.perf_counter()
        export(letter, figures, settled, form)
        steps[form.value] = time.perf_counter() - begun
    steps["all"] = sum(steps.values())
    return {name: round(seconds, 3) for name, seconds in steps.items()}


def _middle_and_high(times: list[float]) -> tuple[float, float]:
    high = sorted(times)[min(len(times) - 1, round(0.95 * len(times)))]
    return round(statistics.median(times), 1), round(high, 1)
