"""A plan as it is drawn up, before it is kept: its fields, and what cannot be meant by them."""

from dataclasses import dataclass

from billing.money import OFFERED, UnknownCurrency
from billing.pricing import check_code, check_name
from billing.rating.checking import WrongTerms

LONGEST_TRIAL = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """What a plan is drawn up with; `interval_months` is 1 or 12. It stays so: another currency is another plan."""

    code: str
    name_en: str
    name_nl: str
    currency: str
    interval_months: int = 1
    trial_days: int = 0


def check(draft: PlanDraft) -> None:
    """Raises WrongTerms, UnknownCurrency."""
    check_code(draft.code)
    check_name(draft.name_en, field="name_en")
    check_name(draft.name_nl, field="name_nl")
    if draft.currency not in OFFERED:
        raise UnknownCurrency(
            f"A plan is in {', '.join(OFFERED)}.",
            f"Een tariefplan is in {', '.join(OFFERED)}.",
            field="currency",
        )
    if draft.interval_months not in (1, 12) or not 0 <= draft.trial_days <= LONGEST_TRIAL:
        raise WrongTerms(
            "A plan is billed by month or by year, and its trial has at most 366 days.",
            "Een tariefplan wordt per maand of per jaar gefactureerd en de proef duurt hoogstens 366 dagen.",
            field="interval_months",
        )
