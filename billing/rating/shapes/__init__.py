"""What rating is given and what it answers: frozen values that know no table."""

from billing.rating.shapes.answered import Kind, Line, Rated, Step, TaxLine, Unit
from billing.rating.shapes.given import (
    ZERO,
    Change,
    Credit,
    Index,
    Interval,
    Model,
    PriceItem,
    SeatRule,
    Subscribed,
    TaxProfile,
    Terms,
    Tier,
    TierMode,
    Treatment,
    Usage,
)

__all__ = [
    "ZERO",
    "Change",
    "Credit",
    "Index",
    "Interval",
    "Kind",
    "Line",
    "Model",
    "PriceItem",
    "Rated",
    "SeatRule",
    "Step",
    "Subscribed",
    "TaxLine",
    "TaxProfile",
    "Terms",
    "Tier",
    "TierMode",
    "Treatment",
    "Unit",
    "Usage",
]
