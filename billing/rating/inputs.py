"""All that rating is given, as one value: written down with an invoice, and read back to count it again to the byte."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Self, get_args, get_origin, get_type_hints

from billing.periods import Period
from billing.rating.canonical import canonical
from billing.rating.rate import RULES, rate
from billing.rating.shapes import Change, Credit, Rated, TaxProfile, Terms, Usage
from billing.rating.usage import summed


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What `rate` was given, and the version of its rules."""

    terms: Terms
    period: Period
    tax: TaxProfile
    usage_period: Period
    usage: tuple[Usage, ...] = ()
    credits: tuple[Credit, ...] = ()
    changes: tuple[Change, ...] = ()
    rules: int = RULES

    def rated(self) -> Rated:
        """What it comes to. Raises a Refused for what cannot be billed."""
        return rate(
            self.terms,
            period=self.period,
            usage=self.usage,
            credits=self.credits,
            tax=self.tax,
            usage_period=self.usage_period,
            changes=self.changes,
        )

    def as_bytes(self) -> bytes:
        """The inputs as they are kept (RFC 8785); usage is kept added up."""
        return canonical({name: getattr(self, name) for name in _NAMES} | {"usage": summed(self.usage)})

    @classmethod
    def read(cls, content: bytes) -> Self:
        """The inputs that `as_bytes` wrote."""
        kept = json.loads(content)
        return cls(**{name: restored(_hints(Inputs)[name], kept[name]) for name in _NAMES})


_NAMES = ("terms", "period", "tax", "usage_period", "usage", "credits", "changes", "rules")


def restored(kind: Any, plain: Any) -> Any:
    """A value of that type from the JSON that `canonical` made of it."""
    if plain is None or kind in (str, int, bool):
        return plain
    if kind is Decimal:
        return Decimal(plain)
    if kind is date:
        return date.fromisoformat(plain)
    if is_dataclass(kind) and isinstance(kind, type):
        return kind(**{name: restored(hint, plain[name]) for name, hint in _hints(kind).items()})
    return _of_many(get_origin(kind), get_args(kind), plain)


def _of_many(origin: Any, inner: tuple[Any, ...], plain: Any) -> Any:
    if origin is UnionType:
        return restored(next(each for each in inner if each is not type(None)), plain)
    if origin is tuple:
        return tuple(restored(inner[0], each) for each in plain)
    if origin is Mapping:
        return {key: restored(inner[1], each) for key, each in plain.items()}
    return plain


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
