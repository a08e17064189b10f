"""Invoices and credit notes as UBL: sixty of every kind that we make hold to the official rules of EN 16931."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import fromstring

import pytest

from billing.documents.ubl import ubl
from billing.periods import Period
from billing.rating.shapes import Usage
from tests.billing import norm
from tests.billing.priced import NOVEMBER, REVERSED, item, pieces, rated
from tests.billing.printed import ABROAD, BUYER, FAR_AWAY, credit_note, paper
from tests.billing.sixty import OUTSIDE, SEEDS, generated

CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"


@pytest.mark.parametrize("seed", SEEDS)
def test_each_of_sixty_papers_holds_to_the_norm(seed):
    xml = ubl(generated(seed))

    assert norm.fits_the_schema(xml)
    assert norm.broken(xml) == set()


def test_the_sixty_papers_are_of_every_kind():
    papers = [generated(seed) for seed in SEEDS]

    assert {each.kind for each in papers} == {"invoice", "credit_note"}
    assert {each.currency for each in papers} == {"EUR", "GBP", "USD"}
    assert {tax.code for each in papers for tax in each.taxes} == {"S", "AE", "G", "E"}
    assert {(each.total > 0) - (each.total < 0) for each in papers} == {-1, 0, 1}
    assert any(line.quantity < 0 for each in papers for line in each.lines)
    assert any(each.paid for each in papers)
    assert {each.kind for each in papers if each.own_vat} == {"invoice", "credit_note"}


def test_a_zero_rate_is_a_rate_and_needs_no_reason():
    xml = ubl(paper(rated(item(), item("books", vat_category="zero"))))

    assert norm.broken(xml) == set()
    assert [code.text for code in fromstring(xml).iterfind(f".//{CAC}TaxCategory/{CBC}ID")] == ["S", "Z"]


def test_what_was_paid_before_is_taken_off_what_is_to_be_paid():
    xml = fromstring(ubl(paper(rated(item()), paid=2100)))

    totals = {each.tag.removeprefix(CBC): each.text for each in xml.find(f"{CAC}LegalMonetaryTotal")}
    assert totals["TaxInclusiveAmount"] == "121.00"
    assert (totals["PrepaidAmount"], totals["PayableAmount"]) == ("21.00", "100.00")


def test_a_credit_note_names_its_invoice_and_has_positive_sums():
    xml = fromstring(ubl(credit_note(rated(item()))))

    assert xml.tag.endswith("}CreditNote")
    assert xml.findtext(f"{CBC}CreditNoteTypeCode") == "381"
    assert xml.findtext(f"{CAC}BillingReference/{CAC}InvoiceDocumentReference/{CBC}ID") == "2026-000123"
    assert xml.findtext(f"{CAC}LegalMonetaryTotal/{CBC}PayableAmount") == "121.00"


def test_both_parties_are_known_by_their_numbers():
    xml = fromstring(ubl(paper(rated(item(), given={"tax": REVERSED}), buyer=ABROAD)))

    buyer = xml.find(f"{CAC}AccountingCustomerParty/{CAC}Party")
    assert buyer.find(f"{CBC}EndpointID").attrib == {"schemeID": "0208"}
    assert buyer.findtext(f"{CAC}PartyTaxScheme/{CBC}CompanyID") == "BE0403019261"
    assert xml.find(f".//{CAC}PartyLegalEntity/{CBC}CompanyID").attrib == {"schemeID": "0106"}


def test_without_a_register_a_party_is_reached_by_mail():
    xml = fromstring(ubl(paper(rated(item(), given={"tax": OUTSIDE}), buyer=FAR_AWAY)))

    endpoint = xml.find(f"{CAC}AccountingCustomerParty/{CAC}Party/{CBC}EndpointID")
    assert (endpoint.text, endpoint.attrib) == (FAR_AWAY.email, {"schemeID": "EM"})


def test_a_number_that_is_none_of_the_registers_is_not_said_to_be_one():
    xml = fromstring(ubl(paper(rated(item()), buyer=replace(ABROAD, registration="0403.019.262"))))

    buyer = xml.find(f"{CAC}AccountingCustomerParty/{CAC}Party")
    assert buyer.find(f"{CBC}EndpointID").attrib == {"schemeID": "EM"}
    assert buyer.find(f"{CAC}PartyLegalEntity/{CBC}CompanyID").attrib == {}


@pytest.mark.parametrize(
    ("said", "code"),
    [({}, "58"), ({"transfer": None}, "57"), ({"paid": 12100}, None)],
)
@pytest.mark.parametrize("currency", ["EUR", "USD"])
def test_how_it_is_paid_is_said_by_its_code(currency, said, code):
    xml = ubl(paper(rated(item(), currency=currency), **said))

    code = "30" if code == "58" and currency == "USD" else code
    assert norm.broken(xml) == set()
    assert fromstring(xml).findtext(f"{CAC}PaymentMeans/{CBC}PaymentMeansCode") == code


def test_the_order_number_is_given_or_else_the_name():
    named, ordered = (fromstring(ubl(paper(rated(item()), po_number=number))) for number in ("", "PO-1"))

    assert named.findtext(f"{CBC}BuyerReference") == BUYER.legal_name
    assert ordered.findtext(f"{CAC}OrderReference/{CBC}ID") == "PO-1"


def test_the_days_of_every_line_lie_within_those_of_the_invoice():
    usage = [Usage(meter="invoices", service_line="finance", quantity=Decimal(3))]
    october = Period(date(2026, 10, 1), date(2026, 11, 1))
    xml = fromstring(ubl(paper(rated(item(), pieces(), given={"usage": usage, "usage_period": october}))))

    spans = [tuple(day.text for day in span) for span in xml.iter(f"{CAC}InvoicePeriod")]
    assert spans[0] == ("2026-10-01", "2026-11-30")
    assert set(spans[1:]) == {("2026-10-01", "2026-10-31"), ("2026-11-01", "2026-11-30")}


def test_the_words_are_those_of_the_papers_language():
    xml = ubl(paper(rated(item(name_nl="Salarisadministratie")), language="nl")).decode()

    assert "<cbc:Name>Salarisadministratie</cbc:Name>" in xml
    assert "uiterlijk 15 december 2026" in xml


def test_signs_that_xml_cannot_carry_are_left_out_and_markup_stays_text():
    odd = replace(BUYER, legal_name="Jansen & Zn \x00\x1b<B.V.> \ud83c")

    xml = ubl(paper(rated(item()), buyer=odd))
    assert norm.fits_the_schema(xml)
    assert (
        fromstring(xml).findtext(f".//{CAC}AccountingCustomerParty//{CBC}RegistrationName")
        == "Jansen & Zn <B.V.>"
    )


def test_equal_papers_are_equal_bytes_and_the_customization_can_be_set():
    owed = rated(item(), given={"period": NOVEMBER})

    assert ubl(paper(owed)) == ubl(paper(owed))
    assert b"urn:nlcius" in ubl(paper(owed, customization="urn:nlcius"))
