"""The rule of a valid question in words, made from the version's own numbers: what is shown is what is applied."""

from __future__ import annotations

from django.utils.translation import gettext as _

from congvu.campaigns.rules import Rule


def sentences(rule: Rule) -> list[str]:
    """What makes a question count, one sentence each, as the rest of "A question counts when …"."""
    per_cent = {"share": round(100 * rule.copied_share), "doubted": round(100 * rule.doubted_share)}
    found = [
        _("it is about the work of an official, law or administration; also when no basis is found for it, or when an "
          "answer fails through a fault of ours."),
        _("it is a question of at least %(least)d different syllables, readable as Vietnamese, with or without "
          "diacritics.") % {"least": rule.least_syllables},
        _("it asks something: a pasted article of law or a long statement is not a question."),
    ]  # fmt: skip
    if rule.doubted_share < 1:
        found.append(
            _("there is no doubt that it is one, or most of your questions leave none: a text that asks nothing in "
              "words counts unless more than %(doubted)d %% of yours are like it.") % per_cent
        )  # fmt: skip
    found += [
        _("you have not had it counted before in nearly the same words (%(same)d %% of the syllables); the order of "
          "words, courtesy and punctuation make no difference.") % {"same": round(100 * rule.same)},
        _("not more than %(variations)d earlier questions are variations of it with a word exchanged (%(alike)d %% of "
          "the syllables).") % {"variations": rule.variations, "alike": round(100 * rule.alike)},
        _("it is not copied: a text of %(long)d syllables or more that somebody of your agency asked before, or more "
          "than %(share)d %% of your questions being those of others. A common short question may be asked by "
          "everybody.") % {"long": rule.long, **per_cent},
    ]  # fmt: skip
    if rule.near is not None:
        found.append(
            _("nor copied with a slip: once more than %(share)d %% of your questions are those of others, what is "
              "nearly theirs (%(near)d %% of the syllables) is copied, too.")
            % {"near": round(100 * rule.near), **per_cent}
        )  # fmt: skip
    found += [
        _("there was time to type it and to read: %(seconds)d seconds and one more for every %(typed)d characters "
          "since the question before; rows of %(run)d or more need more.")
        % {"seconds": round(rule.quickest), "typed": rule.typed, "run": rule.run_length},
        _("you have looked at the answer; it counts from then on."),
        _("it is among the first %(cap)d that count on that day.") % {"cap": rule.daily_cap},
    ]  # fmt: skip
    return found
