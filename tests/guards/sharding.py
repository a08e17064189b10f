"""The rules that keep a client's schema fit for a database spread over servers, as functions of SQL that tell what breaks them."""

import re
from collections.abc import Iterable, Iterator

SQL = re.compile(
    r"\s*\(?\s*(SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|ALTER|DROP|TRUNCATE|GRANT|REVOKE|SET|LOCK|VACUUM|COMMENT|DO)\b"
)
QUOTED = re.compile(r"\$(\w*)\$.*?\$\1\$|'(?:[^']|'')*'|--[^\n]*", re.DOTALL)
MADE = re.compile(r'CREATE TABLE "?(\w+)"?', re.IGNORECASE)
POINTED_AT = re.compile(r'REFERENCES "?(?:\w+"?\."?)?(\w+)"?', re.IGNORECASE)
MACHINERY = re.compile(
    r"\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:CONSTRAINT\s+)?(TRIGGER|EVENT TRIGGER|FUNCTION|PROCEDURE|EXTENSION|RULE|POLICY)\b",
    re.IGNORECASE,
)
ROLES = re.compile(
    r"\b((?:CREATE|ALTER|DROP)\s+(?:ROLE|USER|GROUP)|SET\s+(?:LOCAL\s+|SESSION\s+)?ROLE)\b", re.IGNORECASE
)
NUMBERED = re.compile(
    r'"?(\w+)"?\s+(?:(?:small|big)?serial\b|(?:integer|int|smallint)\b[^,]*\bAS IDENTITY)', re.IGNORECASE
)
LATER = re.compile(r'ALTER (?:COLUMN )?"?(\w+)"? ADD GENERATED', re.IGNORECASE)
BAKED = re.compile(r'\b(?:public|motorblok_template|c_\w+)"?\.', re.IGNORECASE)
PLACED = re.compile(r"\{([^{}]*)\}\.\w+")


def bare(statement: str) -> str:
    """Without what stands in quotes and comments."""
    return QUOTED.sub("''", statement)


def is_sql(text: str) -> bool:
    return SQL.match(text) is not None


def leaving(statements: Iterable[str]) -> set[str]:
    """Tables that a foreign key points at and that the schema itself does not have."""
    statements = list(statements)
    made = {name for statement in statements for name in MADE.findall(statement)}
    return {name for statement in statements for name in POINTED_AT.findall(bare(statement))} - made


def machinery(statement: str) -> list[str]:
    """Triggers, functions, extensions and the like that it makes."""
    return [found.upper() for found in MACHINERY.findall(statement)]


def roles(statement: str) -> list[str]:
    """What it does to roles."""
    return [found.upper() for found in ROLES.findall(bare(statement))]


def small_numbers(statement: str) -> list[str]:
    """Columns that count up by themselves in less than a bigint: the ranges of a worker begin at 2^48."""
    return NUMBERED.findall(bare(statement))


def identity_given_later(statement: str) -> list[str]:
    """Columns whose identity is not in the CREATE TABLE."""
    return LATER.findall(bare(statement))


def several(statement: str) -> bool:
    """Whether a text holds more than one statement."""
    return ";" in bare(statement).rstrip().rstrip(";")


def schemas_named(statement: str) -> list[str]:
    """The schemas that it names; quoted identifiers count, texts do not."""
    return BAKED.findall(re.sub(r"'(?:[^']|'')*'", "''", statement))


def parts(statement: str) -> Iterator[str]:
    """What UNION ALL puts one after the other, and a worker answers alone."""
    return iter(re.split(r"\bUNION ALL\b", statement))


def joined_schemas(statement: str) -> set[str]:
    """The schemas of clients that one part of a statement brings together, by what is filled in for them."""
    for part in parts(statement):
        found = {name.strip() for name in PLACED.findall(part)}
        if len(found) > 1:
            return found
    return set()
