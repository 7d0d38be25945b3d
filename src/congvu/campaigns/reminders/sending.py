"""Making the reminders that are due, and sending their letters; both may be cut short and tried again at any point.

A reminder is a row that is there once for plan, person and key, so the notice in the app exists exactly once. A letter
is claimed in a transaction of its own before it is handed to the mail server: if the program dies in between, it is
never sent a second time. Sent once at most and shown in the log, rather than twice.
"""

from __future__ import annotations

import datetime as dt
import smtplib
from collections import Counter

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from congvu.campaigns.models import Campaign, Reminder, ReminderOptOut, ReminderPlan
from congvu.campaigns.reminders.planning import PERSONAL, Progress, allowed, due, progress, still_needed
from congvu.common import audit
from congvu.common.clock import VIETNAM, now

LETTERS_AT_A_TIME = 500
TRIES = 5
_FRESH = dt.timedelta(days=1)
"""A letter that could not go out for so long is dropped: its numbers are those of another day."""
_TEMPORARY = range(400, 500)
_CLOSING = 421
"""The server ends the connection: the next letter would be lost on it."""


def can_mail() -> bool:
    """Whether a mail server is configured."""
    return bool(settings.CONGVU_EMAIL)


@transaction.atomic
def make_due() -> int:
    """Make what is due at this moment by the plans that are on; how many. Two at a time wait for each other."""
    at, made = now(), 0
    plans = ReminderPlan.objects.select_for_update(of=("self",)).select_related("campaign")
    counts: list[tuple[ReminderPlan, Counter[str]]] = []
    for plan in plans.filter(is_on=True, campaign__state=Campaign.State.OPEN).order_by("pk"):
        if not allowed(plan, at):
            continue
        planned = due(plan, at.astimezone(VIETNAM).date()).due
        letters = plan.by_email and can_mail()
        Reminder.objects.bulk_create(
            [
                Reminder(
                    plan=plan,
                    user=one.user,
                    kind=one.kind,
                    key=one.key,
                    subject=one.words.subject,
                    text=one.words.text,
                    made_at=at,
                    letter=Reminder.Letter.WAITING if letters and one.user.email else Reminder.Letter.NONE,
                )
                for one in planned
            ],
            batch_size=1000,
        )
        if planned:
            counts.append((plan, Counter(one.kind.value for one in planned)))
            made += len(planned)
    for plan, kinds in counts:
        audit.record("reminders.made", target=plan, detail={"campaign": plan.campaign.code, **kinds})
    return made


def send_letters() -> int:
    """Send the letters that wait; how many the mail server took. Stops quietly where it does not answer."""
    if not can_mail():
        return 0
    waiting = list(
        Reminder.objects.filter(letter=Reminder.Letter.WAITING)
        .order_by("made_at", "pk")
        .values_list("pk", flat=True)[:LETTERS_AT_A_TIME]
    )
    if not waiting:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException):
        return 0  # nothing was claimed: the next run tries again
    sent = 0
    try:
        for pk in waiting:
            reminder = _claim(pk)
            if reminder is None:
                continue
            try:
                _letter(reminder, connection).send()
            except smtplib.SMTPRecipientsRefused as error:
                _refused(reminder, max(code for code, _text in error.recipients.values()))
            except smtplib.SMTPResponseException as error:
                _refused(reminder, error.smtp_code)
                if error.smtp_code == _CLOSING:
                    break
            except (smtplib.SMTPNotSupportedError, ValueError):
                _end(reminder, Reminder.Letter.FAILED)  # an address or a subject that no letter can have
            except (OSError, smtplib.SMTPException):
                break  # whether it was taken is not known: it stays "sending"
            else:
                _end(reminder, Reminder.Letter.SENT)
                sent += 1
    finally:
        connection.close()
    return sent


@transaction.atomic
def _claim(pk: int) -> Reminder | None:
    """The reminder, marked as being sent; None where another worker has it or nobody needs it any more."""
    held = (
        Reminder.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("plan__campaign", "user")
        .filter(pk=pk, letter=Reminder.Letter.WAITING)
        .first()
    )
    if held is None:
        return None
    if not _wanted(held):
        _end(held, Reminder.Letter.DROPPED)
        return None
    if not allowed(held.plan, now()):
        return None
    held.letter, held.letter_at, held.tries = Reminder.Letter.SENDING, now(), held.tries + 1
    held.save(update_fields=["letter", "letter_at", "tries"])
    return held


def _wanted(held: Reminder) -> bool:
    """Whether it is still true, still wanted and still somebody's: things change between two tries."""
    campaign, user = held.plan.campaign, held.user
    day = now().astimezone(VIETNAM).date()
    if not (held.plan.is_on and campaign.runs_on(day) and user.is_active and user.email):
        return False
    if now() - held.made_at > _FRESH:
        return False
    if held.kind not in PERSONAL:
        return True
    if ReminderOptOut.objects.filter(user=user).exists():
        return False
    done = progress(campaign, day, user.pk).get(user.pk, Progress())
    return day < campaign.deadline and still_needed(campaign, held.kind, done)


def _letter(reminder: Reminder, connection: BaseEmailBackend) -> EmailMessage:
    """Its own identifier, so that a mail server that gets it twice can tell."""
    with translation.override(settings.LANGUAGE_CODE):
        foot = _("You get this because your agency takes part in this campaign. In Công Vụ, under “Reminders”, you can "
                 "decline further ones.")  # fmt: skip
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    return EmailMessage(
        reminder.subject,
        f"{reminder.text}\n\n-- \n{foot}\n",
        to=[reminder.user.email],
        headers={"Message-ID": f"<congvu-reminder-{reminder.pk}@{domain}>", "Auto-Submitted": "auto-generated"},
        connection=connection,
    )


def _refused(reminder: Reminder, code: int) -> None:
    again = code in _TEMPORARY and reminder.tries < TRIES
    _end(reminder, Reminder.Letter.WAITING if again else Reminder.Letter.FAILED)


def _end(reminder: Reminder, state: Reminder.Letter) -> None:
    reminder.letter, reminder.letter_at = state, now()
    reminder.save(update_fields=["letter", "letter_at"])
