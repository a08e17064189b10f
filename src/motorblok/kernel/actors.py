"""Who acts: the plain value that every verb takes as `actor=`."""

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["staff", "contact", "key", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or machine, as the event book knows it: a kind, an id, and the name at that moment."""

    kind: ActorKind
    id: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


SYSTEM = Actor("system", "motorblok", "Motorblok")
