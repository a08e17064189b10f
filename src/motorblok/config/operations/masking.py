"""Takes out of words what may be personal, before they are written down anywhere."""

import re

HIDDEN = "…"
ADDRESS = re.compile(r"[^\s@<>\"'(),;:=\[\]]+@[^\s@<>\"'(),;:=\[\]]+")
# What PostgreSQL tells of a row: DETAIL:  Key (email)=(ann@acme.test) already exists.
ROW = re.compile(r"(?<=\)=)\([^\n]*\)|(?<=row contains )\([^\n]*\)")
QUERY = re.compile(r"(?<=[^\s?])\?[^\s\"'<>]*=[^\s\"'<>]*")


def masked(words: str) -> str:
    """The words without mail addresses, values of rows and query strings."""
    return QUERY.sub("?" + HIDDEN, ROW.sub(f"({HIDDEN})", ADDRESS.sub(HIDDEN, words)))
