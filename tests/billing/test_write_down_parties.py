"""Who invoices and who pays: addresses, numbers and how VAT is charged are checked before the first invoice."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from billing.actions.debtors import DebtorExists, NoLegalEntity, change_debtor, register_debtor
from billing.actions.legal_entities import set_legal_entity
from billing.actions.tax_rates import set_tax_rate
from billing.addresses import DebtorDetails, WrongTreatment
from billing.bank_accounts import Account
from billing.models import Debtor, LegalEntity, TaxRate
from billing.money import OtherCurrency, UnknownCurrency
from billing.rating.checking import WrongTerms
from billing.rating.taxes import NoVatNumber
from billing.seeds import vat_rates
from billing.terms import tax_of
from billing.vat_numbers import UNION, WrongIban, iban, vat_number
from motorblok.kernel.errors import NotFound
from motorblok.kernel.ids import new_id
from tests.billing import deals
from tests.billing.deals import BAKERIES, BANK, BY, MOTORBLOK

BELGIAN = replace(BAKERIES, country="BE", vat_number="BE 0428.759.497", treatment="reverse_charge")


@pytest.mark.parametrize(
    ("written", "country", "kept"),
    [
        ("nl 1234.56.789.b13", "NL", "NL123456789B13"),
        ("DE136695976", "DE", "DE136695976"),
        ("EL094259216", "GR", "EL094259216"),
        ("FR83404833048", "FR", "FR83404833048"),
        ("GB980780684", "GB", "GB980780684"),
        ("XI980780684", "GB", "XI980780684"),
        ("CHE123456788", "CH", "CHE123456788"),
        ("", "NL", ""),
    ],
)
def test_a_vat_number_is_kept_without_its_spaces(written, country, kept):
    assert vat_number(written, country=country) == kept


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("NL123456789B14", "NL"),
        ("123456789B13", "NL"),
        ("DE136695975", "DE"),
        ("BE0428759497", "NL"),
        ("GR094259216", "GR"),
        ("GB980780685", "GB"),
        ("A" * 21, "US"),
        ("US<script>", "US"),
    ],
)
def test_a_vat_number_that_cannot_be_one_of_the_country_is_refused(written, country):
    with pytest.raises(NoVatNumber) as refused:
        vat_number(written, country=country)

    assert refused.value.field == "vat_number"


def test_an_account_number_has_right_check_digits():
    assert iban("nl91 abna 0417 1643 00") == "NL91ABNA0417164300"

    with pytest.raises(WrongIban):
        iban("NL91ABNA0417164301")


@pytest.mark.usefixtures("public")
def test_a_company_is_changed_by_its_prefix_and_the_same_again_changes_nothing(book):
    for city in ("Amsterdam", "Amsterdam", "Utrecht"):
        set_legal_entity("MB-", address=replace(MOTORBLOK, city=city), account=BANK, **BY)

    assert LegalEntity.objects.get().city == "Utrecht"
    assert book.kinds() == ["billing.legal_entity.set"] * 2


@pytest.mark.usefixtures("public")
def test_the_first_company_is_the_default_until_another_is():
    set_legal_entity("A-", address=MOTORBLOK, account=BANK, **BY)
    set_legal_entity("B-", address=MOTORBLOK, account=BANK, **BY)
    assert LegalEntity.objects.get(is_default=True).prefix == "A-"

    set_legal_entity("B-", address=MOTORBLOK, account=replace(BANK, is_default=True), **BY)

    assert LegalEntity.objects.get(is_default=True).prefix == "B-"


@pytest.mark.usefixtures("public")
@pytest.mark.parametrize(
    ("prefix", "address", "account", "field"),
    [
        ("mb", {}, {}, "prefix"),
        ("MOTORBLOK-BV", {}, {}, "prefix"),
        ("MB-", {"legal_name": " "}, {}, "legal_name"),
        ("MB-", {"country": "NLD"}, {}, "country"),
        ("MB-", {"email": "nobody"}, {}, "email"),
        ("MB-", {"vat_number": "NL1"}, {}, "vat_number"),
        ("MB-", {}, {"iban": "NL00"}, "iban"),
        ("MB-", {}, {"bic": "ABN"}, "bic"),
        ("MB-", {}, {"time_zone": "Amsterdam"}, "time_zone"),
    ],
)
def test_a_company_that_cannot_invoice_is_not_written_down(prefix, address, account, field):
    usual = Account(iban="NL91ABNA0417164300")

    with pytest.raises((WrongTerms, NoVatNumber, WrongIban)) as refused:
        set_legal_entity(
            prefix, address=replace(MOTORBLOK, **address), account=replace(usual, **account), **BY
        )

    assert refused.value.field == field
    assert not LegalEntity.objects.exists()


@pytest.mark.usefixtures("public")
def test_no_two_companies_have_the_same_payment_references():
    set_legal_entity("MB-", address=MOTORBLOK, account=BANK, **BY)

    with pytest.raises(WrongTerms) as refused:
        set_legal_entity("MB", address=MOTORBLOK, account=BANK, **BY)

    assert (refused.value.field, LegalEntity.objects.count()) == ("prefix", 1)


def test_a_debtor_that_is_registered_twice_is_one(acme, book):
    deals.seller()

    first = register_debtor(acme, details=BAKERIES, **BY)
    second = register_debtor(acme, details=BAKERIES, **BY)

    assert first.pk == second.pk == acme.pk
    assert (first.life, first.legal_entity.prefix) == ("draft", "MB-")
    assert book.kinds() == ["billing.debtor.registered"]


def test_another_address_is_a_change_and_no_second_debtor(acme, book):
    deals.debtor(acme)

    with pytest.raises(DebtorExists):
        register_debtor(acme, details=replace(BAKERIES, city="Delft"), **BY)
    change_debtor(acme.pk, details=replace(BAKERIES, city="Delft"), **BY)
    change_debtor(acme.pk, details=replace(BAKERIES, city="Delft"), **BY)

    [_, change] = book.events()
    assert Debtor.objects.get().city == "Delft"
    assert b'"changed":["city"]' in bytes(change.leaf)
    assert b"Delft" not in bytes(change.leaf)


def test_nobody_is_a_debtor_before_there_is_a_company(acme):
    with pytest.raises(NoLegalEntity):
        register_debtor(acme, details=BAKERIES, **BY)
    with pytest.raises(NotFound):
        register_debtor(acme, details=BAKERIES, legal_entity_id=new_id(), **BY)


def test_vat_is_reversed_to_a_client_elsewhere_in_the_union(acme):
    made = deals.debtor(acme, BELGIAN)

    assert (made.vat_number, tax_of(made, on=date(2026, 1, 1)).treatment) == (
        "BE0428759497",
        "reverse_charge",
    )


@pytest.mark.parametrize(
    ("details", "error", "field"),
    [
        (replace(BELGIAN, vat_number=""), NoVatNumber, "vat_number"),
        (replace(BELGIAN, vat_number="BE0428759496"), NoVatNumber, "vat_number"),
        (replace(BAKERIES, treatment="reverse_charge"), WrongTreatment, "treatment"),
        (
            replace(BAKERIES, country="US", vat_number="", treatment="reverse_charge"),
            WrongTreatment,
            "treatment",
        ),
        (replace(BELGIAN, treatment="outside_eu"), WrongTreatment, "treatment"),
        (replace(BAKERIES, treatment="none"), WrongTerms, "treatment"),
        (replace(BAKERIES, currency="JPY"), UnknownCurrency, "currency"),
        (replace(BAKERIES, time_zone="CET+1"), WrongTerms, "time_zone"),
        (replace(BAKERIES, payment_days=121), WrongTerms, "payment_days"),
        (replace(BAKERIES, gateway="cheque"), WrongTerms, "payment_days"),
        (replace(BAKERIES, language="fr"), WrongTerms, "language"),
        (replace(BAKERIES, po_number="7" * 61), WrongTerms, "po_number"),
        (replace(BAKERIES, po_number="7\n8"), WrongTerms, "po_number"),
        (replace(BAKERIES, legal_name="Acme \u202eseirekaB"), WrongTerms, "legal_name"),
        (replace(BAKERIES, city="Den\x07Haag"), WrongTerms, "city"),
    ],
)
def test_a_debtor_who_cannot_be_invoiced_is_not_registered(acme, details, error, field):
    deals.seller()

    with pytest.raises(error) as refused:
        register_debtor(acme, details=details, **BY)

    assert refused.value.field == field
    assert not Debtor.objects.exists()


def test_a_name_is_written_in_any_direction(acme):
    deals.seller()

    made = register_debtor(acme, details=replace(BAKERIES, legal_name="مخبز أكمي"), **BY)

    assert made.legal_name == "مخبز أكمي"


def test_nobody_comes_to_pay_with_pretended_money_where_money_is_real(acme, settings):
    settings.DEVELOPMENT = settings.MOTORBLOK_DEMO = False
    deals.debtor(acme)

    with pytest.raises(WrongTerms) as refused:
        change_debtor(acme.pk, details=replace(BAKERIES, gateway="fake"), **BY)

    assert (refused.value.field, Debtor.objects.get().gateway) == ("gateway", "bank")


def test_who_paid_with_pretended_money_already_can_still_be_changed(acme, settings):
    settings.DEVELOPMENT = True
    deals.debtor(acme, replace(BAKERIES, gateway="fake"))
    settings.DEVELOPMENT = settings.MOTORBLOK_DEMO = False

    made = change_debtor(acme.pk, details=replace(BAKERIES, gateway="fake", city="Delft"), **BY)

    assert made.city == "Delft"


def test_vat_is_not_reversed_by_a_company_without_a_number(acme):
    set_legal_entity("MB-", address=replace(MOTORBLOK, vat_number=""), account=BANK, **BY)

    with pytest.raises(NoVatNumber):
        register_debtor(acme, details=BELGIAN, **BY)


def test_the_currency_stays_while_a_subscription_runs(acme):
    made = deals.running(acme, deals.plan())

    with pytest.raises(OtherCurrency):
        change_debtor(made.debtor_id, details=replace(BAKERIES, currency="GBP"), **BY)


def test_details_say_their_usual_values():
    said = {
        name: getattr(BAKERIES, name)
        for name in ("legal_name", "street", "postcode", "city", "country", "email")
    }

    assert DebtorDetails(**said).checked() == replace(BAKERIES, vat_number="")


@pytest.mark.usefixtures("public")
def test_the_rates_of_the_union_and_britain_are_known_from_the_start():
    known = set(TaxRate.objects.filter(category="standard").values_list("country", flat=True))

    assert known == UNION | {"GB"}
    assert TaxRate.objects.count() == len(list(vat_rates()))


@pytest.mark.usefixtures("public")
def test_a_rate_is_set_once_for_a_day_and_can_be_corrected(book):
    said = {"category": "standard", "from_on": date(2027, 1, 1), **BY}

    for percent in ("22", "22.000", "21.5"):
        set_tax_rate("NL", percent=Decimal(percent), **said)

    assert TaxRate.objects.get(country="NL", from_on=date(2027, 1, 1)).percent == Decimal("21.5")
    assert book.kinds() == ["billing.tax_rate.set"] * 2


@pytest.mark.usefixtures("public")
@pytest.mark.parametrize(
    ("country", "category", "percent"),
    [("nl", "standard", "21"), ("NL", "Standard Rate", "21"), ("NL", "standard", "101"), ("NL", "standard", "-1"),
     ("NL", "standard", "21.0001"), ("NL", "standard", "NaN")],
)  # fmt: skip
def test_a_rate_that_cannot_be_one_is_refused(country, category, percent):
    with pytest.raises(WrongTerms):
        set_tax_rate(country, category=category, percent=Decimal(percent), from_on=date(2027, 1, 1), **BY)
