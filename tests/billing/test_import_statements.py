"""A bank's file is read once however often it comes; what names an invoice is booked, the rest waits for a person."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from billing.actions import bank_entries, statements
from billing.actions.bank_entries import EntryDecided, NoReason
from billing.actions.statements import OtherAccount, import_statement
from billing.documents.camt import StatementCannotBeRead
from billing.models import Debtor, Invoice, Payment, StatementEntry, StatementFile
from billing.queries.bank import bank, invoices_numbered
from billing.queries.life import doubts
from billing.settling import kept_for
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from motorblok.kernel.errors import NotAllowed, NotFound
from tests import cast
from tests.billing import agreed, paid
from tests.billing.statements import PAYER, booking, file, statement, transfer


def transferred(
    *numbers: str, amount: str = "121.00", name: str = "", bank: str = "B-1", **said: str
) -> bytes:
    found = transfer(name=name, account=PAYER, text=" ".join(numbers))
    return file(statement(booking(found, amount=amount, bank=bank, **said)))


def imported(content: bytes) -> statements.Imported:
    return import_statement(content, actor=SYSTEM, at=paid.AT)


def entry() -> StatementEntry:
    return StatementEntry.objects.get()


def test_a_transfer_that_names_an_invoice_is_booked(acme):
    invoice = paid.owed(paid.debtor(acme))

    found = imported(transferred(invoice.number))

    assert (found, paid.settled(invoice), entry().state) == (
        statements.Imported(1, 1, 1),
        [12_100],
        "matched",
    )


def test_the_same_file_again_changes_nothing(acme):
    invoice = paid.owed(paid.debtor(acme))
    content = transferred(invoice.number)
    imported(content)

    again = imported(content)

    assert (again.new, again.booked, Payment.objects.count(), StatementFile.objects.count()) == (0, 0, 1, 1)


def test_a_file_that_overlaps_adds_what_is_new(acme):
    first, second = (paid.owed(debtor) for debtor in [paid.debtor(acme)] * 2)
    one = booking(transfer(text=first.number), bank="B-1")
    other = booking(transfer(text=second.number), bank="B-2")
    imported(file(statement(one)))

    found = imported(file(statement(one, other)))

    assert (found, paid.settled(first, second)) == (statements.Imported(2, 1, 1), [12_100, 12_100])


def test_one_transfer_pays_the_invoices_that_it_names_and_no_other(acme):
    debtor = paid.debtor(acme)
    other, first, second = (paid.owed(debtor, due_on=date(2026, 11, day)) for day in (1, 2, 3))

    imported(transferred(first.number, second.number, amount="242.00"))

    assert paid.settled(other, first, second) == [0, 12_100, 12_100]


def test_too_much_is_kept_for_the_client(acme):
    debtor = paid.debtor(acme)
    invoice = paid.owed(debtor)

    imported(transferred(invoice.number, amount="150.00"))

    assert (paid.settled(invoice), kept_for(debtor.pk, currency="EUR")) == ([12_100], 2_900)


def test_what_is_paid_twice_is_kept_for_the_client(acme):
    debtor = paid.debtor(acme)
    invoice = paid.owed(debtor)
    imported(transferred(invoice.number, bank="B-1"))

    imported(transferred(invoice.number, bank="B-2"))

    assert (paid.settled(invoice), kept_for(debtor.pk, currency="EUR")) == ([12_100], 12_100)


def test_a_day_on_which_nothing_moved_was_read_all_the_same(acme):
    debtor = paid.debtor(acme)

    found = imported(file(statement()))

    assert (found, StatementFile.objects.get().legal_entity) == (
        statements.Imported(0, 0, 0),
        debtor.legal_entity,
    )


def test_a_file_of_two_companies_was_read_for_both(acme):
    paid.debtor(acme)
    agreed.legal_entity(prefix="BE-", iban="BE71096123456769", is_default=False)
    content = file(statement(), statement(iban="BE71096123456769"))

    for _ in range(2):
        imported(content)

    assert sorted(each.legal_entity.prefix for each in StatementFile.objects.all()) == ["BE-", "MB-"]


def test_who_pays_another_of_our_companies_on_the_account_that_they_share_is_known(acme):
    other = agreed.legal_entity(prefix="OLD-", is_default=False)
    debtor = paid.debtor(acme, legal_entity=other)
    agreed.legal_entity()
    invoice = paid.owed(debtor)

    found = imported(transferred(invoice.number))

    assert (found.booked, paid.settled(invoice)) == (1, [12_100])
    assert not doubts(debtor, at=paid.AT)


def test_what_cannot_be_booked_by_itself_keeps_no_other_transfer_from_being_read(acme, globex):
    moved, other = paid.debtor(acme), paid.debtor(globex)
    before, invoice = paid.owed(moved, settled=12_100), paid.owed(other)
    Debtor.objects.filter(pk=moved.pk).update(currency="USD")  # since then it is invoiced in dollars
    twice = booking(transfer(text=before.number), bank="B-1")

    found = imported(file(statement(twice, booking(transfer(text=invoice.number), bank="B-2"))))

    assert (found, paid.settled(invoice)) == (statements.Imported(2, 2, 1), [12_100])
    assert StatementEntry.objects.get(state="open").text == before.number


def test_signs_that_nobody_can_see_are_left_out_of_what_a_person_writes(acme):
    invoice = paid.owed(paid.debtor(acme))
    imported(transferred("rent"))

    bank_entries.ignore_entry(entry().pk, reason="Rent\x00", actor=cast.olga().actor, at=paid.AT)

    assert (entry().ignored_because, invoices_numbered([f"{invoice.number}\x00"])) == ("Rent", [invoice.pk])


def test_a_name_and_a_sum_are_a_suggestion(acme):
    invoice = paid.owed(paid.debtor(acme))

    imported(transferred("thank you", name="Acme Bakeries"))

    (found,) = bank(at=paid.AT).open
    assert [each.number for each in found.candidates] == [invoice.number]
    assert (paid.settled(invoice), found.match.outcome) == ([0], "suggested")


def test_money_that_went_out_waits_for_a_person(acme):
    paid.owed(paid.debtor(acme))

    imported(transferred("rent", direction="DBIT"))

    assert (entry().state, entry().amount) == ("open", -12_100)


def test_a_person_matches_what_is_open(acme, book):
    invoice = paid.owed(paid.debtor(acme))
    imported(transferred("thank you"))

    bank_entries.match_entry(entry().pk, invoice_ids=[invoice.pk], actor=cast.olga().actor, at=paid.AT)

    assert (paid.settled(invoice), entry().state) == ([12_100], "matched")
    assert book.kinds() == ["billing.payment.received", "billing.entry.matched"]


def test_a_return_opens_the_invoice_that_a_person_says(acme):
    debtor = paid.debtor(acme)
    invoice = paid.owed(debtor)
    paid.paid(debtor, invoice=invoice)
    imported(transferred("storno", direction="DBIT"))

    bank_entries.match_entry(entry().pk, invoice_ids=[invoice.pk], actor=cast.olga().actor, at=paid.AT)

    assert paid.settled(invoice) == [0]


def test_a_match_is_undone_by_another_payment_and_nothing_is_deleted(acme):
    debtor = paid.debtor(acme)
    invoice = paid.owed(debtor)
    imported(transferred(invoice.number))

    bank_entries.unmatch_entry(entry().pk, actor=cast.olga().actor, at=paid.AT)

    assert (paid.settled(invoice), kept_for(debtor.pk, currency="EUR")) == ([0], 0)
    assert (sorted(Payment.objects.values_list("amount", flat=True)), entry().state) == (
        [-12_100, 12_100],
        "open",
    )


def test_what_a_person_took_off_is_not_booked_again_by_itself(acme):
    invoice = paid.owed(paid.debtor(acme))
    content = transferred(invoice.number)
    imported(content)
    bank_entries.unmatch_entry(entry().pk, actor=cast.olga().actor, at=paid.AT)

    imported(content)

    assert (entry().state, paid.settled(invoice)) == ("open", [0])


def test_it_can_be_matched_with_the_right_client_afterwards(acme, globex):
    wrong, right = paid.owed(paid.debtor(acme)), paid.owed(paid.debtor(globex))
    olga = cast.olga().actor
    imported(transferred(wrong.number))
    bank_entries.unmatch_entry(entry().pk, actor=olga, at=paid.AT)

    bank_entries.match_entry(entry().pk, invoice_ids=[right.pk], actor=olga, at=paid.AT)

    assert paid.settled(wrong, right) == [0, 12_100]


def test_invoices_of_two_clients_are_not_paid_by_one_transfer(acme, globex):
    invoices = [paid.owed(paid.debtor(acme)), paid.owed(paid.debtor(globex))]
    imported(transferred("thank you"))

    with pytest.raises(NotFound):
        bank_entries.match_entry(
            entry().pk, invoice_ids=[each.pk for each in invoices], actor=cast.olga().actor, at=paid.AT
        )

    assert (paid.settled(*invoices), entry().state) == ([0, 0], "open")


def test_what_pays_nothing_is_set_aside_for_a_reason(acme):
    paid.debtor(acme)
    imported(transferred("rent", direction="DBIT"))

    bank_entries.ignore_entry(entry().pk, reason="Rent", actor=cast.olga().actor, at=paid.AT)

    assert (entry().state, entry().ignored_because, bank(at=paid.AT).open) == ("ignored", "Rent", ())


def test_without_a_reason_nothing_is_set_aside(acme):
    paid.debtor(acme)
    imported(transferred("rent"))

    with pytest.raises(NoReason):
        bank_entries.ignore_entry(entry().pk, reason=" ", actor=cast.olga().actor, at=paid.AT)


def test_what_was_set_aside_is_taken_up_again(acme):
    paid.debtor(acme)
    imported(transferred("rent"))
    olga = cast.olga().actor
    bank_entries.ignore_entry(entry().pk, reason="Rent", actor=olga, at=paid.AT)

    bank_entries.take_up_entry(entry().pk, actor=olga, at=paid.AT)

    assert (entry().state, entry().ignored_because) == ("open", "")


@pytest.mark.parametrize("verb", [bank_entries.unmatch_entry, bank_entries.take_up_entry])
def test_what_is_open_cannot_be_undone(acme, verb):
    paid.debtor(acme)
    imported(transferred("rent"))

    with pytest.raises(EntryDecided):
        verb(entry().pk, actor=cast.olga().actor, at=paid.AT)


def test_what_is_matched_is_not_matched_twice(acme):
    invoice = paid.owed(paid.debtor(acme))
    imported(transferred(invoice.number))

    with pytest.raises(EntryDecided):
        bank_entries.match_entry(entry().pk, invoice_ids=[invoice.pk], actor=cast.olga().actor, at=paid.AT)


def test_a_statement_of_an_account_that_is_not_ours_is_refused(acme):
    paid.debtor(acme)

    with pytest.raises(OtherAccount):
        imported(file(statement(booking(transfer(text="x")), iban="NL20INGB0001234567")))

    assert StatementEntry.objects.count() == 0


def test_a_file_that_breaks_off_leaves_nothing(acme):
    invoice = paid.owed(paid.debtor(acme))

    with pytest.raises(StatementCannotBeRead):
        imported(transferred(invoice.number)[:-40])

    assert (StatementEntry.objects.count(), paid.settled(invoice)) == (0, [0])


def test_only_an_owner_or_finance_imports(acme):
    paid.debtor(acme)

    with pytest.raises(NotAllowed):
        import_statement(transferred("x"), actor=cast.sam(acme).actor, at=paid.AT)


def test_the_public_book_tells_of_the_import(acme, book):
    invoice = paid.owed(paid.debtor(acme))

    with schema.entered(schema.PUBLIC):
        imported(transferred(invoice.number))
        told = book.kinds()

    assert told == ["billing.statement.imported"]


@pytest.mark.django_db(transaction=True)
def test_one_file_that_eight_import_at_once_is_booked_once(acme_committed):
    invoice = paid.owed(paid.debtor(acme_committed))
    content = transferred(invoice.number)

    def again(_n: int) -> int:
        try:
            return imported(content).booked
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        booked = sum(pool.map(again, range(8)))

    assert (booked, Payment.objects.count(), Invoice.objects.get(pk=invoice.pk).settled) == (1, 1, 12_100)
