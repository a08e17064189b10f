"""The VAT rates that a new deployment knows are those of the page about them, and hold on the day that it names."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from billing.money import currency_of
from billing.queries.debtors import vat_countries, vat_rates

PAGE = Path(__file__).resolve().parents[2] / "infra/docs/vat-rates.md"
ROW = re.compile(r"^\| ([A-Z]{2}) \| ([\d.]+) \| (\S+) \| ([\d.]+|-) \| (\S*) ?\| (.+) \|$", re.MULTILINE)
CHECKED_ON = date(2026, 11, 24)
UNION = {
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
}  # fmt: skip

pytestmark = pytest.mark.usefixtures("public")


def in_force(country, category):
    found = [row for row in vat_rates(country, on=CHECKED_ON) if row.category == category]
    return next(((row.percent, row.from_on) for row in found if row.is_in_force), None)


def test_the_page_has_a_row_with_its_law_for_each_country_that_is_known():
    rows = {row[0]: row[5] for row in ROW.findall(PAGE.read_text())}

    assert set(rows) == set(vat_countries()) == UNION | {"GB"}
    assert all(rows.values())


@pytest.mark.parametrize("row", ROW.findall(PAGE.read_text()), ids=lambda row: row[0])
def test_what_is_in_force_is_what_the_page_says(row):
    country, standard, since, reduced, reduced_since, _ = row

    assert in_force(country, "standard") == (Decimal(standard), date.fromisoformat(since))
    if reduced == "-":
        assert in_force(country, "reduced") is None
    else:
        assert in_force(country, "reduced") == (Decimal(reduced), date.fromisoformat(reduced_since))


@pytest.mark.parametrize(
    ("country", "day", "before", "after"),
    [
        ("FI", date(2024, 9, 1), "24", "25.5"),
        ("SK", date(2025, 1, 1), "20", "23"),
        ("EE", date(2025, 7, 1), "22", "24"),
        ("RO", date(2025, 8, 1), "19", "21"),
    ],
)
def test_a_rate_changes_on_its_day(country, day, before, after):
    rows = [row for row in vat_rates(country, on=day) if row.category == "standard"]

    assert [(row.percent, row.from_on) for row in rows if row.is_in_force] == [(Decimal(after), day)]
    assert Decimal(before) in {row.percent for row in rows if row.from_on < day}


def test_every_country_that_is_known_has_a_currency_of_its_own():
    assert {country for country in vat_countries() if not currency_of(country)} == set()
