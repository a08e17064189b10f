"""Who acts: the plain value that every verb takes as `actor=`."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

ActorKind = Literal["staff", "contact", "key", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or machine, as the event book knows it: a kind, an id, and the name at that moment."""

    kind: ActorKind
    id: str
    name: str

    @property
    def uuid(self) -> UUID:
        """The id as the key of a row. Raises ValueError for an actor that has no row, such as the system."""
        return UUID(self.id)

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


SYSTEM = Actor("system", "motorblok", "Motorblok")
