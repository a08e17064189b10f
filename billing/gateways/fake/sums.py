"""The sums of a pretended invoice, counted anew by the gateway as a real one would, to be compared with ours."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from billing.gateways.port import FlatPrice, IssueLine, Mismatch
from billing.money import half_up

Line = Mapping[str, Any]


def line_of(line: IssueLine | FlatPrice) -> Line:
    """A line as it is kept: sums as they are, the percentage as text."""
    is_flat = isinstance(line, FlatPrice)
    return {
        "code": line.code,
        "description": line.name if isinstance(line, FlatPrice) else line.description,
        "amount": line.amount * line.quantity if isinstance(line, FlatPrice) else line.amount,
        "percent": str(line.vat_percent),
        "vat_code": line.vat_code,
        "flat": is_flat or (isinstance(line, IssueLine) and line.flat),
    }


def net_and_vat(lines: Iterable[Line]) -> tuple[int, int]:
    """The sum, and VAT by rate on the sum of its lines, rounded half up once each (EN 16931 BR-CO-17)."""
    bases: dict[tuple[str, str], int] = defaultdict(int)
    for line in lines:
        bases[_rate(line)] += line["amount"]
    vat = sum(half_up(Fraction(base) * Fraction(percent) / 100) for (percent, _), base in bases.items())
    return sum(bases.values()), vat


def rates(lines: Iterable[Line]) -> set[tuple[str, str]]:
    """The rates of VAT, with their codes, that the lines bear."""
    return {_rate(line) for line in lines}


def require_flat(held: Sequence[Line], wanted: Sequence[Line], *, asked: Sequence[Sequence[Line]]) -> None:
    """Raises Mismatch where the flat fees on the gateway's draft are neither those on our invoice nor any that were asked for."""
    ours = [line for line in wanted if line["flat"]]
    if _charges(held) not in [_charges(fees) for fees in (ours, *asked)]:
        raise Mismatch(_differences(_by_code(ours), _by_code(held)))


def require_equal(ours: Mapping[str, object], theirs: Mapping[str, object]) -> None:
    """Raises Mismatch with what is not the same."""
    differences = {name: (ours[name], theirs[name]) for name in ours if ours[name] != theirs[name]}
    if differences:
        raise Mismatch(differences)


def _charges(lines: Iterable[Line]) -> Counter[tuple[str, int]]:
    return Counter((line["code"], line["amount"]) for line in lines if line["amount"])


def _by_code(lines: Iterable[Line]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[line["code"]] += line["amount"]
    return sums


def _differences(ours: Mapping[str, int], theirs: Mapping[str, int]) -> dict[str, tuple[object, object]]:
    pairs = {f"flat {code}": (ours.get(code, 0), theirs.get(code, 0)) for code in sorted({*ours, *theirs})}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _rate(line: Line) -> tuple[str, str]:
    return f"{Fraction(line['percent'])}", str(line["vat_code"])
