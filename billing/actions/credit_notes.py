"""Credit notes: taking off from the lines of a final invoice, each at the VAT rate that it was invoiced with."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from billing.actions.issuing import make_final
from billing.actions.standing import in_book_of
from billing.drafting import fill
from billing.finance import must_be_finance
from billing.holding import hold_invoice
from billing.models import Invoice
from billing.money import Money
from billing.queries.credited import invoice_of, left_of, rooms
from billing.rating.inputs import Inputs
from billing.rating.shapes import Credit, Terms
from billing.rating.wording import spoken
from billing.refusing import Refused
from motorblok.kernel.actors import Actor

NEVER = date.min


class MoreThanInvoiced(Refused):
    """More was to be credited than is left of a line."""

    code = "more-than-invoiced"


def credit_invoice(
    invoice_id: UUID,
    *,
    amounts: Mapping[int, int],
    reason_en: str,
    reason_nl: str,
    actor: Actor,
    at: datetime,
) -> Invoice:
    """A final credit note that takes these sums (minor units, above 0, by position of the line) off an invoice.

    What is still owed of the invoice is settled by it. Raises NotFound, NotAllowed unless the actor is in finance,
    NotFinal, MoreThanInvoiced, and what `paper_of` raises.
    """
    must_be_finance(actor)
    found = invoice_of(invoice_id)
    with in_book_of(found.debtor, closed_too=True):
        corrected = hold_invoice(found)
        lines = {line.position: line for line in corrected.lines.all()}
        left = rooms(corrected, lines.values())
        for position, amount in amounts.items():
            _require_room(position, amount, left.get(position, 0), corrected)
        _require_room_in_all(sum(amounts.values()), corrected)
        credits = [
            Credit(
                code=lines[position].code,
                reason_en=f"{reason_en}: {lines[position].name_en}"[:200],
                reason_nl=f"{reason_nl}: {lines[position].name_nl}"[:200],
                service_line=lines[position].service_line,
                amount=amount,
                vat_category=lines[position].vat_category,
                evidence=f"line:{position}",
            )
            for position, amount in amounts.items()
        ]
        return note_on(corrected, credits, list(amounts), actor=actor, at=at)


def note_on(
    corrected: Invoice, credits: Sequence[Credit], positions: Sequence[int], *, actor: Actor, at: datetime
) -> Invoice:
    """A final credit note of these credits, each on the line at its position of an invoice that the caller holds.

    It is rated as every invoice is: by what the corrected one was given, with nothing in force but the credits.
    """
    given = Inputs.read(bytes(corrected.inputs))
    inputs = replace(given, terms=_empty(given.terms), usage=(), changes=(), credits=tuple(credits))
    note = Invoice(
        debtor=corrected.debtor,
        legal_entity=corrected.legal_entity,
        subscription=corrected.subscription,
        kind=Invoice.Kind.CREDIT_NOTE,
        purpose=Invoice.Purpose.CREDIT,
        corrects=corrected,
        period_start_on=corrected.period_start_on,
        period_end_on=corrected.period_end_on,
        period_key=corrected.period_key,
        currency=corrected.currency,
        gateway=corrected.gateway,
        made_at=at,
    )
    reduces = {
        f"evidence:{each.evidence}": position for each, position in zip(credits, positions, strict=True)
    }
    fill(note, inputs, inputs.rated(), reduces=reduces)
    make_final(note, actor=actor, at=at)
    return note


def _empty(terms: Terms) -> Terms:
    """The same agreement with nothing in force: no fee, no minimum and no discount comes of it."""
    items = tuple(replace(sub, from_on=NEVER, until_on=NEVER) for sub in terms.items)
    return replace(terms, items=items, minimum=None, discount_percent=terms.discount_percent * 0)


def _require_room_in_all(amount: int, corrected: Invoice) -> None:
    if amount > left_of(corrected):
        left = Money(left_of(corrected), corrected.currency)
        raise MoreThanInvoiced(
            f"{spoken(left, 'en')} is left to credit of {corrected.number} in all: "
            "the rest was given back by other credit notes.",
            f"Van {corrected.number} kan in totaal nog {spoken(left, 'nl')} worden gecrediteerd: "
            "de rest is al met andere creditnota's teruggegeven.",
        )


def _require_room(position: int, amount: int, room: int, corrected: Invoice) -> None:
    if not 0 < amount <= room:
        left, asked = Money(room, corrected.currency), Money(amount, corrected.currency)
        raise MoreThanInvoiced(
            f"{spoken(left, 'en')} is left to credit of line {position} of {corrected.number}; "
            f"{spoken(asked, 'en')} cannot be.",
            f"Van regel {position} van {corrected.number} kan nog {spoken(left, 'nl')} worden gecrediteerd; "
            f"{spoken(asked, 'nl')} kan niet.",
            field=f"line-{position}",
        )
