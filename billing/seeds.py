"""The VAT rates that a new deployment knows: the Union's 27 countries and Great Britain, each from the day it came in.

Source: the law of each country, named in infra/docs/vat-rates.md with how it was compared; a person has to confirm it.
"reduced" is the rate that most services have which are taxed lower; a country has more of them, and the owner adds what
is needed as a further category.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

SINGLE_MARKET = date(1993, 1, 1)


@dataclass(frozen=True, slots=True)
class Rate:
    """The VAT of a country (ISO 3166-1) for a category from a day on, in percent."""

    country: str
    category: str
    percent: Decimal
    from_on: date


STANDARD = {
    "AT": "20 1984-01-01",
    "BE": "21 1996-01-01",
    "BG": "20 1999-01-01",
    "CY": "19 2014-01-13",
    "CZ": "21 2013-01-01",
    "DE": "19 2007-01-01, 16 2020-07-01, 19 2021-01-01",
    "DK": "25 1992-01-01",
    "EE": "20 2009-07-01, 22 2024-01-01, 24 2025-07-01",
    "ES": "21 2012-09-01",
    "FI": "24 2013-01-01, 25.5 2024-09-01",
    "FR": "20 2014-01-01",
    "GB": "20 2011-01-04",
    "GR": "24 2016-06-01",
    "HR": "25 2012-03-01",
    "HU": "27 2012-01-01",
    "IE": "23 2012-01-01, 21 2020-09-01, 23 2021-03-01",
    "IT": "22 2013-10-01",
    "LT": "21 2009-09-01",
    "LU": "17 2015-01-01, 16 2023-01-01, 17 2024-01-01",
    "LV": "21 2012-07-01",
    "MT": "18 2004-01-01",
    "NL": "21 2012-10-01",
    "PL": "23 2011-01-01",
    "PT": "23 2011-01-01",
    "RO": "19 2017-01-01, 21 2025-08-01",
    "SE": "25 1990-07-01",
    "SI": "22 2013-07-01",
    "SK": "20 2011-01-01, 23 2025-01-01",
}
REDUCED = {
    "AT": "10 1984-01-01",
    "BE": "6 1996-01-01",
    "BG": "9 2011-04-01",
    "CY": "9 2014-01-13",
    "CZ": "12 2024-01-01",
    "DE": "7 1983-07-01, 5 2020-07-01, 7 2021-01-01",
    "EE": "9 2009-01-01, 13 2025-01-01",
    "ES": "10 2012-09-01",
    "FI": "14 2013-01-01, 13.5 2026-01-01",
    "FR": "10 2014-01-01",
    "GB": "5 1997-09-01",
    "GR": "13 2011-01-01",
    "HR": "13 2014-01-01",
    "HU": "18 2009-07-01",
    "IE": "13.5 2003-01-01",
    "IT": "10 1995-02-24",
    "LT": "9 2009-01-01, 12 2026-01-01",
    "LU": "8 2015-01-01, 7 2023-01-01, 8 2024-01-01",
    "LV": "12 2011-01-01",
    "MT": "7 2011-01-01",
    "NL": "9 2019-01-01",
    "PL": "8 2011-01-01",
    "PT": "6 2010-07-01",
    "RO": "9 2017-01-01, 11 2025-08-01",
    "SE": "12 1996-01-01",
    "SI": "9.5 2013-07-01",
    "SK": "10 2011-01-01, 19 2025-01-01",
}


def vat_rates() -> Iterator[Rate]:
    """Every rate, with 0 for what each country taxes at nothing."""
    for category, rates in (("standard", STANDARD), ("reduced", REDUCED)):
        for country, said in rates.items():
            for percent, from_on in (each.split() for each in said.split(", ")):
                yield Rate(country, category, Decimal(percent), date.fromisoformat(from_on))
    yield from (Rate(country, "zero", Decimal(0), SINGLE_MARKET) for country in STANDARD)
