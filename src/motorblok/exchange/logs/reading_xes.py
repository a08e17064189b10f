"""Reads a log as XES (IEEE 1849): traces, which are tasks, and in each its events, with attributes by key."""

from collections.abc import Iterator
from xml.parsers import expat

from django.utils.translation import gettext as _

from motorblok.exchange.logs.lines import BrokenLine, LogIsUnusable, RawLine
from motorblok.exchange.logs.mapping import LogMap
from motorblok.exchange.logs.reading_csv import no_column
from motorblok.exchange.logs.sources import Source
from motorblok.exchange.logs.traces import TooMuch, Traces

CHUNK = 64 * 1024
# What expat holds back because a tag is not at its end yet; a file of 1 GB may be one tag.
LONGEST_TAG = 4 * 1024 * 1024


def read_xes(source: Source, plan: LogMap) -> Iterator[RawLine | BrokenLine]:
    """Every event of every trace. An event without a task is a BrokenLine; raises LogIsUnusable.

    The value of an event's attribute counts under its key, such as `concept:name`; that of its trace under `case:` and
    its key and, where the event has no such key, under the key alone.
    """
    traces = Traces(plan.columns["task"])
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = traces.begin, traces.end
    parser.StartDoctypeDeclHandler = _refuse_doctype
    taken = 0
    for chunk, is_last in _chunks(source):
        _parse(parser, chunk, is_last=is_last)
        taken += len(chunk)
        if taken - parser.CurrentByteIndex > LONGEST_TAG:
            raise _too_much(parser)
        yield from traces.found
        traces.found.clear()
        source.move()
    if missing := plan.missing_from(traces.keys):
        raise no_column(missing, sorted(traces.keys)[:50])
    plan.must_fit(traces.keys)


def _parse(parser: expat.XMLParserType, chunk: bytes, *, is_last: bool) -> None:
    try:
        parser.Parse(chunk, is_last)
    except expat.ExpatError as error:
        words = _("Line {number} is no XML, or the file breaks off there ({reason}). Fetch the log again.")
        reason = expat.ErrorString(error.code)
        raise LogIsUnusable(words.format(number=error.lineno, reason=reason), field="log") from error
    except TooMuch as error:
        raise _too_much(parser) from error


def _too_much(parser: expat.XMLParserType) -> LogIsUnusable:
    words = _("Line {number}: more belongs to one event than can be kept. Is this file a log?")
    return LogIsUnusable(words.format(number=parser.CurrentLineNumber), field="log")


def _chunks(source: Source) -> Iterator[tuple[bytes, bool]]:
    while chunk := source.content.read(CHUNK):
        yield chunk, False
    yield b"", True


def _refuse_doctype(*_declared: object) -> None:
    # A log needs no document type, and one may hold entities that unfold to more than any memory holds.
    words = _(
        "The log declares a document type (DOCTYPE). No log needs one, and it can do harm: take it out."
    )
    raise LogIsUnusable(words, field="log")
