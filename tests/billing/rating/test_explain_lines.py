"""The sentences under a line: whoever reads them can count the sum again, in English and in Dutch."""

from datetime import date
from decimal import Decimal

import pytest

from billing.money import Money
from billing.periods import Period
from billing.rating.shapes import Tier, Usage
from billing.rating.wording import Price, spoken
from tests.billing.priced import item, pieces, rated, subscribed

SPACE = "\N{NO-BREAK SPACE}"


def sentences(line):
    return [step.words_en for step in line.explanation], [
        step.words_nl.replace(SPACE, " ") for step in line.explanation
    ]


def test_usage_is_told_from_the_records_to_the_sum():
    tiers = (Tier(up_to=Decimal(1000), unit_price=Decimal("0.4567")), Tier(up_to=None, unit_price=Decimal(0)))
    usage = Usage(meter="invoices", service_line="finance", quantity=Decimal(1100), records=1099)
    english, dutch = sentences(
        rated(pieces(tiers=tiers, included=Decimal(100)), given={"usage": [usage]}).lines[0]
    )

    assert english == [
        "1,100 pieces counted from 1 to 30 November 2026, in 1,099 records.",
        "100 are included: 1,100 less what is included leaves 1,000 to be charged.",
        "Price of the units in the tier above 0 up to and including 1,000.",
        "1,000 pieces × €0.4567 = €456.70.",
    ]
    assert dutch == [
        "1.100 stuks geteld van 1 t/m 30 november 2026, in 1.099 registraties.",
        "100 zijn inbegrepen: van 1.100 blijft daarna 1.000 over om te berekenen.",
        "Prijs van de eenheden in de staffel boven 0 tot en met 1.000.",
        "1.000 stuks × € 0,4567 = € 456,70.",
    ]


def test_a_part_of_a_period_is_told_by_its_days():
    english, dutch = sentences(rated(subscribed(item(), from_on=date(2026, 11, 21))).lines[0])

    assert english[1] == "21 to 30 November 2026 is 10 of 30 days: €100.00 × 10 / 30 = €33.33."
    assert dutch[1] == "21 t/m 30 november 2026 is 10 van 30 dagen: € 100,00 × 10 / 30 = € 33,33."


def test_every_line_says_why_in_both_languages():
    subs = [subscribed(item(), until_on=date(2026, 11, 9), discount_percent=Decimal(5)), pieces()]
    result = rated(*subs, minimum=99_999, discount_percent=Decimal(5))

    assert len(result.lines) > 4
    for line in result.lines:
        assert line.explanation
        assert all(step.words_en != step.words_nl and step.figures for step in line.explanation)


def test_figures_are_plain_for_machines():
    assert rated(item(unit_price=Decimal("1234.5"))).lines[0].explanation[-1].figures == {
        "quantity": "1", "unit": "month", "price": "1234.5", "amount": "1234.50",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("figure", "english", "dutch"),
    [
        (Money(-123_456_789, "EUR"), "-€1,234,567.89", "€ -1.234.567,89"),
        (Money(5, "GBP"), "£0.05", "£ 0,05"),
        (Money(1_234, "JPY"), "JPY 1,234", "JPY 1.234"),
        (Price(Decimal("0.333333"), "USD"), "$0.333333", "$ 0,333333"),
        (Price(Decimal("2.500000"), "EUR"), "€2.50", "€ 2,50"),
        (Decimal("-1E+4"), "-10,000", "-10.000"),
        (date(2026, 3, 1), "1 March 2026", "1 maart 2026"),
        (Period(date(2026, 3, 1), date(2026, 3, 2)), "1 March 2026", "1 maart 2026"),
        (Period(date(2026, 12, 15), date(2027, 1, 15)), "15 December 2026 to 14 January 2027", "15 december 2026 t/m 14 januari 2027"),
    ],
)  # fmt: skip
def test_figures_are_written_as_the_reader_writes_them(figure, english, dutch):
    assert spoken(figure, "en").replace(SPACE, " ") == english
    assert spoken(figure, "nl").replace(SPACE, " ") == dutch
