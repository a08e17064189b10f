"""The map: what the columns, activities and values of a log mean in our own words. Read from YAML, checked whole."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.utils.translation import gettext_lazy as _

from motorblok.exchange.logs import spelling
from motorblok.exchange.logs.content import MapIsUnusable, Part, refuse
from motorblok.exchange.logs.patterns import Pattern
from motorblok.exchange.logs.rules import Rules, Verb, read_rules
from motorblok.exchange.logs.terms import Terms, read_terms
from motorblok.work.models import Priority

NEEDED = ("task", "activity", "at", "client", "staff")
OPTIONAL = ("priority", "level")
FORMATS = ("csv", "xes")
TEXTS = ("answer", "reply", "note", "question", "third_party", "reason")
LEVEL_LENGTH = 20
SETTINGS = (
    "log", "format", "encoding", "delimiter", "time_zone", "time_format", "columns", "only", "clients", "staff", "tasks",
    "priorities", "levels", "activities", "rules", "calendar", "agreement",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LogMap:
    """How to read one log. `columns` gives the log's column for each of NEEDED and, where the log has one, of OPTIONAL;
    `patterns` are named by their place in the file, such as `clients.slug`, and are filled with the log's own columns.
    `format` is empty where the name of the file tells it."""

    log: str
    format: str
    encoding: str
    delimiter: str
    time_zone: str
    time_format: str
    columns: Mapping[str, str]
    only: Mapping[str, frozenset[str]]
    patterns: Mapping[str, Pattern]
    language: str
    service_line: str
    priorities: Mapping[str, str]
    levels: Mapping[str, str]
    activities: Mapping[str, str]
    rules: Rules
    terms: Terms

    def must_fit(self, columns: Collection[str]) -> None:
        """Raises MapIsUnusable where a pattern or `only` names a column that the log does not have."""
        for place, each in self.patterns.items():
            each.must_fit(columns, place=place)
        for name in self.only:
            if name not in columns:
                raise refuse("only", _("the log has no column {name}"), name=name)

    def missing_from(self, columns: Collection[str]) -> list[str]:
        """The columns that the log should have and has not."""
        return [name for name in self.columns.values() if name not in columns]

    def reads(self, values: Mapping[str, str]) -> bool:
        """Whether a line is one of those that `only` lets through."""
        return all(values.get(name, "").strip() in allowed for name, allowed in self.only.items())

    def text(self, name: str, values: Mapping[str, str], *, length: int) -> str:
        """One of TEXTS for a line; the name of its activity where that comes out empty or the map has no such text."""
        pattern = self.patterns.get(f"tasks.{name}")
        filled = pattern.fill_within(values, length) if pattern else ""
        return filled or values[self.columns["activity"]].strip()


def read_map(path: Path) -> LogMap:
    """Read and check a map. Raises MapIsUnusable, which names the setting and says what to write."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise MapIsUnusable(
            _("The map cannot be read: {reason}.").format(reason=error.strerror), field="map"
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise MapIsUnusable(
            _("The map is not YAML in UTF-8: {reason}").format(reason=error), field="map"
        ) from error
    if not isinstance(content, dict):
        raise MapIsUnusable(_("The map must hold names and values."), field="map")
    return _map(Part("", content).only(*SETTINGS))


def _map(content: Part) -> LogMap:
    clients = content.part("clients").only("name", "slug", "code", "language")
    tasks = content.part("tasks").only("title", "description", "service_line", *TEXTS)
    activities = spelling.each_one_of(content, "activities", list(Verb))
    return LogMap(
        log=spelling.short(content, "log"),
        format=spelling.one_of(content, "format", FORMATS, default="") if "format" in content.values else "",
        encoding=spelling.encoding(content),
        delimiter=spelling.delimiter(content),
        time_zone=spelling.time_zone(content, "time_zone"),
        time_format=content.text("time_format", ""),
        columns=_columns(content.part("columns").only(*NEEDED, *OPTIONAL)),
        only=spelling.choices(content, "only"),
        patterns=_patterns(clients, content.part("staff").only("name", "email"), tasks),
        language=spelling.one_of(clients, "language", ("en", "nl"), default="nl"),
        service_line=tasks.text("service_line"),
        priorities=_meanings(content, "priorities", "priority", Priority.values),
        levels=_levels(content),
        activities=activities,
        rules=read_rules(content, activities=activities, keeps_notes="note" in tasks.values),
        terms=read_terms(content),
    )


def _columns(part: Part) -> dict[str, str]:
    return {name: part.text(name) for name in (*NEEDED, *OPTIONAL) if name in NEEDED or name in part.values}


def _patterns(clients: Part, staff: Part, tasks: Part) -> dict[str, Pattern]:
    texts = [
        (clients, ("name", "slug", "code")),
        (staff, ("name", "email")),
        (tasks, ("title", "description", *(name for name in TEXTS if name in tasks.values))),
    ]
    return {part.at(name): Pattern(part.text(name)) for part, names in texts for name in names}


def _meanings(content: Part, name: str, column: str, allowed: Collection[str]) -> dict[str, str]:
    """What the values of an optional column mean: nothing where the map names no such column."""
    if column not in content.part("columns").values:
        return {}
    return spelling.each_one_of(content, name, allowed)


def _levels(content: Part) -> dict[str, str]:
    if "level" not in content.part("columns").values:
        return {}
    found = content.texts("levels")
    for key, value in found.items():
        if len(value) > LEVEL_LENGTH:
            raise refuse(content.part("levels").at(key), _("write a name of at most 20 characters"))
    return found
