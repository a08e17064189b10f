"""Lines of credits: minus one times the sum, in the service line and VAT category that the credit belongs to; one that is
taken back is charged again."""

from billing.money import Money, major
from billing.periods import Period
from billing.rating.fees import sign
from billing.rating.shapes import Credit, Line, Step, Terms
from billing.rating.wording import Words, step


def credited(credit: Credit, terms: Terms, *, period: Period) -> Line:
    """The line of one credit; its `refs` lead to the evidence."""
    amount = credit.amount if credit.is_taken_back else -credit.amount
    return Line(
        code=credit.code,
        name_en=credit.reason_en,
        name_nl=credit.reason_nl,
        service_line=credit.service_line,
        kind="credit",
        quantity=sign(amount),
        unit="sum",
        unit_price=major(credit.amount, currency=terms.currency),
        amount=amount,
        vat_category=credit.vat_category,
        period=period,
        explanation=(_why(credit, terms),),
        refs=(f"evidence:{credit.evidence}",) if credit.evidence else (),
    )


def _why(credit: Credit, terms: Terms) -> Step:
    reason, amount = Words(credit.reason_en, credit.reason_nl), Money(credit.amount, terms.currency)
    if credit.is_taken_back:
        return step(
            "{reason}: the {amount} that was taken off before is charged again.",
            "{reason}: de eerder gecrediteerde {amount} wordt opnieuw berekend.",
            reason=reason,
            amount=amount,
        )
    return step(
        "{reason}: {amount} is taken off.", "{reason}: {amount} gaat eraf.", reason=reason, amount=amount
    )
