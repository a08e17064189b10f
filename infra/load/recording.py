"""What was asked, when it should have begun, how long it took from then on, and what went wrong."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil


@dataclass(frozen=True, slots=True)
class Sample:
    """One request. `due` is when it should have left, in seconds of the run; `seconds` count from then to the last byte.

    `status` is 0 where no answer came. `wrong` says what is wrong with the answer; empty where nothing is.
    """

    kind: str
    due: float
    seconds: float
    status: int
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """Something that was sent to be kept: `mark` stands in it, and nowhere else. `status` is the answer; 0 for none."""

    company: int
    mark: str
    status: int

    @property
    def is_accepted(self) -> bool:
        """Whether somebody was told that it is kept."""
        return 200 <= self.status < 400


@dataclass(slots=True)
class Record:
    """Everything of a run."""

    samples: list[Sample] = field(default_factory=list)
    writings: list[Writing] = field(default_factory=list)

    def wrongs(self) -> Counter[str]:
        """What went wrong, and how often."""
        return Counter(f"{each.kind}: {each.wrong}" for each in self.samples if each.wrong)

    def by_kind(self) -> dict[str, list[float]]:
        """The seconds of the requests that were answered well, by kind."""
        found: dict[str, list[float]] = defaultdict(list)
        for each in self.samples:
            if not each.wrong:
                found[each.kind].append(each.seconds)
        return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class Spread:
    """How long some requests took, in milliseconds."""

    count: int
    p50: float
    p95: float
    p99: float
    longest: float


def spread(seconds: Iterable[float]) -> Spread:
    """Of at least one request."""
    taken = sorted(each * 1000 for each in seconds)
    return Spread(len(taken), at(taken, 0.5), at(taken, 0.95), at(taken, 0.99), taken[-1])


def at(values: Sequence[float], part: float) -> float:
    """The value below which this part of the sorted values lies (nearest rank)."""
    return values[max(0, ceil(part * len(values)) - 1)]
