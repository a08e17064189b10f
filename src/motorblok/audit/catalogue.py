"""The kinds of events there are: each app names its own in its events module and registers them here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from motorblok.audit.models import Audience
from motorblok.kernel.errors import Words

Facts = Mapping[str, Any]
Speak = Callable[[Any, Facts], object]
"""How a public field is said in the active language: given its value, and all public fields of its event."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What can happen, and what is kept of it.

    `words` is a lazy sentence whose %(name)s placeholders are facts, private fields or `actor`. `facts` are public
    fields: they stand in the sealed leaf as they are. `private` fields are personal or free text: the leaf holds a
    salted commitment, and the value can be erased. A change of the fields needs a new `version`. `spoken` tells of
    those fields that hold a code how a sentence says it; what is sealed stays the code.
    """

    name: str
    words: Words
    audience: Audience
    facts: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    version: int = 1
    spoken: Mapping[str, Speak] = field(default_factory=dict, hash=False)


def said_as(words: Mapping[str, Words]) -> Speak:
    """Each code by its words; one that has none stays as it is."""
    return lambda code, _facts: words.get(code, code)


class UnknownKind(LookupError):
    """An event names a kind that no app registered."""


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known. Raises ValueError where two apps use one name."""
    for kind in kinds:
        if _kinds.setdefault(kind.name, kind) != kind:
            raise ValueError(f"Two kinds are named {kind.name}.")


def kind_named(name: str) -> Kind:
    """The kind of that name. Raises UnknownKind."""
    if kind := _kinds.get(name):
        return kind
    raise UnknownKind(name)


def all_kinds() -> list[Kind]:
    """Every kind, by name."""
    return sorted(_kinds.values(), key=lambda kind: kind.name)
