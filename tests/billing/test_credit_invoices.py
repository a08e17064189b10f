"""Credit notes by hand: per line, at the rate it was invoiced with, and never more than is left of it."""

from datetime import date

import pytest

from billing.actions.cancelling import cancel
from billing.actions.credit_notes import MoreThanInvoiced, credit_invoice
from billing.holding import NotFinal
from billing.models import Document, TaxRate
from billing.queries.proofs import regenerate
from motorblok.kernel.errors import NotAllowed
from tests import cast
from tests.billing.billed import NOVEMBER, OCTOBER, drafted, final, noon, subscription, used
from tests.billing.missed import actor, fay
from tests.cast import OLGA

AT = noon(2026, 11, 10)


def credit(invoice, **amounts):
    taken = {int(name.removeprefix("line_")): amount for name, amount in amounts.items()}
    said = {"reason_en": "Correction", "reason_nl": "Correctie"}
    return credit_invoice(invoice.id, amounts=taken, actor=fay(), at=AT, **said)


def invoiced(client):
    of = subscription(client)
    final(of, OCTOBER)
    used(of, noon(2026, 10, 5), 3)
    return final(of, NOVEMBER)


def test_lines_are_credited_at_the_rate_they_had(acme):
    invoice = invoiced(acme)
    TaxRate.objects.filter(country="NL", category="standard").update(percent=25)
    note = credit(invoice, line_1=2_500, line_2=600)

    assert (note.number, note.net, note.vat) == ("MB-2026-C000001", -3_100, -651)
    assert set(note.lines.values_list("reduces", "amount")) == {(1, -2_500), (2, -600)}
    assert note.lines.get(reduces=1).name_en == "Correction: Payroll"


def test_a_credit_note_settles_what_is_owed(acme):
    invoice = invoiced(acme)
    note = credit(invoice, line_1=10_000)
    invoice.refresh_from_db()

    assert (invoice.owed, note.owed) == (726, 0)


def test_a_credit_note_is_filed_and_can_be_counted_again(acme):
    note = credit(invoiced(acme), line_1=1)

    assert b"CreditNote" in bytes(Document.objects.get(invoice=note).content)
    assert regenerate(note) == bytes(note.rated)


@pytest.mark.parametrize("amounts", [{"line_1": 10_001}, {"line_1": 0}, {"line_1": -5}, {"line_9": 1}])
def test_no_more_is_credited_than_was_invoiced(acme, amounts):
    with pytest.raises(MoreThanInvoiced):
        credit(invoiced(acme), **amounts)


def test_what_was_credited_before_is_gone(acme):
    invoice = invoiced(acme)
    credit(invoice, line_1=9_000)

    with pytest.raises(MoreThanInvoiced, match=r"€10\.00 is left"):
        credit(invoice, line_1=1_001)


def test_what_was_given_back_without_naming_a_line_is_not_credited_once_more(acme):
    of = subscription(acme)
    invoice = final(of, OCTOBER)
    cancel(of.pk, on=date(2026, 10, 17), actor=OLGA, at=noon(2026, 10, 10))
    back = final(of, OCTOBER, purpose="final", at=noon(2026, 10, 20))

    with pytest.raises(MoreThanInvoiced, match=r"€51\.61 is left to credit of MB-2026-000001 in all"):
        credit(invoice, line_1=5_162)

    assert (back.corrects, back.net) == (invoice, -4_839)
    assert credit(invoice, line_1=5_161).net == -5_161


def test_only_what_is_final_is_credited(acme):
    of = subscription(acme)

    with pytest.raises(NotFinal):
        credit(drafted(of, OCTOBER), line_1=1)


def test_only_owner_and_finance_credit(acme):
    invoice, sam = invoiced(acme), actor(cast.sam())

    with pytest.raises(NotAllowed):
        credit_invoice(invoice.id, amounts={1: 1}, reason_en="", reason_nl="", actor=sam, at=AT)
