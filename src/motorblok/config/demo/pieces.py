"""What is asked of a back office on an ordinary day, read from the texts beside, and filled with names."""

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).parent / "texts"
INTERNAL = "internal"
GAPS = {"supplier": "suppliers", "person": "people", "place": "places"}
Talk = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A task as somebody asks for it, what it needs to know from the client or from `whom`, and the answer it ends with."""

    service_line: str
    priority: str
    title: str
    text: str
    answer: str
    question: str = ""
    reply: str = ""
    whom: str = ""
    is_internal: bool = False


@cache
def pieces(service_line: str, *, language: str) -> tuple[Piece, ...]:
    """The pieces of a service line; those of INTERNAL are the provider's own, of several lines."""
    return tuple(
        Piece(
            service_line=each.get("line", service_line),
            priority=each["priority"],
            is_internal=service_line == INTERNAL,
            **each[language],
        )
        for each in _read(service_line)["piece"]
    )


@cache
def talk(language: str) -> Talk:
    """What is said about any piece of work, and the names that fill the gaps, by what they are for."""
    said: Talk = _read("talk")[language]
    return said


def filled(piece: Piece, dice: random.Random, *, language: str, at: datetime) -> Piece:
    """The piece with names in its gaps, as it is asked for at an instant."""
    names = gaps(dice, language=language, at=at)
    texts = [field.name for field in fields(piece) if field.name not in ("service_line", "is_internal")]
    changes: dict[str, Any] = {name: getattr(piece, name).format_map(names) for name in texts}
    return replace(piece, **changes)


def gaps(dice: random.Random, *, language: str, at: datetime) -> dict[str, str]:
    """Names and a number as they fill the gaps of a text, and the name of the month before."""
    chosen = {gap: dice.choice(talk(language)[pool]) for gap, pool in GAPS.items()}
    return {"n": str(dice.randrange(1200, 99_000)), "month": talk(language)["months"][at.month - 2], **chosen}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((TEXTS / f"{name}.toml").read_text(encoding="utf-8"))
