"""What a check found: a line for a person, and the same for a machine."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How something stands. Only `failed` makes the whole fail."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """How something stands, why, and what to do about it."""

    verdict: Verdict
    words: str
    remedy: str = ""


def ok(words: str) -> Finding:
    """It is as it should be."""
    return Finding(Verdict.OK, words)


def warning(words: str, remedy: str) -> Finding:
    """It works, and may not for long or not for all."""
    return Finding(Verdict.WARNING, words, remedy)


def failed(words: str, remedy: str) -> Finding:
    """It does not work."""
    return Finding(Verdict.FAILED, words, remedy)


def skipped(words: str) -> Finding:
    """There is nothing to look at."""
    return Finding(Verdict.SKIPPED, words)


def listed(names: list[str], *, most: int = 3) -> str:
    """The first of them, and how many there are beside."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
