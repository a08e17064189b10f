"""References, accounts and the code for banking apps: right ones are made, wrong ones noticed."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from segno import helpers

from billing.documents import references
from billing.documents.qr import drawn, transfer_code
from billing.documents.references import WrongAccount, WrongReference, creditor_reference, is_iban, number_in
from tests.billing.priced import item, rated
from tests.billing.printed import IBAN, SELLER, credit_note, paper


def test_the_reference_of_the_standards_own_example():
    assert creditor_reference("5390 0754 7034") == "RF18539007547034"
    assert number_in("RF18 5390 0754 7034") == "539007547034"


@given(st.from_regex(r"[A-Z]{0,5}-?20[0-9]{2}-[0-9]{6}", fullmatch=True))
def test_a_reference_leads_back_to_its_number(number):
    assert number_in(creditor_reference(number)) == references.bare(number)


@given(st.integers(0, 999_999), st.integers(4, 13), st.integers(1, 9))
def test_a_digit_written_wrong_is_noticed(serial, place, by):
    reference = creditor_reference(f"2026-{serial:06}")
    wrong = str((int(reference[place]) + by) % 10)

    assert number_in(reference[:place] + wrong + reference[place + 1 :]) == ""


@pytest.mark.parametrize("number", ["", "---", "1" * 22])
def test_no_reference_fits_nothing_or_too_much(number):
    with pytest.raises(WrongReference) as refusal:
        creditor_reference(number)

    assert "1 to 21" in refusal.value.words_en
    assert "1 tot 21" in refusal.value.words_nl


@pytest.mark.parametrize("account", ["NL91ABNA0417164300", "nl91 abna 0417 1643 00", "BE68539007547034"])
def test_an_account_is_known_however_it_is_written(account):
    assert is_iban(account)


@pytest.mark.parametrize("account", ["", "NL91ABNA0417164301", "NL91ABNA041716430", "XX00", "0417164300"])
def test_an_account_that_is_none_is_refused(account):
    with pytest.raises(WrongAccount) as refusal:
        references.require_account(account)

    assert refusal.value.field == "iban"


def test_a_bank_that_is_none_is_refused():
    with pytest.raises(WrongAccount) as refusal:
        references.require_account(IBAN, bic="ABNA")

    assert refusal.value.field == "bic"


def test_the_code_says_what_the_standard_wants_line_by_line():
    assert transfer_code(paper(rated(item()))).split("\n") == [
        "BCD", "002", "1", "SCT", "ABNANL2A", SELLER.legal_name, IBAN, "EUR121.00", "", "RF462026000123",
    ]  # fmt: skip


def test_the_code_is_drawn_as_another_maker_of_such_codes_draws_it():
    other = helpers.make_epc_qr(
        name=SELLER.legal_name,
        iban=IBAN,
        amount="121.38",
        reference="RF462026000123",
        bic="ABNANL2A",
        encoding=1,
    )

    (path,) = re.findall(
        rb' d="([^"]+)"', drawn(transfer_code(paper(rated(item(unit_price=Decimal("100.31"))))))
    )
    assert path.decode() in other.svg_inline(border=0)


@pytest.mark.parametrize("said", [{"transfer": None}, {"paid": 12100}, {"paid": 20000}])
def test_there_is_no_code_where_nothing_can_be_transferred(said):
    assert transfer_code(paper(rated(item()), **said)) == ""


def test_there_is_no_code_but_for_euros_and_none_on_a_credit_note():
    assert transfer_code(paper(rated(item(), currency="GBP"))) == ""
    assert transfer_code(credit_note(rated(item()), transfer=paper(rated(item())).transfer)) == ""
