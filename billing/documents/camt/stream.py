"""The entries of a statement as small trees, one at a time, out of a file that is never trusted nor held whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import Element
from xml.parsers import expat

from billing.documents.camt import refusals

KNOWN = {f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version:02}" for version in range(2, 9)}
KNOWN_WORDS = "CAMT.053 (camt.053.001.02 … camt.053.001.08)"
CHUNK = 2**16
DEEPEST = 40
"""Elements within elements: a statement has about 15."""


@dataclass(frozen=True, slots=True)
class Found:
    """An entry as it stands in the file, with the account that it is of ("" where the statement names none)."""

    position: int
    account: str
    tree: Element


@dataclass(frozen=True, slots=True)
class Account:
    """The account that a statement is of, as it is written there; it may have no entries at all."""

    number: str


def found(file: IO[bytes], *, largest: int) -> Iterator[Found | Account]:
    """The accounts and entries of all statements in a file, in its order. Raises StatementCannotBeRead, StatementTooLarge."""
    reader, size = _Reader(), 0
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > largest:
            raise refusals.too_large(largest)
        yield from reader.feed(chunk)
    yield from reader.feed(b"", is_last=True)


class _Reader:
    """Builds trees without namespaces of accounts and entries alone, and lets go of each once it is handed out."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self._kept: list[tuple[Element, list[str]]] = []
        self._done: list[Found | Account] = []
        self._account, self._position = "", 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.CharacterDataHandler = self._text
        self._parser.EndElementHandler = self._end

    def feed(self, chunk: bytes, *, is_last: bool = False) -> Iterator[Found | Account]:
        try:
            self._parser.Parse(chunk, is_last)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise refusals.not_xml(self._parser.CurrentLineNumber) from error
        yield from self._done
        self._done.clear()

    def _doctype(self, *_: object) -> None:
        raise refusals.with_doctype()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self._path and (space not in KNOWN or local != "Document"):
            raise refusals.unknown_kind(space.rpartition(":")[2] or local, KNOWN_WORDS)
        if len(self._path) > DEEPEST:
            raise refusals.not_xml(self._parser.CurrentLineNumber)
        if self._kept or (self._path and self._path[-1] == "Stmt" and local in ("Acct", "Ntry")):
            self._kept.append((Element(local, attributes), []))
        self._path.append(local)

    def _text(self, text: str) -> None:
        if self._kept:
            self._kept[-1][1].append(text)

    def _end(self, _: str) -> None:
        local = self._path.pop()
        if self._kept:
            closed, texts = self._kept.pop()
            closed.text = "".join(texts)
            self._close(closed)
        elif local == "Stmt":
            self._account = ""

    def _close(self, closed: Element) -> None:
        if self._kept:
            self._kept[-1][0].append(closed)
        elif closed.tag == "Acct":
            self._account = (closed.findtext("Id/IBAN") or closed.findtext("Id/Othr/Id") or "").strip()
            self._done.append(Account(self._account))
        else:
            self._position += 1
            self._done.append(Found(self._position, self._account, closed))
