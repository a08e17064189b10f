"""Lines of credits: minus one times the sum, in the service line and VAT category that the credit belongs to."""

from decimal import Decimal

from billing.money import Money, major
from billing.periods import Period
from billing.rating.shapes import Credit, Line, Terms
from billing.rating.wording import Words, step


def credited(credit: Credit, terms: Terms, *, period: Period) -> Line:
    """The line of one credit; its `refs` lead to the evidence."""
    why = step(
        "{reason}: {amount} is taken off.",
        "{reason}: {amount} gaat eraf.",
        reason=Words(credit.reason_en, credit.reason_nl),
        amount=Money(credit.amount, terms.currency),
    )
    return Line(
        code=credit.code,
        name_en=credit.reason_en,
        name_nl=credit.reason_nl,
        service_line=credit.service_line,
        kind="credit",
        quantity=Decimal(-1),
        unit="sum",
        unit_price=major(credit.amount, currency=terms.currency),
        amount=-credit.amount,
        vat_category=credit.vat_category,
        period=period,
        explanation=(why,),
        refs=(f"evidence:{credit.evidence}",) if credit.evidence else (),
    )
