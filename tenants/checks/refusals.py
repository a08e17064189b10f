"""What the check finds in a migration: which statement, why it must not run like this, and what to write instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.migrations import Migration

from tenants import phases

SHOWN = 120
SAFE_OF_LIBRARIES: dict[str, str] = {}
"""The reasons of migrations that libraries bring, which cannot state one themselves: "account.0010_name" to a reason."""


class Why(StrEnum):
    """Each reason to refuse, with what to write instead."""

    NOT_NULL_COLUMN = "the release before does not fill it, so that its INSERT fails. Let it be NULL, or give it a db_default."
    REWRITE = (
        "PostgreSQL writes the whole table or an index of it anew and nobody reads it meanwhile. Add a column beside it, "
        "fill that by a backfill, and drop the old one in a contract step."
    )
    SET_NOT_NULL = (
        "every row is read under a lock. First add CHECK (column IS NOT NULL) NOT VALID, then validate it in a migration "
        "of its own, then SET NOT NULL."
    )
    NOT_VALID = (
        "every row is read under a lock. Add it NOT VALID (AddConstraintNotValid), and validate it in a migration of its "
        "own (ValidateConstraint)."
    )
    SAME_TRANSACTION = (
        "the lock of adding it is held until every row is read. Validate it in a later migration."
    )
    UNIQUE = (
        "its index is built under a lock. Build a unique index CONCURRENTLY (atomic = False), then ADD CONSTRAINT ... "
        "USING INDEX."
    )
    EXCLUDE = (
        "its index is built under a lock, and cannot be built beside the work. Make a new table that has it."
    )
    INDEX = "nobody writes to the table until it is built. Use AddIndexConcurrently in a migration with atomic = False."
    DROP_INDEX = (
        "it waits for everybody and everybody for it. Use RemoveIndexConcurrently, with atomic = False."
    )
    INLINE = (
        "every row is read under a lock, or an index is built under it. Add the plain column first, then the constraint "
        "NOT VALID or USING INDEX."
    )
    RENAME = (
        "neither this release nor the one before can work with both names. Add what is new, fill it by a backfill, and "
        "drop the old in a contract step."
    )
    DROP = 'the release before still uses it. Do it in a migration that says phase = "contract".'
    DROP_DEFAULT = 'the release before counts on it. Do it in a migration that says phase = "contract".'
    STILL_NEEDED = (
        "this release does not fill it any more, and it must be filled: between the two steps no row can be added. Let an "
        "expand step give it a default, or drop its NOT NULL."
    )
    DATA = "rows are changed in the same transaction, which holds its locks meanwhile. Make it a backfill of this migration."
    PYTHON = "Python changes rows in one transaction. Make it a backfill of this migration."
    HEAVY = "it locks the whole table for as long as it takes. Leave it to whoever looks after the database."
    OPAQUE = "what it does cannot be seen before it runs. Write the statements themselves."
    HALF = "cut off in the middle, a migration without a transaction cannot be repeated. Give it a migration of its own."
    UNBOUNDED = (
        "it is a backfill without an end to its batch. Fill at most %(batch)s rows that are not filled yet."
    )
    ENDLESS = "it is a backfill that finds rows where there are none, and so never ends. Find those that are not filled yet."
    UNREASONED = "safe_because is empty. Say why it is safe."


@dataclass(frozen=True, slots=True)
class Refusal:
    """One statement of one migration that must not run; `excuse` is why it may, where the migration says so."""

    migration: str
    statement: str
    why: Why
    excuse: str = ""

    def __str__(self) -> str:
        sentence = f"{self.migration}: {_short(self.statement)}: {self.why}"
        return f"{sentence} Allowed: {self.excuse}" if self.excuse else sentence


def refuse(migration: Migration, statement: str, why: Why) -> Refusal:
    """A refusal, with the reason of the migration where it has one."""
    name = phases.name_of(migration)
    excuse = getattr(migration, "safe_because", SAFE_OF_LIBRARIES.get(name, ""))
    return Refusal(name, statement, why, excuse.strip())


def standing(refusals: Sequence[Refusal]) -> list[Refusal]:
    """Those that no reason excuses."""
    return [refusal for refusal in refusals if not refusal.excuse]


def _short(statement: str) -> str:
    words = " ".join(statement.split())
    return words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"
