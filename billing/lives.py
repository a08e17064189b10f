"""The life of a debtor as a table: from where what leads to where. Whatever is not in it does not happen."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from billing.models import Life
from billing.rating.wording import Words
from billing.refusing import Refused


class Cause(StrEnum):
    """Why a debtor moves on in its life."""

    BEGAN_TRIAL = "began_trial"
    BEGAN = "began"
    TRIAL_ENDED = "trial_ended"
    OVERDUE = "overdue"
    STILL_OVERDUE = "still_overdue"
    CONFIRMED = "confirmed"
    LIFTED = "lifted"
    PAID = "paid"
    ENDED = "ended"
    ARCHIVED = "archived"
    ERASED = "erased"


MOVES: Mapping[tuple[str, Cause], Life] = {
    (Life.DRAFT, Cause.BEGAN_TRIAL): Life.TRIALING,
    (Life.DRAFT, Cause.BEGAN): Life.ACTIVE,
    (Life.TRIALING, Cause.TRIAL_ENDED): Life.ACTIVE,
    (Life.ACTIVE, Cause.OVERDUE): Life.PAST_DUE,
    (Life.PAST_DUE, Cause.STILL_OVERDUE): Life.GRACE,
    (Life.GRACE, Cause.CONFIRMED): Life.SUSPENDED,
    (Life.SUSPENDED, Cause.LIFTED): Life.GRACE,
    (Life.PAST_DUE, Cause.PAID): Life.ACTIVE,
    (Life.GRACE, Cause.PAID): Life.ACTIVE,
    (Life.SUSPENDED, Cause.PAID): Life.ACTIVE,
    (Life.TRIALING, Cause.ENDED): Life.CANCELLED,
    (Life.ACTIVE, Cause.ENDED): Life.CANCELLED,
    (Life.PAST_DUE, Cause.ENDED): Life.CANCELLED,
    (Life.GRACE, Cause.ENDED): Life.CANCELLED,
    (Life.SUSPENDED, Cause.ENDED): Life.CANCELLED,
    (Life.CANCELLED, Cause.BEGAN_TRIAL): Life.TRIALING,
    (Life.CANCELLED, Cause.BEGAN): Life.ACTIVE,
    (Life.CANCELLED, Cause.ARCHIVED): Life.EXPORTED,
    (Life.EXPORTED, Cause.BEGAN_TRIAL): Life.TRIALING,
    (Life.EXPORTED, Cause.BEGAN): Life.ACTIVE,
    (Life.EXPORTED, Cause.ARCHIVED): Life.EXPORTED,
    (Life.EXPORTED, Cause.ERASED): Life.ERASED,
}

DOWN = frozenset({Cause.OVERDUE, Cause.STILL_OVERDUE, Cause.CONFIRMED})
"""What is held against a debtor: it never happens while we are not sure of our own books."""

READ_ONLY = frozenset({Life.SUSPENDED, Life.CANCELLED, Life.EXPORTED})
"""In these a client reads, exports and pays, and nothing is taken from it any more."""

KEEPS_ONLY = frozenset({Life.PAST_DUE, Life.GRACE, *READ_ONLY})
"""In these a client keeps what it has, and gets no new seats and service lines."""

LATE = frozenset({Life.PAST_DUE, Life.GRACE, Life.SUSPENDED})
"""In these it owes what is overdue."""

NAMES: Mapping[str, Words] = {
    Life.DRAFT: Words("not begun", "niet begonnen"),
    Life.TRIALING: Words("on trial", "op proef"),
    Life.ACTIVE: Words("active", "actief"),
    Life.PAST_DUE: Words("payment overdue", "betaling te laat"),
    Life.GRACE: Words("last reminder", "laatste herinnering"),
    Life.SUSPENDED: Words("suspended", "opgeschort"),
    Life.CANCELLED: Words("ended", "beëindigd"),
    Life.EXPORTED: Words("ended, archive handed over", "beëindigd, archief overgedragen"),
    Life.ERASED: Words("erased", "gewist"),
}


class NoSuchMove(Refused):
    """From where the debtor is, this leads nowhere."""

    code = "no-such-move"
    status = 409


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides how a debtor moves on by itself: the trial, the subscription, the days since what is due was due."""

    is_trial_over: bool = False
    has_ended: bool = False
    days_late: int = 0


def after(life: str, cause: Cause) -> Life:
    """Where a cause leads. Raises NoSuchMove."""
    if (life, cause) not in MOVES:
        name = NAMES[life]
        raise NoSuchMove(
            f"This cannot be done with a client that is: {name.en}.",
            f"Dit kan niet bij een klant met de status: {name.nl}.",
        )
    return MOVES[life, cause]


def next_cause(life: str, found: Situation, *, grace_after: int) -> Cause | None:
    """What moves a debtor on by itself, if anything; a suspension never does: that takes a person."""
    if found.has_ended and (life, Cause.ENDED) in MOVES:
        return Cause.ENDED
    if not found.days_late and (life, Cause.PAID) in MOVES:
        return Cause.PAID
    if life == Life.TRIALING and found.is_trial_over:
        return Cause.TRIAL_ENDED
    if life == Life.ACTIVE and found.days_late:
        return Cause.OVERDUE
    if life == Life.PAST_DUE and found.days_late >= grace_after:
        return Cause.STILL_OVERDUE
    return None
