"""Reads settings from the environment once, typed, refusing nonsense and listing all that is wrong at once."""

import os
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import available_timezones

TRUTHS = {"1": True, "0": False, "true": True, "false": False, "yes": True, "no": False}

NUMBER = re.compile(r"-?[0-9]{1,30}")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
PREFIX = "MOTORBLOK_"
# What is read by others than the settings: `run`, the supervisor's mark on its children, the tests, the compose file.
ELSEWHERE = frozenset(
    {
        *("MOTORBLOK_LISTEN", "MOTORBLOK_WEB_WORKERS", "MOTORBLOK_WORKERS"),
        *("MOTORBLOK_RUN", "MOTORBLOK_REAL_LOG", "MOTORBLOK_FORBID_SKIPS"),
        *("MOTORBLOK_ACME_EMAIL", "MOTORBLOK_IMAGE"),
        *("MOTORBLOK_BACKUPS", "MOTORBLOK_POSTGRES_PROGRAMS"),
    }
)

problems: list[str] = []
known: set[str] = set()


def text(name: str, default: str | None = None) -> str:
    """The value of a variable, or of the file that NAME_FILE points at; without a default it must be given."""
    known.add(name)
    given, path = os.environ.get(name, "").strip(), os.environ.get(f"{name}_FILE")
    if given and path:
        problems.append(f"{name} and {name}_FILE are both given: keep one of them.")
    if path and not given:
        given = _contents(path, name=name)
    elif not given and default is None:
        problems.append(f"{name} is missing.")
    if CONTROL.search(given):
        problems.append(f"{name} must be one line, without signs that cannot be seen.")
        return default or ""
    return given or default or ""


def is_given(name: str) -> bool:
    """Whether the environment gives a value, or names a file with it."""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def flag(name: str, default: bool) -> bool:
    """A yes or no; anything else is a problem."""
    value = text(name, str(default)).lower()
    if value not in TRUTHS:
        problems.append(f"{name} must be 1 or 0, not {value!r}.")
    return TRUTHS.get(value, default)


def integer(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number from `least` to `most`."""
    value = text(name, str(default))
    if NUMBER.fullmatch(value) is None:
        problems.append(f"{name} must be a whole number, not {value[:40]!r}.")
        return default
    if not least <= int(value) <= most:
        problems.append(f"{name} must be from {least} to {most}, not {value}.")
        return default
    return int(value)


def integers(name: str, default: str, *, least: int, most: int) -> list[int]:
    """Whole numbers from `least` to `most` that rise, with spaces or commas between."""
    values = text(name, default).replace(",", " ").split()
    numbers = [int(value) for value in values if NUMBER.fullmatch(value)]
    if not numbers or len(numbers) < len(values) or numbers != sorted(set(numbers)):
        problems.append(f"{name} must hold whole numbers that rise, such as {default}.")
    elif any(not least <= number <= most for number in numbers):
        problems.append(f"{name} must hold numbers from {least} to {most}.")
    return numbers


def choice(name: str, default: str, *, among: Sequence[str]) -> str:
    """One of a few words."""
    value = text(name, default)
    if value not in among:
        problems.append(f"{name} must be {', '.join(among[:-1])} or {among[-1]}, not {value!r}.")
        return default
    return value


def shaped(name: str, default: str, *, pattern: str, like: str) -> str:
    """What has a certain shape, or nothing; a problem does not repeat it, for it may be a secret."""
    value = text(name, default)
    if value and re.fullmatch(pattern, value) is None:
        problems.append(f"{name} must look like {like}.")
        return default
    return value


def zone(name: str, default: str) -> str:
    """The name of a time zone (IANA)."""
    value = text(name, default)
    if value not in available_timezones():
        problems.append(f"{name} must be a time zone such as {default}, not {value!r}.")
        return default
    return value


def refusal(wrong: Iterable[str]) -> str:
    """All that is wrong, a line each."""
    return "Motorblok cannot start:\n  " + "\n  ".join(wrong)


def unknown(names: Iterable[str]) -> list[str]:
    """A sentence for each variable that looks like a setting of ours and is none: a slip of the pen changes nothing."""
    ours = known | ELSEWHERE
    strange = [
        name for name in sorted(names) if name.startswith(PREFIX) and name.removesuffix("_FILE") not in ours
    ]
    return [f"{name} is no setting{_nearest(name, ours)}." for name in strange]


def _contents(path: str, *, name: str) -> str:
    try:
        found = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = os.strerror(error.errno or 0).lower() if isinstance(error, OSError) else "it is no text"
        problems.append(f"{name}_FILE names {path}, which cannot be read: {reason}.")
        return ""
    if not found:
        problems.append(f"{name}_FILE names {path}, which is empty.")
    return found


def _nearest(name: str, ours: Iterable[str]) -> str:
    # Without what all of them begin with, by which all would be near.
    short = [each.removeprefix(PREFIX) for each in ours]
    near = get_close_matches(name.removeprefix(PREFIX), [*short, *(f"{each}_FILE" for each in short)], n=1)
    return f"; perhaps {PREFIX}{near[0]} was meant" if near else ""
