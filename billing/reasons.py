"""Why somebody moved money: kept with what was done, and never empty."""

from billing.refusing import Refused

LONGEST = 300


class NoReasonGiven(Refused):
    """Whoever moves money, or lets it go, says why."""

    code = "no-reason"


def reason_given(text: str) -> str:
    """A reason as it is kept. Raises NoReasonGiven."""
    kept = text.replace("\x00", "").strip()
    if not kept or len(kept) > LONGEST:
        raise NoReasonGiven(
            "Say why, in at most 300 characters.", "Schrijf in hoogstens 300 tekens waarom.", field="reason"
        )
    return kept
