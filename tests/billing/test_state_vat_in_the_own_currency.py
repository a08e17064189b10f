"""VAT in another currency than the seller's: also stated in its own, by a rate that finance wrote down (art. 230)."""

from datetime import date, timedelta
from decimal import Decimal
from xml.etree.ElementTree import fromstring

import pytest

from billing.actions.credit_notes import credit_invoice
from billing.actions.exchange_rates import set_exchange_rate
from billing.actions.finalising import finalise
from billing.actions.scheduling import bill_what_is_due
from billing.documents.parts import Exchange, Quote
from billing.exchanging import NoExchangeRate
from billing.filing import drawn
from billing.models import Document, ExchangeRate, Invoice
from billing.queries.papers import paper_of
from billing.queries.proofs import faults
from billing.rating.checking import WrongTerms
from motorblok.kernel.errors import NotAllowed
from tests import cast
from tests.billing import agreed, norm
from tests.billing.billed import OCTOBER, drafted, final, noon, subscription
from tests.billing.missed import fay
from tests.billing.read_back import CAC, CBC, said_in
from tests.cast import OLGA

FINAL = noon(2026, 10, 4)
THAT_DAY = date(2026, 10, 4)


def in_dollars(acme, **said) -> Invoice:
    """The draft of 100 dollars and 21 of VAT, by a Dutch company unless said otherwise."""
    debtor = {"currency": "USD"} | said
    return drafted(subscription(acme, prices={"payroll": {}}, debtor=debtor), OCTOBER)


def made_final(draft: Invoice) -> Invoice:
    return finalise(draft.id, actor=OLGA, at=FINAL)


def rate(currency: str, per_euro: str, *, on: date = THAT_DAY, source: str = "European Central Bank") -> None:
    set_exchange_rate(
        currency, per_euro=Decimal(per_euro), published_on=on, source=source, actor=fay(), at=FINAL
    )


def stated(invoice: Invoice) -> tuple[str | None, list[tuple[str, str]]]:
    """The currency of accounting (BT-6), and each sum of VAT with its currency, of the UBL that is kept."""
    kept = bytes(Document.objects.get(invoice=invoice, format="ubl").content)
    assert norm.broken(kept) == set()
    assert norm.fits_the_schema(kept)
    xml = fromstring(kept)
    sums = [(each.text, each.get("currencyID")) for each in xml.iterfind(f"{CAC}TaxTotal/{CBC}TaxAmount")]
    return xml.findtext(f"{CBC}TaxCurrencyCode"), sums


def test_vat_in_dollars_is_also_stated_in_euros_with_its_rate_in_every_file(acme):
    rate("USD", "1.0845")
    invoice = made_final(in_dollars(acme))

    assert stated(invoice) == ("EUR", [("21.00", "USD"), ("19.36", "EUR")])
    assert "VAT in EUR: €19.36, at 1 EUR = 1.0845 USD (European Central Bank, 4 October 2026)." in said_in(
        drawn(invoice, "pdf")
    )
    assert faults(invoice) == []


def test_the_pages_of_the_invoice_say_it_too(acme):
    rate("USD", "1.0845")
    invoice = made_final(in_dollars(acme))

    ours = cast.browser(cast.fay()).get(f"/billing/invoices/{invoice.id}/").content.decode()
    theirs = cast.browser(cast.ann()).get(f"/billing/invoices/{invoice.id}/").content.decode()
    assert "VAT in EUR: €19.36, at 1 EUR = 1.0845 USD" in ours
    assert "Btw in EUR: €\N{NO-BREAK SPACE}19,36, tegen 1 EUR = 1,0845 USD" in theirs


def test_the_sentence_is_dutch_for_who_reads_dutch(acme):
    rate("USD", "1.0845")
    invoice = made_final(in_dollars(acme, language="nl"))

    assert "Btw in EUR: € 19,36, tegen 1 EUR = 1,0845 USD" in said_in(drawn(invoice, "pdf"))


def test_without_a_rate_it_stays_a_draft_and_the_run_says_why(acme):
    in_dollars(acme)
    done = bill_what_is_due(at=FINAL)

    assert Invoice.objects.get().state == "draft"
    (failure,) = done.failures
    assert "The VAT of $21.00 must also be stated in EUR" in failure.words
    assert "no exchange rate of USD from the week up to 4 October 2026" in failure.words


def test_a_rate_makes_the_draft_final_in_the_next_run(acme):
    in_dollars(acme)
    bill_what_is_due(at=FINAL)
    rate("USD", "1.0845")
    done = bill_what_is_due(at=FINAL + timedelta(hours=1))

    assert (done.finalised, done.failures) == (1, ())
    assert Invoice.objects.get().number == "MB-2026-000001"


@pytest.mark.parametrize(("age", "holds"), [(0, True), (6, True), (7, False), (-1, False)])
def test_the_newest_rate_of_the_week_up_to_the_day_of_issue_holds(acme, age, holds):
    ExchangeRate.objects.create(
        currency="USD", published_on=THAT_DAY - timedelta(days=age), per_euro=Decimal(2), source="a bank"
    )
    rate("USD", "1.0845", on=THAT_DAY - timedelta(days=20))
    draft = in_dollars(acme)

    if holds:
        assert stated(made_final(draft))[1][1] == ("10.50", "EUR")
    else:
        with pytest.raises(NoExchangeRate):
            made_final(draft)


@pytest.mark.parametrize(
    "said",
    [
        {"currency": "EUR"},
        {"treatment": "exempt"},
        {"treatment": "outside_eu", "country": "US", "vat_number": ""},
        {"treatment": "reverse_charge", "country": "BE", "vat_number": "BE0403019261"},
    ],
)
def test_without_vat_and_in_the_own_currency_nothing_is_stated_and_no_rate_needed(acme, said):
    invoice = made_final(in_dollars(acme, **said))

    assert invoice.exchange == {}
    assert stated(invoice)[0] is None


@pytest.mark.parametrize(
    ("country", "number", "expected"),
    [
        ("GB", "GB980780684", ("GBP", [("20.00", "USD"), ("15.51", "GBP")])),
        ("SE", "SE556703748501", ("SEK", [("25.00", "USD"), ("262.79", "SEK")])),
        ("DE", "DE136695976", ("EUR", [("19.00", "USD"), ("17.52", "EUR")])),
    ],
)
def test_each_seller_states_it_in_the_currency_of_its_country(acme, country, number, expected):
    seller = agreed.legal_entity(prefix="X-", country=country, vat_number=number, is_default=False)
    agreed.legal_entity()
    agreed.rates(THAT_DAY)
    rate("SEK", "11.4")

    assert stated(made_final(in_dollars(acme, legal_entity=seller))) == expected


def test_a_credit_note_is_stated_by_the_rate_of_its_invoice(acme):
    rate("USD", "1.0845")
    invoice = made_final(in_dollars(acme))
    rate("USD", "1.5", on=date(2026, 10, 2))
    said = {"reason_en": "A mistake", "reason_nl": "Een vergissing"}
    note = credit_invoice(invoice.id, amounts={1: 10_000}, **said, actor=fay(), at=FINAL + timedelta(days=60))

    assert note.exchange == invoice.exchange
    assert stated(note) == ("EUR", [("21.00", "USD"), ("19.36", "EUR")])


def test_a_rate_that_is_corrected_later_changes_no_final_invoice(acme):
    rate("USD", "1.0845")
    invoice = made_final(in_dollars(acme))
    rate("USD", "1.2")

    assert paper_of(Invoice.objects.get()).own_vat == 1936
    assert faults(Invoice.objects.get(id=invoice.id)) == []


def test_an_invoice_from_before_the_rates_is_the_paper_that_it_was(acme):
    invoice = final(subscription(acme, debtor={"currency": "USD", "treatment": "exempt"}), OCTOBER)

    assert (paper_of(invoice).exchange, paper_of(invoice).own_vat) == (None, None)


@pytest.mark.parametrize(("vat", "euros"), [(1, 1), (0, 0), (-2100, -1936), (10_845, 10_000), (54, 50)])
def test_it_is_rounded_once_half_away_from_nothing(vat, euros):
    quote = Quote(currency="USD", per_euro=Decimal("1.0845"), on=THAT_DAY, source="a bank")

    assert Exchange(currency="EUR", quotes=(quote,)).worth(vat, currency="USD") == euros


def test_a_rate_is_set_once_and_corrected_by_finance_alone(public, book):
    rate("USD", "1.0845")
    rate("USD", "1.0845")
    rate("USD", "1.0846", source="De Nederlandsche Bank")

    assert [str(each) for each in ExchangeRate.objects.all()] == ["1 EUR = 1.084600 USD on 2026-10-04"]
    assert [each for each in book.kinds() if "exchange" in each] == ["billing.exchange_rate.set"] * 2
    with pytest.raises(NotAllowed):
        set_exchange_rate(
            "USD", per_euro=Decimal(1), published_on=THAT_DAY, source="me", actor=cast.RITA, at=FINAL
        )


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"currency": "EUR"}, "currency"),
        ({"currency": "XXX"}, "currency"),
        ({"per_euro": "0"}, "per_euro"),
        ({"per_euro": "-1"}, "per_euro"),
        ({"per_euro": "1.0000001"}, "per_euro"),
        ({"per_euro": "NaN"}, "per_euro"),
        ({"on": date(2026, 10, 5)}, "published_on"),
        ({"source": "  "}, "source"),
    ],
)
def test_what_is_no_rate_is_refused(public, said, field):
    with pytest.raises(WrongTerms) as refusal:
        rate(**({"currency": "USD", "per_euro": "1.0845"} | said))

    assert refusal.value.field == field
    assert not ExchangeRate.objects.exists()
