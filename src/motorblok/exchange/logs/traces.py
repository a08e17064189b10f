"""Puts the tags of an XES file together again: attributes to events, events to traces. It holds one event at a time."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from motorblok.exchange.logs.lines import BrokenLine, RawLine

ATTRIBUTES = frozenset({"string", "date", "int", "float", "boolean", "id", "list", "container"})
OF_TRACE = "case:"
DEEPEST, MOST_CHARACTERS, MOST_KEYS = 100, 1024 * 1024, 10_000


class TooMuch(Exception):
    """One event or trace has more attributes, or deeper ones, than anybody means."""


class Traces:
    """Told of each tag as it begins and ends; what it has put together is in `found`, the keys it has met in `keys`."""

    def __init__(self, task_key: str) -> None:
        self.task_key = task_key
        self.found: list[RawLine | BrokenLine] = []
        self.keys: set[str] = set()
        self._open: list[str] = []
        self._total = 0
        self._trace = _Attributes()
        self._event = _Attributes()
        self._number, self._events, self._is_broken = 0, 0, False

    def begin(self, name: str, values: Mapping[str, str]) -> None:
        """A tag begins."""
        tag, within = _local(name), self._within()
        self._open.append(tag)
        if len(self._open) > DEEPEST:
            raise TooMuch
        if tag == "trace":
            self._number, self._events, self._is_broken = self._number + 1, 0, False
            self._trace = _Attributes()
        elif tag == "event":
            self._event = _Attributes()
        elif tag in ATTRIBUTES and within == "event":
            self._event.keep(tag, values)
        elif tag in ATTRIBUTES and within == "trace":
            self._keep_of_trace(tag, values)

    def end(self, name: str) -> None:
        """A tag ends."""
        self._open.pop()
        tag = _local(name)
        if tag == "event":
            self._end_event()
        elif tag == "trace" and not self._events:
            self._break(_("It has no events."))

    def _within(self) -> str:
        return self._open[-1] if self._open else ""

    def _keep_of_trace(self, tag: str, values: Mapping[str, str]) -> None:
        if self._events:
            self._break(_("It has attributes after its first event; they belong before it."))
        self._trace.keep(tag, values)

    def _end_event(self) -> None:
        self._total, self._events = self._total + 1, self._events + 1
        if self._within() != "trace":
            self.found.append(
                BrokenLine(self._total, "", _("It belongs to no trace."), self._place_of_event())
            )
            return
        values = {**self._trace.of_trace(), **self._event.values}
        if len(self.keys) < MOST_KEYS:
            self.keys.update(values)
        if values.get(self.task_key, "").strip():
            dates = self._trace.dates | self._event.dates
            place = self._place_of_event()
            self.found.append(RawLine(self._total, values, place, self._number, frozenset(dates)))
        else:
            self._break(_("It has no {name}, so its task has no name.").format(name=self.task_key))

    def _break(self, reason: str) -> None:
        """Once for each trace, however many of its events say the same."""
        if not self._is_broken:
            task = self._trace.of_trace().get(self.task_key, "").strip()
            place = _("Trace {trace}").format(trace=self._number)
            self.found.append(BrokenLine(self._total, task, reason, place))
        self._is_broken = True

    def _place_of_event(self) -> str:
        if self._within() != "trace":
            return _("Event {event}").format(event=self._total)
        return _("Trace {trace}, event {event}").format(trace=self._number, event=self._events)


class _Attributes:
    """The attributes of one event or one trace; those within another attribute are about that one, and passed over."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.dates: set[str] = set()
        self._size = 0

    def keep(self, tag: str, given: Mapping[str, str]) -> None:
        key, value = given.get("key", ""), given.get("value", "")
        self._size += len(key) + len(value)
        if self._size > MOST_CHARACTERS:
            raise TooMuch
        self.values[key] = value
        if tag == "date":
            self.dates |= {key, OF_TRACE + key}

    def of_trace(self) -> dict[str, str]:
        return {**{OF_TRACE + key: value for key, value in self.values.items()}, **self.values}


def _local(name: str) -> str:
    """The name of a tag without its prefix."""
    return name.rpartition(":")[2]
