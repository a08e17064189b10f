"""What is sealed as a code is said in the words of whoever reads it."""

from datetime import UTC, datetime

import pytest

from motorblok.audit.actions import record
from motorblok.audit.catalogue import Kind, all_kinds, said_as
from motorblok.audit.models import Audience
from motorblok.audit.queries import history
from motorblok.kernel.languages import in_each
from tests.audit.kinds import RITA

AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
PAINTED = Kind(
    "test.painted", "%(colour)s", Audience.CLIENT, facts=("colour",), spoken={"colour": said_as({"r": "red"})}
)
KINDS = {kind.name: kind for kind in all_kinds()}


@pytest.fixture(autouse=True)
def _known_kind(monkeypatch):
    monkeypatch.setitem(__import__("motorblok.audit.catalogue").audit.catalogue._kinds, PAINTED.name, PAINTED)


def sentence(kind, **facts):
    record(
        kind, subject="thing:1", actor=RITA, at=AT, facts=facts, private=dict.fromkeys(kind.private, "Sam")
    )
    entry = history("thing:1")[-1]
    return in_each(lambda: entry.sentence)


@pytest.mark.parametrize(("code", "words"), [("r", "red"), ("b", "b")])
def test_a_code_is_said_by_its_words_and_stays_a_code_in_the_leaf(acme, code, words):
    said = sentence(PAINTED, colour=code)

    assert said["en"] == words
    assert history("thing:1")[0].facts == {"colour": code}


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("agent", "lead", "van medewerker in teamleider"),
        ("lead", "finance", "van teamleider in financiën"),
        ("requester", "lead", "van aanvrager in afdelingshoofd"),
        ("lead", "director", "van afdelingshoofd in directeur"),
    ],
)
def test_a_lead_is_called_what_leads_are_called_among_its_own(acme, before, after, words):
    said = sentence(KINDS["accounts.person.role_changed"], before=before, after=after)

    assert said["nl"] == f"Rita heeft de rol van Sam gewijzigd {words}"


def test_a_credit_names_its_service_line_and_its_month(acme):
    facts = {"service_line": "finance", "period": "2026-10", "amount": "100", "currency": "EUR"}

    said = sentence(KINDS["billing.credit.approved"], **facts)

    assert said["nl"] == "Rita keurde een creditering voor Financiën over oktober 2026 goed"


@pytest.mark.parametrize(("key", "words"), [("2026-10-15", "15 oktober 2026"), ("nonsense", "nonsense")])
def test_a_period_that_begins_on_another_day_is_told_by_it(acme, key, words):
    facts = {"service_line": "finance", "period": key, "amount": "100", "currency": "EUR"}

    said = sentence(KINDS["billing.credit.approved"], **facts)

    assert f"over {words} goed" in said["nl"]


def test_corrected_time_is_told_in_hours(acme):
    facts = {"number": "ACME-1", "service_line": "it", "was": "5400", "quantity": "0", "billable": []}

    said = sentence(KINDS["billing.usage.corrected"], meter="time", **facts)

    assert "gewerkte uren" in said["nl"]
    assert "van 1,5 naar 0" in said["nl"]
    assert "from 1.5 to 0" in said["en"]
