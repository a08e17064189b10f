"""What it takes to run one verb: a small world prepared for it, and the events that it must leave, by book."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from motorblok.kernel.schema import PUBLIC
from tests import cast
from tests.cast import MONDAY, RITA

LATER = MONDAY + timedelta(hours=3)  # than all that prepares for it


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb about to be done: who the book must name, and the instant at which it must say that it happened."""

    do: Callable[[], object]
    by: Actor = RITA
    at: datetime = LATER


@dataclass(frozen=True, slots=True)
class Row:
    """One verb in one case. `prepare` runs in the schema `within`, and so does the deed that it returns.

    `leaves` are the kinds by book, in order; books not named get nothing. `about` is the kind of subject, or the kinds: "subscription and client".
    """

    verb: str
    case: str
    within: str
    about: str
    login: str
    leaves: Mapping[str, list[str]]
    prepare: Callable[[], Deed]

    def __str__(self) -> str:
        return f"{self.verb} {self.case}".strip()


class Rows(list[Row]):
    """The rows of one app."""

    def add(
        self,
        verb: str,
        *,
        about: str,
        case: str = "",
        within: str = PUBLIC,
        login: str = "app",
        **leaves: list[str],
    ) -> Callable[[Callable[[], Deed]], Callable[[], Deed]]:
        """Make the decorated function the row of a verb: it prepares, and returns the deed."""

        def keep(prepare: Callable[[], Deed]) -> Callable[[], Deed]:
            self.append(Row(verb, case, within, about, login, leaves, prepare))
            return prepare

        return keep


def by_rita(verb: Callable[..., Any], *given: Any, **named: Any) -> Deed:
    """The verb, done by Rita."""
    return Deed(partial(verb, *given, **named, actor=RITA, at=LATER))


def by_olga(verb: Callable[..., Any], *given: Any, **named: Any) -> Deed:
    """The verb, done by Olga, an owner with an account."""
    with schema.entered(PUBLIC):
        olga = cast.olga().actor
    return Deed(partial(verb, *given, **named, actor=olga, at=LATER), by=olga)
