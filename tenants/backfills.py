"""Filling what an expand step has added: small statements, each in a transaction of its own, that can stop anywhere."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.migrations import Migration

from tenants import phases
from tenants.planning import Key, key_of

Fill = Callable[[Any, int], int]


@dataclass(frozen=True, slots=True)
class Backfill:
    """What a migration says in `backfills`: how up to `batch` rows are filled that are not filled yet.

    `fill` is one statement with %(batch)s in it, or Python that is given a cursor and the number and tells how many rows
    it filled. It finds by itself what is to do, and never finds a row again that it has filled: it is repeated until
    there are none, and once more before the next contract step of its app.
    """

    name: str
    fill: str | Fill
    batch: int = 1000

    def run(self, cursor: Any) -> int:
        """Fill a batch in the schema in force; how many rows that were."""
        if not isinstance(self.fill, str):
            return self.fill(cursor, self.batch)
        cursor.execute(self.fill, {"batch": self.batch})
        return int(cursor.rowcount)


@dataclass(frozen=True, slots=True)
class Named:
    """A backfill of one migration, under the name by which its progress is kept: audit.0003_note/words."""

    migration: Migration
    backfill: Backfill

    @property
    def name(self) -> str:
        """Its name in the whole system."""
        return f"{phases.name_of(self.migration)}/{self.backfill.name}"


def backfills_of(migration: Migration) -> Sequence[Named]:
    """What the migration brings to be filled."""
    return [Named(migration, each) for each in getattr(migration, "backfills", ())]


def to_fill(migrations: Sequence[Migration], applied: Collection[Key]) -> Iterator[Named]:
    """What there is to fill in a schema that has had these: not what a contract step of the app has overtaken."""
    for place, migration in enumerate(migrations):
        if key_of(migration) in applied and not _is_overtaken(migrations[place:], applied):
            yield from backfills_of(migration)


def _is_overtaken(later: Sequence[Migration], applied: Collection[Key]) -> bool:
    app = later[0].app_label
    return any(
        each.app_label == app and phases.is_contract(each) and key_of(each) in applied for each in later[1:]
    )
