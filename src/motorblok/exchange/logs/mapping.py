"""The map: what the columns, activities and values of a log mean in our own words. Read from YAML, checked whole."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.utils.translation import gettext_lazy as _

from motorblok.exchange.logs.content import MapIsUnusable, Part, refuse
from motorblok.exchange.logs.patterns import Pattern
from motorblok.exchange.logs.terms import Terms, read_terms
from motorblok.sla import zones
from motorblok.work.models import Priority

MEANINGS = ("task", "activity", "at", "client", "staff", "priority", "level")
VERBS = ("take", "resolve", "nothing")
FORMATS = ("csv",)
LEVEL_LENGTH = 20
SETTINGS = (
    "log", "format", "encoding", "delimiter", "time_zone", "time_format", "columns", "clients", "staff", "tasks",
    "priorities", "levels", "activities", "calendar", "agreement",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LogMap:
    """How to read one log. `columns` gives the log's column for each of MEANINGS; `patterns` are named by their place
    in the file, such as `clients.slug`. Patterns are filled with the log's own columns."""

    log: str
    format: str
    encoding: str
    delimiter: str
    time_zone: str
    time_format: str
    columns: Mapping[str, str]
    patterns: Mapping[str, Pattern]
    language: str
    service_line: str
    priorities: Mapping[str, str]
    levels: Mapping[str, str]
    activities: Mapping[str, str]
    terms: Terms

    def must_fit(self, columns: Collection[str]) -> None:
        """Raises MapIsUnusable where a pattern names a column that the log does not have."""
        for place, each in self.patterns.items():
            each.must_fit(columns, place=place)


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
    staff = content.part("staff").only("name", "email")
    tasks = content.part("tasks").only("title", "description", "answer", "service_line")
    texts = [
        (clients, ("name", "slug", "code")),
        (staff, ("name", "email")),
        (tasks, ("title", "description", "answer")),
    ]
    return LogMap(
        log=_short(content, "log"),
        format=_one_of(content, "format", FORMATS, default="csv"),
        encoding=_encoding(content),
        delimiter=_delimiter(content),
        time_zone=_time_zone(content),
        time_format=content.text("time_format", ""),
        columns={name: content.part("columns").only(*MEANINGS).text(name) for name in MEANINGS},
        patterns={part.at(name): Pattern(part.text(name)) for part, names in texts for name in names},
        language=_one_of(clients, "language", ("en", "nl"), default="nl"),
        service_line=tasks.text("service_line"),
        priorities=_each_one_of(content, "priorities", Priority.values),
        levels=_levels(content),
        activities=_each_one_of(content, "activities", VERBS),
        terms=read_terms(content),
    )


def _short(content: Part, name: str) -> str:
    value = content.text(name)
    if len(value) > 40 or not value.isprintable():
        raise refuse(content.at(name), _("write a name of at most 40 characters"))
    return value


def _encoding(content: Part) -> str:
    value = content.text("encoding", "utf-8")
    try:
        return "utf-8-sig" if "".encode(value) == b"" and value.lower() in {"utf-8", "utf8"} else value
    except LookupError as error:
        raise refuse(content.at("encoding"), _("write an encoding such as utf-8 or cp1252")) from error


def _delimiter(content: Part) -> str:
    value = str(content.values.get("delimiter", ","))
    if len(value) != 1 or value in '"\r\n':
        raise refuse(content.at("delimiter"), _('write one character, such as ";"'))
    return value


def _time_zone(content: Part) -> str:
    value = content.text("time_zone")
    if value not in zones.names():
        raise refuse(
            content.at("time_zone"), _("write a time zone of the IANA database, such as Europe/Rome")
        )
    return value


def _one_of(content: Part, name: str, choices: Collection[str], *, default: str | None = None) -> str:
    value = content.text(name, default)
    if value not in choices:
        raise refuse(content.at(name), _("write one of {choices}"), choices=", ".join(choices))
    return value


def _levels(content: Part) -> dict[str, str]:
    found = content.texts("levels")
    for key, value in found.items():
        if len(value) > LEVEL_LENGTH:
            raise refuse(content.part("levels").at(key), _("write a name of at most 20 characters"))
    return found


def _each_one_of(content: Part, name: str, choices: Collection[str]) -> dict[str, str]:
    found = content.part(name)
    return {key: _one_of(found, key, choices) for key in content.texts(name)}
