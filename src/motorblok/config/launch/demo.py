"""What the state folder knows of the demo in each database it was started with: whether it is due, and who can sign in."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg

from motorblok.config.launch.state import State, write_private

DUE, MADE, NOT_WANTED = "due", "made", "not wanted"
# The server's own number and the database's: an address may lead elsewhere tomorrow, and the next database have the same.
IDENTITY = """
SELECT (SELECT system_identifier FROM pg_control_system()) || '-' || oid
FROM pg_database WHERE datname = current_database()
"""
ACCOUNTS = """
SELECT id::text, password FROM public.accounts_person
WHERE id::text = ANY (%s) AND joined_at IS NOT NULL AND deactivated_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody of the demo; `stamp` tells whether the password is still the one that the demo gave."""

    id: str
    email: str
    role: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where some of them sign in."""

    url: str
    guests: tuple[Guest, ...]


@dataclass(frozen=True, slots=True)
class DemoNote:
    """The notes on the demo of one database."""

    state: State
    database: str

    @property
    def is_due(self) -> bool:
        """Whether the demo is to be made: the database was empty, and no run has finished it since."""
        return self._standing.exists() and self._standing.read_text() == DUE

    def keep(self, standing: str) -> None:
        """Note whether it is due, made or not wanted; where it is due, nobody of an earlier one can sign in."""
        write_private(self._standing, standing)
        if standing == DUE:
            self._sign_in.unlink(missing_ok=True)

    def keep_sign_in(self, password: str, places: Sequence[Place]) -> None:
        """Note who signs in where, all with one password."""
        told = {"password": password, "places": [asdict(place) for place in places]}
        write_private(self._sign_in, json.dumps(told))

    def greeting(self, url: str) -> Iterator[str]:
        """How to sign in to the database at `url`, line by line: only who can, with the password that is told."""
        if not self._sign_in.exists():
            return
        told = json.loads(self._sign_in.read_text())
        places = [
            Place(each["url"], tuple(Guest(**guest) for guest in each["guests"])) for each in told["places"]
        ]
        known = _stamps(url, [guest.id for place in places for guest in place.guests])
        lines = [line for place in places if (line := _line(place, known))]
        if lines:
            yield f"Sign in with the password  {told['password']}"
            yield from lines

    @property
    def _standing(self) -> Path:
        return self.state.folder("demos") / self.database

    @property
    def _sign_in(self) -> Path:
        return self.state.folder("demos") / f"{self.database}.sign-in"


def note_for(state: State, url: str) -> DemoNote:
    """The notes on the demo of the database at this address."""
    with psycopg.connect(url) as connection:
        found = connection.execute(IDENTITY).fetchone()
    return DemoNote(state, str(found[0]) if found else "")


def stamp(password_hash: str) -> str:
    """By what a password is known again, without the note holding its hash."""
    return hashlib.sha256(password_hash.encode()).hexdigest()


def _stamps(url: str, ids: Sequence[str]) -> dict[str, str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute(ACCOUNTS, [list(ids)]).fetchall()
    return {key: stamp(password_hash) for key, password_hash in rows}


def _line(place: Place, known: dict[str, str]) -> str:
    able = [guest for guest in place.guests if known.get(guest.id) == guest.stamp]
    people = ", ".join(f"{guest.email} ({guest.role})" for guest in able)
    return f"  {place.url}    {people}" if people else ""
