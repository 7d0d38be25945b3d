"""Background work: questions are judged every few minutes, everybody anew once a night; reminders go out."""

from __future__ import annotations

from procrastinate.contrib.django import app

from congvu.campaigns import judging
from congvu.campaigns.reminders import sending
from congvu.campaigns.tallies import check_tallies, mend_tallies


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", lock="campaigns-judge", queueing_lock="campaigns-judge", pass_context=False)
def judge_new_questions(timestamp: int) -> None:
    """Questions whose answer is there, and those whose answer has been seen since."""
    judging.judge_new()


@app.periodic(cron="40 19 * * *")  # UTC: 02:40 in Việt Nam, after the purge of privacy
@app.task(queue="upkeep", lock="campaigns-judge", queueing_lock="campaigns-recount", pass_context=False)
def judge_everybody(timestamp: int) -> None:
    """Makes exact what came in out of order, forgets what was made of deleted words, and proves the sums."""
    judging.forget_likeness()
    for rule in judging.rules_in_use():
        judging.recount(rule)
    if check_tallies().apart:
        mend_tallies()


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", lock="campaigns-remind", queueing_lock="campaigns-remind", pass_context=False)
def remind(timestamp: int) -> None:
    """Reminders that are due by now, and letters that wait; each is made once, however often this runs."""
    sending.make_due()
    sending.send_letters()
