"""How long the pages of participation take over what is stored, through the real handler, each as whom it is for."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psutil
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from congvu.accounts.models import User
from congvu.accounts.notice import accept
from congvu.answering.models import Question
from congvu.campaigns.counting import by_day
from congvu.campaigns.models import Campaign
from congvu.campaigns.queries import RollUp, board, participation
from congvu.campaigns.simulation import recount as by_hand
from congvu.campaigns.simulation.province import FIRST, LAST, REORGANISED
from congvu.campaigns.simulation.year import Year, make_year, year_that_is_there
from congvu.campaigns.tallies import check_tallies
from congvu.common.clock import today
from congvu.common.errors import CongVuError
from congvu.reports import definitions
from congvu.reports.exporters import Format, export
from congvu.reports.types import Issue

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds; ``fresh`` where nothing was kept from a request before, ``kept`` as people watch it.

    ``cpu`` is what a fresh one takes of one core, here and in the database, whatever else the machine is doing; None
    where the database runs elsewhere.
    """

    page: str
    role: str
    fresh_p50: float
    fresh_p95: float
    kept_p50: float
    kept_p95: float
    cpu: float | None

    def data(self) -> dict[str, Any]:
        return {
            "page": self.page,
            "role": self.role,
            "fresh_ms": {"p50": self.fresh_p50, "p95": self.fresh_p95},
            "kept_ms": {"p50": self.kept_p50, "p95": self.kept_p95},
            "fresh_cpu_ms": self.cpu,
        }


def pages(year: Year) -> Iterator[tuple[str, str, User, str]]:
    """(name, role, person, address) of every page of figures."""
    code, home = year.campaign.code, year.home.pk
    operator, coordinator, member = year.operator, year.coordinator, year.member
    accept(member)

    def at(route: str, *keys: object) -> str:
        return reverse(f"participation:{route}", args=[*keys])

    cut = "?tu=2025-03-10&den=2025-09-20"
    for name, address in (
        ("campaigns", at("list")),
        ("province", at("province", code)),
        ("province, some days", at("province", code) + cut),
        ("province, as of today", at("province", code) + "?hom_nay=1"),
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
                if response.status_code != 200:  # a page that fails is quick
                    raise CongVuError(f"{address}: {response.status_code}")
        cpu = _cpu(client, address, repeat)
        found.append(Timed(name, role, *_middle_and_high(times[True]), *_middle_and_high(times[False]), cpu))
    return found


def _cpu(client: Client, address: str, repeat: int) -> float | None:
    """Mean milliseconds of a core for a fresh page. The database answers with one process only meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        row = cursor.fetchone()
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    pid = row[0] if row else 0
    backend = psutil.Process(pid) if psutil.pid_exists(pid) else None
    if backend is None or "postgres" not in backend.name():  # a database on another machine
        return None

    def used() -> float:
        times = backend.cpu_times()
        return time.process_time() + float(times.user + times.system)

    begun = used()
    for _turn in range(repeat):
        cache.clear()
        client.get(address)
    spent = used() - begun
    with connection.cursor() as cursor:
        cursor.execute("RESET max_parallel_workers_per_gather")
    return round(spent / repeat * 1000, 1)


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


def bench_participation(
    accounts: int, questions: int, seed: int, repeat: int, progress: Progress, *, recount: bool
) -> dict[str, Any]:
    """Make the year where there are no accounts yet, time everything over it, and compare it with a recount.

    Keys: ``made_s`` (None where it was there), ``rows`` (accounts, questions, tallies), ``pages``, ``report_s``,
    ``tallies`` (``apart``), ``recount`` (``figures`` compared, ``different``; None where it was left out).
    """
    begun = time.perf_counter()
    new = not User.objects.exists()
    if new:
        year = make_year(accounts, questions, seed, lambda done, total: progress("questions", done, total))
    else:
        year = year_that_is_there()
    made = round(time.perf_counter() - begun, 1) if new else None
    timed = [page.data() for page in time_pages(year, repeat, progress)]
    report = time_report(year.campaign, today())
    tallies = check_tallies()
    return {
        "made_s": made,
        "rows": {
            "accounts": User.objects.count(),
            "questions": Question.objects.count(),
            "tallies": tallies.rows,
        },
        "pages": timed,
        "report_s": report,
        "tallies": {"apart": tallies.apart},
        "recount": _compared(year.campaign) if recount else None,
    }


def _compared(campaign: Campaign) -> dict[str, Any]:
    """Figures of the whole year and of two parts of it, agencies as they were and as of today, and every day."""
    begun = time.perf_counter()
    asked = by_hand.read_rows(campaign.rule)
    figures = different = 0
    for first, last in ((FIRST, LAST), (FIRST, REORGANISED), (REORGANISED - dt.timedelta(days=20), LAST)):
        roll_ups: tuple[RollUp, ...] = ("as_was", "as_of_today")
        for roll_up in roll_ups:
            shown = by_hand.figures_of(board(campaign, first, last, roll_up))
            as_of = today() if roll_up == "as_of_today" else None
            counted = by_hand.count(asked, first, last, campaign.target, today=as_of)
            figures += len(counted)
            different += sum(shown.get(pk) != counted.get(pk) for pk in shown.keys() | counted.keys())
    days = {day.day: (day.questions, day.valid) for day in by_day(campaign.rule, FIRST, LAST)}
    counted_days = by_hand.days(asked, FIRST, LAST)
    figures += len(days)
    different += sum(days[day] != counted_days.get(day, (0, 0)) for day in days)
    seconds = round(time.perf_counter() - begun, 1)
    return {"figures": figures, "different": different, "seconds": seconds}


def _middle_and_high(times: list[float]) -> tuple[float, float]:
    high = sorted(times)[min(len(times) - 1, round(0.95 * len(times)))]
    return round(statistics.median(times), 1), round(high, 1)
