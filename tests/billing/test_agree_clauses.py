"""What missed promises cost is agreed on by finance, from a day on, in percentages that are some."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from billing.actions.clauses import ClauseDraft, agree_clause, end_clause, exclude_days
from billing.attaining import Tier
from billing.rating.checking import WrongTerms
from motorblok.kernel.errors import NotAllowed
from tests import cast
from tests.billing import billed, paid

DRAFT = ClauseDraft(
    service_line="hr",
    metric="",
    target=Decimal(99),
    tiers=[Tier(Decimal(99), Decimal(10))],
    from_on=date(2026, 10, 1),
)


def by(person):
    return {"actor": person.actor, "at": paid.AT}


def test_a_clause_does_not_begin_before_the_one_that_it_replaces(acme):
    of = billed.subscription(acme)
    held = agree_clause(of.pk, DRAFT, **by(cast.olga()))

    with pytest.raises(WrongTerms) as refused:
        agree_clause(of.pk, replace(DRAFT, target=Decimal(98), from_on=date(2026, 1, 1)), **by(cast.olga()))

    held.refresh_from_db()
    assert (refused.value.field, held.until_on) == ("from_on", None)


@pytest.mark.parametrize("nonsense", ["NaN", "Infinity", "-1", "100.1"])
@pytest.mark.parametrize("field", ["target", "cap_percent"])
def test_a_percentage_that_is_none_is_refused_in_words(acme, field, nonsense):
    of = billed.subscription(acme)

    with pytest.raises(WrongTerms):
        agree_clause(of.pk, replace(DRAFT, **{field: Decimal(nonsense)}), **by(cast.olga()))


def test_only_finance_agrees_on_what_promises_cost(acme):
    of = billed.subscription(acme)
    made = agree_clause(of.pk, DRAFT, **by(cast.olga()))
    ends, days = (
        {"until_on": date(2026, 12, 1)},
        {"from_on": date(2026, 11, 1), "until_on": date(2026, 11, 2)},
    )

    for verb, subject, said in (
        (agree_clause, of, {"draft": DRAFT}),
        (end_clause, made, ends),
        (exclude_days, made, {**days, "reason": "Agreed"}),
    ):
        with pytest.raises(NotAllowed):
            verb(subject.pk, **said, **by(cast.rita()))
