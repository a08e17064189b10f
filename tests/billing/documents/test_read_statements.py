"""Bank statements: each booked transfer once, with its sign, its payer and all that was written with it."""

from datetime import date

import pytest

from tests.billing.printed import IBAN
from tests.billing.statements import PAYER, booking, file, read, statement, transfer


@pytest.mark.parametrize("version", ["02", "08"])
def test_a_transfer_is_read_in_both_versions(version):
    paid = transfer(
        name="Van Dalen",
        account=PAYER,
        text="Factuur  2026-000123",
        reference="RF462026000123",
        version=version,
    )

    (entry,) = read(file(statement(booking(paid, version=version)), version=version))
    assert (entry.amount, entry.currency, entry.booked_on) == (12100, "EUR", date(2026, 12, 10))
    assert (entry.iban, entry.payer, entry.payer_iban) == (IBAN, "Van Dalen", PAYER)
    assert (entry.text, entry.references) == ("Factuur 2026-000123", ("RF462026000123",))
    assert (entry.reference, entry.kind) == ("B-1", "payment")


@pytest.mark.parametrize("version", ["03", "04", "06"])
def test_the_versions_in_between_are_read_too(version):
    (entry,) = read(file(statement(booking(transfer(text="2026-000123"))), version=version))

    assert (entry.amount, entry.text) == (12100, "2026-000123")


def test_who_paid_for_whom_is_named_where_nobody_else_is():
    (entry,) = read(file(statement(booking(transfer(name="Van Dalen", side="UltmtDbtr")))))

    assert entry.payer == "Van Dalen"


@pytest.mark.parametrize("version", ["02", "08"])
def test_a_batch_is_taken_apart(version):
    parts = [
        transfer(amount=amount, text=text, version=version)
        for amount, text in (("100.00", "one"), ("21.00", "two"))
    ]

    entries = read(file(statement(booking(*parts, version=version)), version=version))
    assert [(entry.amount, entry.text, entry.reference) for entry in entries] == [
        (10000, "one", "B-1/1"),
        (2100, "two", "B-1/2"),
    ]


def test_a_part_of_a_batch_with_a_reference_of_the_banks_keeps_it():
    parts = [transfer(amount="60.50", bank="P-1"), transfer(amount="60.50", bank="P-2")]

    assert [entry.reference for entry in read(file(statement(booking(*parts))))] == ["P-1", "P-2"]


@pytest.mark.parametrize("amounts", [("100.00", "20.00"), ("121.00", "")])
def test_a_batch_that_does_not_add_up_stays_one(amounts):
    parts = [transfer(amount=amount, text=f"part {amount}", name=f"Payer {amount}") for amount in amounts]

    (entry,) = read(file(statement(booking(*parts))))
    assert entry.amount == 12100
    assert entry.text.startswith("part 1")
    assert entry.payer == ""


def test_money_that_goes_out_is_negative_and_names_who_got_it():
    (entry,) = read(file(statement(booking(transfer(name="Landlord", side="Cdtr"), direction="DBIT"))))

    assert (entry.amount, entry.payer) == (-12100, "Landlord")


def test_what_is_only_announced_is_left_out_and_so_is_nothing():
    told = [booking(status="PDNG"), booking(status="INFO"), booking(amount="0.00"), booking(bank="real")]

    assert [entry.reference for entry in read(file(statement(*told)))] == ["real"]


def test_a_return_and_a_reversal_are_told_apart_from_payments():
    back = booking(transfer(back="AC04"), bank="1")
    undone = booking(direction="DBIT", reversal="true", bank="2")
    entries = read(file(statement(back, undone, booking(reversal="false", bank="3"))))

    assert [(entry.kind, entry.reason, entry.amount) for entry in entries] == [
        ("return", "AC04", 12100),
        ("reversal", "", -12100),
        ("payment", "", 12100),
    ]


def test_several_accounts_and_currencies_stand_in_one_file():
    dollars = statement(booking(currency="USD", amount="5.5"), iban="GB33BUKB20201555555555", currency="USD")
    entries = read(file(statement(booking()), dollars))

    assert [(entry.iban, entry.currency, entry.amount) for entry in entries] == [
        (IBAN, "EUR", 12100),
        ("GB33BUKB20201555555555", "USD", 550),
    ]


def test_the_same_file_gives_the_same_names_and_two_equal_transfers_are_two():
    content = file(statement(booking(bank=""), booking(bank=""), booking(bank="", amount="1.00")))

    names = [(entry.reference, entry.digest) for entry in read(content)]
    assert names == [(entry.reference, entry.digest) for entry in read(content)]
    assert len(set(names)) == 3
    assert len({digest for _, digest in names}) == 2


def test_the_words_of_the_bank_stand_in_where_the_payer_wrote_none():
    (entry,) = read(file(statement(booking(more="<AddtlNtryInf>SEPA 2026-000123</AddtlNtryInf>"))))

    assert entry.text == "SEPA 2026-000123"


def test_an_end_to_end_reference_counts_unless_there_is_none():
    given, none = read(file(statement(booking(transfer(end="2026-000123")), booking(transfer(), bank="B-2"))))

    assert given.references == ("2026-000123",)
    assert none.references == ()


def test_other_alphabets_and_encodings_are_read():
    content = file(statement(booking(transfer(name="Café Ünal &amp; Zn"))))
    latin = content.decode().replace("UTF-8", "ISO-8859-1").encode("latin-1")

    assert read(content)[0].payer == read(latin)[0].payer == "Café Ünal & Zn"
