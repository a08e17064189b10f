"""Files that are no statements, or attack who reads them: each a clear answer in both languages, and nothing is taken."""

import tracemalloc
from io import BytesIO

import pytest

from billing.documents.camt import StatementCannotBeRead, StatementTooLarge, entries
from billing.money import UnknownCurrency
from tests.billing.statements import booking, file, read, statement, transfer

GOOD = file(statement(booking(transfer())))
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
REACH = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def with_prolog(prolog: bytes) -> bytes:
    head, _, body = GOOD.partition(b"\n")
    return head + prolog + body


@pytest.mark.parametrize(
    ("content", "en", "nl"),
    [
        (b"", "not complete XML", "geen volledige XML"),
        (b"{}", "not complete XML", "geen volledige XML"),
        (GOOD[:-20], "not complete XML", "geen volledige XML"),
        (GOOD.replace(b"</Ntry>", b"</Entry>"), "not complete XML", "geen volledige XML"),
        (GOOD.replace(b"UTF-8", b"UTF-99"), "not complete XML", "geen volledige XML"),
        (with_prolog(BOMB), "document type", "documenttype"),
        (with_prolog(REACH), "document type", "documenttype"),
        (
            GOOD.replace(b"camt.053.001.02", b"camt.052.001.02"),
            "This is camt.052.001.02",
            "Dit is camt.052.001.02",
        ),
        (GOOD.replace(b"camt.053.001.02", b"camt.053.001.13"), "camt.053.001.08", "camt.053.001.08"),
        (b"<html><body>Log in</body></html>", "This is html", "Dit is html"),
        (b"<a>" * 100, "not complete XML|This is a", "XML|Dit is a"),
    ],
)
def test_a_file_that_is_no_statement_says_what_it_is(content, en, nl):
    with pytest.raises(StatementCannotBeRead) as refusal:
        read(content)

    assert any(words in refusal.value.words_en for words in en.split("|"))
    assert any(words in refusal.value.words_nl for words in nl.split("|"))


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        (booking(amount="12,00"), "an amount that is none ('12,00')"),
        (booking(amount="-1.00"), "an amount that is none ('-1.00')"),
        (booking(amount="1.001"), "an amount that is none ('1.001')"),
        (booking(amount="1e99"), "an amount that is none ('1e99')"),
        (booking(amount="1e999999999"), "an amount that is none ('1e999999999')"),
        (booking(amount="99999999999999999"), "an amount that is none ('99999999999999999')"),
        (booking(amount="NaN"), "an amount that is none ('NaN')"),
        (booking(amount="Infinity"), "an amount that is none ('Infinity')"),
        (booking(direction="LEFT"), "no amount or no direction"),
        (booking(on="10-12-2026"), "no booking date"),
        (booking(on=""), "no booking date"),
    ],
)
def test_an_entry_that_cannot_be_is_named_by_its_place(wrong, what):
    with pytest.raises(StatementCannotBeRead) as refusal:
        read(file(statement(booking(), wrong)))

    assert f"Entry 2 of the statement has {what}" in refusal.value.words_en
    assert "niets geïmporteerd" in refusal.value.words_nl


def test_an_entry_of_no_account_is_refused():
    with pytest.raises(StatementCannotBeRead, match="no account"):
        read(file(statement(booking(), iban="")))


def test_a_currency_that_nobody_knows_is_refused():
    with pytest.raises(UnknownCurrency):
        read(file(statement(booking(currency="XXX"))))


def test_a_file_that_is_too_large_is_not_read_to_its_end():
    endless = BytesIO(GOOD + b" " * 10_000_000)

    with pytest.raises(StatementTooLarge) as refusal:
        list(entries(endless, largest=2**20))
    assert "1 MB" in refusal.value.words_en
    assert endless.tell() < 2 * 2**20


@pytest.mark.slow
def test_a_long_statement_is_not_held_in_memory():
    content = BytesIO(file(statement(*[booking(transfer(text="x" * 200)) for _ in range(8000)])))
    tracemalloc.start()

    count = sum(1 for _ in entries(content))
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 8000
    assert held < 2**20 < len(content.getvalue()) / 3


def test_elements_within_elements_without_end_are_refused():
    deep = b"<x>" * 100

    with pytest.raises(StatementCannotBeRead):
        read(GOOD.replace(b"<NtryDtls>", b"<NtryDtls>" + deep))


def test_a_transfer_with_a_library_of_words_keeps_the_page_of_the_bank_from_nothing():
    endless = transfer(text="and so on " * 100_000, end="E" * 40)

    (found,) = read(file(statement(booking(endless))))

    assert (len(found.text), found.amount) == (10_000, 12_100)
