"""Which invoices a transfer pays: by its reference for certain, by name as a suggestion, and nothing is paid twice."""

from datetime import date
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.documents.camt import Entry
from billing.documents.matching import Match, OpenInvoice, Part, match
from billing.documents.references import creditor_reference
from tests.billing.printed import IBAN

PAYER = "NL20INGB0001234567"


def owed(number: str = "2026-000123", amount: int = 12100, **said: object) -> OpenInvoice:
    usual = {
        "debtor": "dalen",
        "name": "Van Dalen Logistiek B.V.",
        "currency": "EUR",
        "due_on": date(2026, 12, 15),
    }
    return OpenInvoice(invoice=f"id-{number}", number=number, owed=amount, **(usual | said))


def paid(amount: int = 12100, text: str = "", **said: object) -> Entry:
    usual = {"iban": IBAN, "reference": "B-1", "currency": "EUR", "booked_on": date(2026, 12, 10)}
    return Entry(amount=amount, text=text, **(usual | said))


def only(entry: Entry, *invoices: OpenInvoice) -> Match:
    (found,) = match([entry], invoices)
    return found


@pytest.mark.parametrize(
    "entry",
    [
        paid(references=("RF462026000123",)),
        paid(references=("RF46 2026 0001 23",)),
        paid(references=("2026-000123",)),
        paid(text="2026-000123"),
        paid(text="factuurnr 2026 000123, bedankt"),
        paid(text="FACT.2026000123/10DEC2026"),
        paid(text="betaling RF46 2026 0001 23"),
        paid(text="betaling RF462026000123"),
        paid(text="ref:2026_000123;klant 88"),
    ],
)
def test_a_reference_with_the_right_sum_is_certain_however_it_is_written(entry):
    found = only(entry, owed(), owed("2026-000124"))

    assert (found.outcome, found.is_certain, found.debtor) == ("exact", True, "dalen")
    assert (found.parts, found.credit) == ((Part("id-2026-000123", 12100),), 0)


@pytest.mark.parametrize(
    "text",
    ["2026-0001234", "12026-000123", "2026-000", "2026 and then 000123", "", "RF992026000123", "2026-000999"],
)
def test_a_number_that_is_part_of_another_is_not_meant(text):
    assert only(paid(text=text), owed()).outcome == "unknown"


@pytest.mark.parametrize(
    ("amount", "outcome", "part", "credit", "why"),
    [
        (12100, "exact", 12100, 0, "the sum is right"),
        (12099, "partial", 12099, 0, "€0.01 stays open"),
        (1, "partial", 1, 0, "€120.99 stays open"),
        (12101, "over", 12100, 1, "€0.01 is too much"),
        (99900, "over", 12100, 87800, "€878.00 is too much"),
    ],
)
def test_what_is_missing_stays_open_and_what_is_too_much_is_a_credit(amount, outcome, part, credit, why):
    found = only(paid(amount, "2026-000123"), owed())

    assert (found.outcome, found.parts, found.credit) == (outcome, (Part("id-2026-000123", part),), credit)
    assert why in found.why.en
    assert "2026-000123" in found.why.nl


def test_an_invoice_paid_before_makes_the_whole_sum_a_credit():
    found = only(paid(text="2026-000123"), owed(amount=0))

    assert (found.outcome, found.parts, found.credit, found.debtor) == ("double", (), 12100, "dalen")
    assert "was paid already" in found.why.en


def test_the_second_transfer_of_a_file_finds_paid_what_the_first_paid():
    first, second = match([paid(text="2026-000123"), paid(text="2026-000123")], [owed()])

    assert (first.outcome, second.outcome) == ("exact", "double")
    assert second.credit == 12100


def test_two_transfers_that_pay_an_invoice_together_are_a_part_and_the_rest():
    first, second = match([paid(10000, "2026-000123"), paid(2100, "2026-000123")], [owed()])

    assert (first.outcome, second.outcome) == ("partial", "exact")
    assert second.parts == (Part("id-2026-000123", 2100),)


def test_one_transfer_pays_several_invoices_the_oldest_first():
    older, newer = owed("2026-000100", 5000, due_on=date(2026, 11, 1)), owed()
    entry = paid(17100, "2026-000123 en 2026-000100")

    assert only(entry, newer, older).parts == (Part("id-2026-000100", 5000), Part("id-2026-000123", 12100))
    short = only(paid(6000, entry.text), newer, older)
    assert (short.outcome, short.parts) == (
        "partial",
        (Part("id-2026-000100", 5000), Part("id-2026-000123", 1000)),
    )


@pytest.mark.parametrize(
    "payer", ["Van Dalen Logistiek BV", "VAN DALEN LOGISTIEK", "Dalen Logistiek", "van dálen"]
)
def test_sum_and_name_alone_are_a_suggestion(payer):
    found = only(paid(payer=payer), owed())

    assert (found.outcome, found.is_certain, found.parts) == ("suggested", False, ())
    assert (found.candidates, found.debtor) == (("id-2026-000123",), "dalen")


def test_an_account_that_paid_before_is_known():
    assert only(paid(payer_iban=PAYER), owed(accounts=frozenset({PAYER}))).outcome == "suggested"


@pytest.mark.parametrize(
    "entry",
    [
        paid(payer="Somebody Else"),
        paid(),
        paid(12000, payer="Van Dalen Logistiek"),
        paid(payer="BV"),
        paid(payer="Van Dalen Logistiek", currency="USD"),
        paid(-12100, payer="Van Dalen Logistiek"),
    ],
)
def test_without_name_sum_or_currency_nothing_is_suggested(entry):
    assert only(entry, owed()).outcome == "unknown"


def test_two_equal_invoices_are_both_suggested():
    found = only(paid(payer="Van Dalen"), owed(), owed("2026-000124"))

    assert found.candidates == ("id-2026-000123", "id-2026-000124")


def test_who_names_no_invoice_is_matched_after_all_who_do():
    first, second = match([paid(payer="Van Dalen"), paid(text="2026-000123")], [owed()])

    assert (first.outcome, second.outcome) == ("unknown", "exact")


def test_a_sum_in_another_currency_is_left_to_a_person():
    found = only(paid(text="2026-000123", currency="USD"), owed())

    assert (found.outcome, found.candidates) == ("suggested", ("id-2026-000123",))
    assert "came in USD" in found.why.en


def test_a_transfer_is_not_divided_over_two_debtors():
    other = owed("2026-000124", debtor="zon", name="Brouwerij De Zon")

    found = only(paid(24200, "2026-000123 2026-000124"), owed(), other)
    assert (found.outcome, found.debtor, found.parts) == ("suggested", "", ())


@pytest.mark.parametrize("kind", ["return", "reversal"])
def test_money_that_came_back_is_shown_to_a_person(kind):
    found = only(paid(-12100, "2026-000123", kind=kind, reason="AC04"), owed(amount=0))

    assert (found.outcome, found.candidates, found.parts) == ("returned", ("id-2026-000123",), ())
    assert "AC04" in found.why.en
    assert "AC04" in found.why.nl


def test_a_short_number_is_found_in_a_reference_but_not_by_chance_in_words():
    short = owed("A-7")

    assert only(paid(references=(creditor_reference("A-7"),)), short).outcome == "exact"
    assert only(paid(text="flat a-7"), short).outcome == "unknown"


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 30000)), max_size=12),
    st.lists(st.integers(0, 20000), min_size=4, max_size=4),
)
def test_every_cent_that_comes_in_is_given_out_once_and_no_invoice_gets_more_than_it_is_owed(came, sums):
    invoices = [owed(f"2026-00010{n}", amount) for n, amount in enumerate(sums)]
    found = match([paid(amount, f"2026-00010{n}") for n, amount in came], invoices)

    assert all(sum(part.amount for part in each.parts) + each.credit == each.entry.amount for each in found)
    for invoice in invoices:
        got = sum(part.amount for each in found for part in each.parts if part.invoice == invoice.invoice)
        assert got == min(
            invoice.owed, sum(amount for n, amount in came if f"id-2026-00010{n}" == invoice.invoice)
        )


def test_a_years_statement_against_thousands_of_invoices_is_quick():
    invoices = [owed(f"2026-{n:06}", 100 + n) for n in range(5000)]
    entries = [paid(100 + n, f"Betaling van factuur 2026-{n:06} met dank {Decimal(n)}") for n in range(2000)]
    began = process_time()

    found = match(entries, invoices)
    assert {each.outcome for each in found} == {"exact"}
    assert process_time() - began < 5
