"""What can be told of a statement by its words alone."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

import sqlparse

from tenants.checks.refusals import Why

NAME = r'(?:"?\w+"?\.)?"?(?P<table>\w+)"?'
TABLE = re.compile(rf"ALTER TABLE (?:IF EXISTS )?(?:ONLY )?{NAME} (?P<rest>.*)", re.IGNORECASE | re.DOTALL)
INDEX = re.compile(
    rf'CREATE (?:UNIQUE )?INDEX (?P<how>CONCURRENTLY )?(?:IF NOT EXISTS )?(?:"?\w+"? )?ON (?:ONLY )?{NAME}',
    re.IGNORECASE,
)
DATA = re.compile(rf"(?:UPDATE|DELETE FROM|MERGE INTO) (?:ONLY )?{NAME}", re.IGNORECASE)
COPY = re.compile(rf"INSERT INTO {NAME} .*\bSELECT\b", re.IGNORECASE | re.DOTALL)
DROP_TABLE = re.compile(rf"DROP TABLE (?:IF EXISTS )?{NAME}", re.IGNORECASE)
DROP_INDEX = re.compile(r"DROP INDEX (?!CONCURRENTLY\b)", re.IGNORECASE)
HEAVY = re.compile(
    r"(?:LOCK|CLUSTER|TRUNCATE|REFRESH MATERIALIZED VIEW(?! CONCURRENTLY)|VACUUM|REINDEX(?!.* CONCURRENTLY))\b",
    re.IGNORECASE,
)
OPAQUE = re.compile(r"(?:DO|CALL|EXECUTE)\b", re.IGNORECASE)
REPEATABLE = re.compile(
    r"(?:CREATE (?:UNIQUE )?INDEX CONCURRENTLY|DROP INDEX CONCURRENTLY|REINDEX .*CONCURRENTLY|SET |RESET |"
    r"ALTER TABLE \S+ VALIDATE CONSTRAINT)",
    re.IGNORECASE,
)
LITERAL = re.compile(r"'(?:[^']|'')*'")
VALIDATED = re.compile(r"VALIDATE CONSTRAINT \"?(?P<name>\w+)", re.IGNORECASE)
ADDED = re.compile(r"ADD CONSTRAINT \"?(?P<name>\w+)", re.IGNORECASE)
INLINE = re.compile(
    r"ADD (?:COLUMN )?(?!CONSTRAINT\b).*(?<!\")\b(?:REFERENCES|CHECK|UNIQUE|PRIMARY KEY)\b(?!\")",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Surroundings:
    """What a statement stands in: the tables that were there before its migration, whether it contracts, what came before."""

    tables: Collection[str]
    is_contract: bool
    is_atomic: bool
    added: set[str] = field(default_factory=set)


def plain(text: str) -> list[str]:
    """The single statements of a text, without comments, spaces to spare and the content of literals."""
    bare = (sqlparse.format(part, strip_comments=True) for part in sqlparse.split(text))
    return [
        words for words in (" ".join(LITERAL.sub("''", part).split()).rstrip("; ") for part in bare) if words
    ]


def judge(statement: str, around: Surroundings) -> Iterator[Why]:
    """Why this one statement (of `plain`) must not run; nothing where it may."""
    if not around.is_atomic and not REPEATABLE.match(statement):
        yield Why.HALF
    if HEAVY.match(statement):
        yield Why.HEAVY
    if OPAQUE.match(statement):
        yield Why.OPAQUE
    if DROP_INDEX.match(statement):
        yield Why.DROP_INDEX
    yield from _of_tables(statement, around)
    if (altered := TABLE.match(statement)) and altered["table"] in around.tables:
        for action in _actions(altered["rest"]):
            yield from (why for rule in RULES if (why := rule(action, around)))


def _of_tables(statement: str, around: Surroundings) -> Iterator[Why]:
    index = INDEX.match(statement)
    if index and not index["how"] and index["table"] in around.tables:
        yield Why.INDEX
    changed = DATA.match(statement) or COPY.match(statement)
    if changed and changed["table"] in around.tables:
        yield Why.DATA
    dropped = DROP_TABLE.match(statement)
    if dropped and dropped["table"] in around.tables and not around.is_contract:
        yield Why.DROP


def _actions(rest: str) -> Iterator[str]:
    depth, action = 0, ""
    for sign in rest:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            yield action.strip()
            action = ""
        else:
            action += sign
    yield action.strip()


def _constraint(action: str, around: Surroundings) -> Why | None:
    if not (named := ADDED.match(action)):
        return None
    around.added.add(named["name"])
    words = action.upper()
    if " EXCLUDE " in words:
        return Why.EXCLUDE
    if re.search(r"\b(?:UNIQUE|PRIMARY KEY)\b", words) and "USING INDEX" not in words:
        return Why.UNIQUE
    if re.search(r"\b(?:CHECK|FOREIGN KEY)\b", words) and "NOT VALID" not in words:
        return Why.NOT_VALID
    return None


def _column(action: str, _around: Surroundings) -> Why | None:
    return Why.INLINE if INLINE.match(action) else None


def _validation(action: str, around: Surroundings) -> Why | None:
    named = VALIDATED.match(action)
    return Why.SAME_TRANSACTION if named and named["name"] in around.added else None


def _renaming(action: str, _around: Surroundings) -> Why | None:
    return (
        Why.RENAME if re.match(r"(?:RENAME (?!CONSTRAINT\b)|SET SCHEMA\b)", action, re.IGNORECASE) else None
    )


def _dropping(action: str, around: Surroundings) -> Why | None:
    if around.is_contract:
        return None
    if re.match(r"DROP (?:COLUMN\b|(?!CONSTRAINT\b))", action, re.IGNORECASE):
        return Why.DROP
    return None


RULES: tuple[Callable[[str, Surroundings], Why | None], ...] = (
    _constraint,
    _column,
    _validation,
    _renaming,
    _dropping,
)
