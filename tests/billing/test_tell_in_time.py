"""A trial that ends is told in time, and a promise that is missed again and again is told to staff; each once."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from billing.actions import misses, trials
from billing.actions.clauses import ClauseDraft, agree_clause
from billing.actions.misses import tell_all_misses, tell_misses
from billing.actions.trials import tell_trial, tell_trials
from billing.attaining import Tier
from billing.rating.checking import WrongTerms
from motorblok.audit.queries import entries
from tests import cast
from tests.billing import missed
from tests.billing.billed import noon, subscription
from tests.billing.missed import clocks

ENDS_ON = date(2026, 11, 30)


def on_trial(client, **said):
    trial = {"anchor_on": ENDS_ON, "trial_ends_on": ENDS_ON}
    return subscription(client, debtor={"life": "trialing"}, **(trial | said))


def told(book, kind):
    return [entry.facts for entry in entries(each.id for each in book.events() if each.kind == kind)]


def trials_told(book):
    return [facts["trial_ends_on"] for facts in told(book, "billing.subscription.trial_ending")]


@pytest.mark.parametrize(("day", "many"), [(24, 0), (25, 1), (29, 1), (30, 0)])
def test_a_trial_is_told_from_five_days_before_its_end(acme, book, day, many):
    on_trial(acme)

    assert tell_trials(at=noon(2026, 11, day)) == many

    assert trials_told(book) == ["2026-11-30"] * many


def test_a_trial_is_told_once(acme, book):
    on_trial(acme)

    for day in (25, 26, 29):
        tell_trials(at=noon(2026, 11, day))

    assert len(trials_told(book)) == 1


def test_nobody_is_told_of_a_trial_that_was_cancelled(acme, book):
    on_trial(acme, cancels_on=ENDS_ON)

    assert tell_trials(at=noon(2026, 11, 27)) == 0


def test_the_days_are_those_of_the_clients_zone(acme):
    of = on_trial(acme, time_zone="Pacific/Auckland")

    before = datetime.fromisoformat("2026-11-24T10:59:00+00:00")

    assert not tell_trial(of.pk, at=before)
    assert tell_trial(of.pk, at=before + timedelta(minutes=1))


def test_one_that_fails_keeps_no_other_waiting(acme, monkeypatch):
    on_trial(acme)
    monkeypatch.setattr(trials, "tell_trial", lambda *_given, **_named: 1 / 0)

    assert tell_trials(at=noon(2026, 11, 27)) == 0


AUGUST, SEPTEMBER, OCTOBER = (noon(2026, month, 15) for month in (8, 9, 10))
NOVEMBER = noon(2026, 11, 5)


def promised(client, *months, **said):
    """A subscription since June with a clause, whose promise was missed in these months."""
    of = subscription(client, anchor_on=date(2026, 6, 1))
    for at in months:
        clocks(client, missed=1, at=at)
    return missed.clause(of, **said).subscription


def alerts(book):
    facts = told(book, "billing.promise.missed_again")
    return [(each["missed"], each["months"], each["period"]) for each in facts]


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        ((AUGUST, SEPTEMBER, OCTOBER), [(3, 3, "2026-10")]),
        ((SEPTEMBER, OCTOBER), []),
        ((AUGUST, SEPTEMBER), []),
    ],
)
def test_three_months_in_a_row_are_told_where_the_clause_says_nothing(acme, book, months, expected):
    promised(acme, *months)

    tell_all_misses(at=NOVEMBER)

    assert alerts(book) == expected


def test_the_clause_says_how_many_of_how_many_months(acme, book):
    promised(acme, AUGUST, OCTOBER, alert_missed=2, alert_months=4)

    tell_all_misses(at=NOVEMBER)

    assert alerts(book) == [(2, 4, "2026-10")]


def test_what_was_missed_before_but_not_lately_is_no_news(acme, book):
    promised(acme, AUGUST, SEPTEMBER, alert_missed=2, alert_months=4)

    tell_all_misses(at=NOVEMBER)

    assert alerts(book) == []


def test_each_month_is_told_once_and_the_next_one_again(acme, book):
    of = promised(acme, AUGUST, SEPTEMBER, OCTOBER)
    tell_misses(of.pk, at=NOVEMBER)
    tell_misses(of.pk, at=NOVEMBER)

    clocks(acme, missed=1, at=noon(2026, 11, 15))
    tell_misses(of.pk, at=noon(2026, 12, 2))

    assert alerts(book) == [(3, 3, "2026-10"), (3, 3, "2026-11")]


def test_too_small_a_sample_is_no_miss(acme, book):
    promised(acme, AUGUST, SEPTEMBER, OCTOBER, min_sample=2)

    tell_all_misses(at=NOVEMBER)

    assert alerts(book) == []


def test_months_under_an_earlier_version_of_the_clause_count_by_that_version(acme, book):
    of = promised(acme, AUGUST, SEPTEMBER, OCTOBER, until_on=date(2026, 10, 1))
    missed.clause(of, from_on=date(2026, 10, 1))

    tell_all_misses(at=NOVEMBER)

    assert alerts(book) == [(3, 3, "2026-10")]


def test_one_subscription_that_fails_keeps_no_other_waiting(acme, monkeypatch):
    promised(acme)
    monkeypatch.setattr(misses, "tell_misses", lambda *_given, **_named: 1 / 0)

    assert tell_all_misses(at=NOVEMBER) == 0


@pytest.mark.parametrize(("missed_in", "months"), [(0, 3), (4, 3), (25, 25)])
def test_an_alert_counts_no_more_misses_than_months(acme, missed_in, months):
    of = promised(acme)
    draft = ClauseDraft(
        service_line="hr", metric="", target=Decimal(99), tiers=[Tier(Decimal(99), Decimal(5))],
        from_on=ENDS_ON, alert_missed=missed_in, alert_months=months,
    )  # fmt: skip

    with pytest.raises(WrongTerms):
        agree_clause(of.pk, draft, actor=cast.olga().actor, at=NOVEMBER)
