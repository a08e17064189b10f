"""The check of our UBL is no check that always says yes: each of these mistakes is found by its own rule."""

import re
from decimal import Decimal

import pytest

from billing.documents.ubl import ubl
from tests.billing import norm
from tests.billing.priced import REVERSED, item, rated, subscribed
from tests.billing.printed import ABROAD, in_euros, paper


def good() -> str:
    subs = [
        subscribed(item("seats", model="seat", unit_price=Decimal("27.50")), quantity=Decimal(4)),
        item("fee"),
    ]
    return ubl(paper(rated(*subs))).decode()


def reversed_charge() -> str:
    return ubl(paper(rated(item(), given={"tax": REVERSED}), buyer=ABROAD)).decode()


def in_dollars() -> str:
    return ubl(paper(rated(item(), currency="USD"), exchange=in_euros("USD"))).decode()


def without(xml: str, element: str) -> str:
    return re.sub(rf"<{element}[ >].*?</{element}>", "", xml, count=1, flags=re.DOTALL)


MISTAKES = {
    "VAT of one cent more": ("BR-CO-14", good, lambda xml: xml.replace(">44.10<", ">44.11<", 1)),
    "VAT that is not the percentage": ("BR-CO-17", good, lambda xml: xml.replace(">44.10<", ">46.10<")),
    "total of one cent more": ("BR-CO-15", good, lambda xml: xml.replace("TaxInclusiveAmount currencyID=\"EUR\">254.10", "TaxInclusiveAmount currencyID=\"EUR\">254.11")),
    "another sum to be paid": ("BR-CO-16", good, lambda xml: re.sub(r"(PayableAmount currencyID=\"EUR\">)254.10", r"\g<1>254.00", xml)),
    "lines that do not add up": ("BR-CO-10", good, lambda xml: xml.replace(">110.00<", ">111.00<")),
    "a base that is not that of its lines": ("BR-S-08", good, lambda xml: xml.replace("TaxableAmount currencyID=\"EUR\">210.00", "TaxableAmount currencyID=\"EUR\">209.00")),
    "a negative price": ("BR-27", good, lambda xml: xml.replace(">27.5<", ">-27.5<")),
    "no number": ("BR-02", good, lambda xml: without(xml, "cbc:ID")),
    "no day of issue": ("BR-03", good, lambda xml: without(xml, "cbc:IssueDate")),
    "a currency that is none": ("BR-CL-04", good, lambda xml: xml.replace("DocumentCurrencyCode>EUR", "DocumentCurrencyCode>EUX")),
    "a country that is none": ("BR-CL-14", good, lambda xml: xml.replace("IdentificationCode>NL", "IdentificationCode>XX")),
    "a unit that is none": ("BR-CL-23", good, lambda xml: xml.replace('unitCode="C62"', 'unitCode="seat"')),
    "an account without a number": ("BR-50", good, lambda xml: xml.replace("<cbc:ID>NL91ABNA0417164300</cbc:ID>", "")),
    "a seller without a VAT number": ("BR-S-02", good, lambda xml: without(xml, "cac:PartyTaxScheme")),
    "VAT reversed without a reason": ("BR-AE-10", reversed_charge, lambda xml: without(without(xml, "cbc:TaxExemptionReasonCode"), "cbc:TaxExemptionReason")),
    "no VAT in the currency of accounting": ("BR-53", in_dollars, lambda xml: re.sub(r"<cac:TaxTotal>\s*<cbc:TaxAmount currencyID=\"EUR\">.*?</cac:TaxTotal>", "", xml, flags=re.DOTALL)),
    "VAT reversed at a rate": ("BR-AE-05", reversed_charge, lambda xml: re.sub(r"(ClassifiedTaxCategory>.*?Percent>)0", r"\g<1>21", xml, flags=re.DOTALL)),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found_by_its_rule(mistake):
    rule, make, spoil = MISTAKES[mistake]
    xml = make()

    assert norm.broken(xml.encode()) == set()
    assert rule in norm.broken(spoil(xml).encode())


def test_elements_in_another_order_do_not_fit_the_schema():
    xml = good()
    currency = re.search("<cbc:DocumentCurrencyCode>.*?</cbc:DocumentCurrencyCode>", xml).group()

    assert not norm.fits_the_schema(
        xml.replace(currency, "").replace("</Invoice>", f"{currency}</Invoice>").encode()
    )


def test_what_is_no_invoice_is_not_taken_for_a_good_one():
    with pytest.raises(AssertionError, match="not applied"):
        norm.broken(b"<nothing/>")
