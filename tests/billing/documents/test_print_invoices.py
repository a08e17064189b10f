"""Final invoices as papers: what was final is printed, whatever is paid, moved or renamed afterwards."""

import json
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from billing.actions.finalising import finalise
from billing.documents.checking import NothingToPrint, PartyIncomplete, SumsDiffer
from billing.documents.parts import Look
from billing.documents.pdf import pdf
from billing.documents.references import WrongAccount
from billing.documents.ubl import ubl
from billing.models import Allocation, Invoice, Payment
from billing.queries.papers import look, paper_of
from tests.billing import norm
from tests.billing.agreed import legal_entity
from tests.billing.billed import NOVEMBER, OCTOBER, drafted, final, noon, subscription, used
from tests.billing.printed import IBAN
from tests.cast import OLGA


@pytest.fixture
def invoice(acme) -> Invoice:
    of = subscription(acme, po_number="PO-77812")
    used(of, noon(2026, 10, 5), 40)
    final(of, OCTOBER)
    return final(of, NOVEMBER)


def paid(invoice: Invoice, amount: int, *, after: timedelta) -> None:
    at = invoice.final_at + after
    payment = Payment.objects.create(
        debtor=invoice.debtor, gateway="bank", external_id=f"x{amount}", amount=amount, currency="EUR",
        received_on=at.date(), at=at,
    )  # fmt: skip
    Allocation.objects.create(invoice=invoice, payment=payment, amount=amount, at=at)


def credited(invoice: Invoice) -> Invoice:
    """A final credit note over the whole of an invoice, as rows."""
    lines = list(invoice.lines.order_by("position"))
    rated = json.loads(bytes(invoice.rated))
    rated["taxes"] = [tax | {"base": -tax["base"], "amount": -tax["amount"]} for tax in rated["taxes"]]
    note = Invoice.objects.get(id=invoice.id)
    note._state.adding = True
    note.id, note.kind, note.purpose, note.corrects = type(invoice)().id, "credit_note", "credit", invoice
    note.number, note.net, note.vat, note.total = (
        "MB-2026-C000001",
        -invoice.net,
        -invoice.vat,
        -invoice.total,
    )
    note.rated = json.dumps(rated).encode()
    note.save()
    for line in lines:
        line.invoice, line.quantity, line.amount, line._state.adding = (
            note,
            -line.quantity,
            -line.amount,
            True,
        )
        line.save(force_insert=True)
    return note


def test_a_paper_holds_all_that_the_invoice_says(invoice):
    paper = paper_of(invoice)

    assert (paper.number, paper.issued_on, paper.due_on) == (
        invoice.number,
        invoice.issued_on,
        invoice.due_on,
    )
    assert (paper.net, paper.vat, paper.total) == (18000, 3780, 21780)
    assert [(line.code, line.quantity, line.amount) for line in paper.lines] == [
        ("payroll", Decimal(1), 10000),
        ("invoices", Decimal(40), 8000),
    ]
    assert (paper.po_number, paper.language) == ("PO-77812", "en")
    assert (paper.seller.legal_name, paper.buyer.legal_name) == ("Motorblok B.V.", "Acme Bakeries")


def test_it_says_where_to_transfer_to_and_with_which_reference(invoice):
    transfer = paper_of(invoice).transfer

    assert (transfer.holder, transfer.iban, transfer.bic) == ("Motorblok B.V.", IBAN, "ABNANL2A")
    assert transfer.reference[4:] == "MB2026000002"


@pytest.mark.parametrize("gateway", ["fake", "stripe"])
def test_where_a_gateway_collects_there_is_nothing_to_transfer(invoice, gateway):
    invoice.gateway = gateway

    assert paper_of(invoice).transfer is None


def test_the_lines_vat_and_total_of_the_files_are_those_of_the_invoice(invoice):
    paper = paper_of(invoice)
    xml = ubl(paper)

    assert norm.broken(xml) == set()
    assert b'PayableAmount currencyID="EUR">217.80<' in xml
    text = PdfReader(BytesIO(pdf(paper, xml, "en"))).pages[0].extract_text()
    assert "Total €217.80" in text.replace("\N{NO-BREAK SPACE}", " ")


def test_what_is_paid_later_changes_no_byte_and_what_settled_it_as_it_was_made_is_taken_off(invoice):
    before = ubl(paper_of(invoice))

    paid(invoice, 780, after=timedelta(days=3))
    assert ubl(paper_of(invoice)) == before
    paid(invoice, 1000, after=timedelta(0))
    assert (paper_of(invoice).paid, paper_of(invoice).payable) == (1000, 20780)


def test_who_moves_later_has_not_moved_on_paper(invoice):
    before = paper_of(invoice)
    debtor = invoice.debtor
    debtor.legal_name, debtor.city, debtor.language = "Acme Group", "Utrecht", "nl"
    debtor.save()

    assert paper_of(Invoice.objects.get(id=invoice.id)) == before


def test_a_credit_note_is_printed_with_positive_sums(invoice):
    paper = paper_of(credited(invoice))

    assert (paper.kind, paper.total, paper.corrects.number) == ("credit_note", 21780, invoice.number)
    assert all(line.amount > 0 and line.quantity > 0 for line in paper.lines)
    assert (paper.due_on, paper.transfer, paper.paid) == (None, None, 0)
    assert norm.broken(ubl(paper)) == set()


def test_an_invoice_whose_rows_do_not_add_up_is_not_printed(invoice):
    Invoice.objects.filter(id=invoice.id).update(total=invoice.total + 1)

    with pytest.raises(SumsDiffer):
        paper_of(Invoice.objects.get(id=invoice.id))


def test_a_draft_is_not_printed(acme):
    with pytest.raises(NothingToPrint):
        paper_of(drafted(subscription(acme), OCTOBER))


def test_without_an_account_to_pay_to_nothing_is_made_final(acme):
    entity = legal_entity(iban="NL00BANK0000000000")
    draft = drafted(subscription(acme, debtor={"legal_entity": entity}), OCTOBER)

    with pytest.raises(WrongAccount):
        finalise(draft.id, actor=OLGA, at=noon(2026, 10, 4))
    assert Invoice.objects.get().state == "draft"


def test_without_the_sellers_vat_number_nothing_is_made_final(acme):
    entity = legal_entity(vat_number="")
    draft = drafted(subscription(acme, debtor={"legal_entity": entity}), OCTOBER)

    with pytest.raises(PartyIncomplete):
        finalise(draft.id, actor=OLGA, at=noon(2026, 10, 4))
    assert Invoice.objects.get().number is None


def test_it_takes_the_same_few_queries_however_long_it_is(invoice, django_assert_num_queries):
    found = Invoice.objects.select_related("corrects").get(id=invoice.id)

    with django_assert_num_queries(2):
        paper_of(found)


def test_the_look_comes_from_the_settings(settings, tmp_path):
    logo = tmp_path / "logo.svg"
    logo.write_bytes(b"<svg/>")
    settings.MOTORBLOK_INVOICE_LOGO, settings.MOTORBLOK_INVOICE_ACCENT = str(logo), "#0b7a5b"

    assert look() == Look(accent="#0b7a5b", logo=b"<svg/>")
