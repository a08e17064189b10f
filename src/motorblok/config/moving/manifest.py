"""What a file of one client says of itself: of whom, from when, made by which release, and what each part must hold."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from motorblok.config.moving.copying import Digest
from motorblok.config.moving.refusals import CannotMove

FORMAT = "motorblok-client/1"
IN_CLIENT, IN_PUBLIC, STAFF = "client", "public", "staff"
Keys = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One table's rows: `place` is client (its schema), public, or staff (who is named in the rows)."""

    place: str
    name: str
    columns: tuple[str, ...]
    digest: Digest

    @property
    def path(self) -> str:
        """Its name in the file."""
        return f"{self.place}/{self.name}.copy"


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that is known of an export without reading its rows. `pepper` is a fingerprint, `snapshot` PostgreSQL's own name."""

    release: str
    made_at: datetime
    snapshot: str
    client_id: UUID
    slug: str
    code: str
    name: str
    schema: str
    state: str
    pepper: str
    client_migrations: Keys
    public_migrations: Keys
    parts: tuple[Part, ...]

    def named(self, place: str) -> dict[str, Part]:
        """The parts of one place, by table."""
        return {part.name: part for part in self.parts if part.place == place}

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(part.digest.rows for part in self.parts)


def written(manifest: Manifest) -> bytes:
    """The manifest as JSON."""
    fields = {"format": FORMAT, **asdict(manifest)}
    return json.dumps(fields, default=str, indent=1, sort_keys=True, ensure_ascii=False).encode()


def digest_of(content: bytes) -> str:
    """What names an export: the SHA-256 of its manifest, which holds those of all its rows."""
    return hashlib.sha256(content).hexdigest()


def read(content: bytes) -> Manifest:
    """The manifest of a file. Raises CannotMove for anything that `written` does not write."""
    try:
        fields = json.loads(content)
        form = fields.pop("format", None)
    except (ValueError, AttributeError, TypeError) as error:
        raise CannotMove("This is no export of a client: its manifest cannot be read.") from error
    if form != FORMAT:
        raise CannotMove(f"This file has the format {form}; this release reads {FORMAT}.")
    try:
        return _manifest(fields)
    except (KeyError, TypeError, ValueError) as error:
        raise CannotMove(f"The manifest of this file is damaged: {error!r}.") from error


def _manifest(fields: dict[str, Any]) -> Manifest:
    special: dict[str, Any] = {
        "made_at": datetime.fromisoformat(fields.pop("made_at")),
        "client_id": UUID(fields.pop("client_id")),
        "parts": tuple(_part(part) for part in fields.pop("parts")),
        "client_migrations": _keys(fields.pop("client_migrations")),
        "public_migrations": _keys(fields.pop("public_migrations")),
    }
    if not all(isinstance(value, str) for value in fields.values()):
        raise TypeError("a word is expected")
    return Manifest(**fields, **special)


def _part(fields: Mapping[str, Any]) -> Part:
    digest = fields["digest"]
    columns = tuple(str(column) for column in fields["columns"])
    found = Digest(int(digest["rows"]), int(digest["bytes"]), str(digest["sha256"]))
    return Part(str(fields["place"]), str(fields["name"]), columns, found)


def _keys(pairs: list[list[str]]) -> Keys:
    return tuple((str(app), str(name)) for app, name in pairs)
