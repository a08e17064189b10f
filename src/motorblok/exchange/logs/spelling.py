"""How single settings of a map are spelt: read one, or refuse it by its place and say what to write."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from motorblok.exchange.logs.content import Part, refuse
from motorblok.sla import zones


def short(content: Part, name: str) -> str:
    """A name of one line that a table keeps."""
    value = content.text(name)
    if len(value) > 40 or not value.isprintable():
        raise refuse(content.at(name), _("write a name of at most 40 characters"))
    return value


def encoding(content: Part) -> str:
    """The encoding of a CSV file; UTF-8 with or without a byte order mark where nothing is said."""
    value = content.text("encoding", "utf-8")
    try:
        return "utf-8-sig" if "".encode(value) == b"" and value.lower() in {"utf-8", "utf8"} else value
    except LookupError as error:
        raise refuse(content.at("encoding"), _("write an encoding such as utf-8 or cp1252")) from error


def delimiter(content: Part) -> str:
    """What stands between the values of a CSV file; a comma where nothing is said."""
    value = str(content.values.get("delimiter", ","))
    if len(value) != 1 or value in '"\r\n':
        raise refuse(content.at("delimiter"), _('write one character, such as ";"'))
    return value


def time_zone(content: Part, name: str) -> str:
    """A zone of the IANA database."""
    value = content.text(name)
    if value not in zones.names():
        raise refuse(content.at(name), _("write a time zone of the IANA database, such as Europe/Rome"))
    return value


def one_of(content: Part, name: str, choices: Collection[str], *, default: str | None = None) -> str:
    """One of a few words."""
    value = content.text(name, default)
    if value not in choices:
        raise refuse(content.at(name), _("write one of {choices}"), choices=", ".join(choices))
    return value


def each_one_of(content: Part, name: str, choices: Collection[str]) -> dict[str, str]:
    """One of a few words for each value of the log."""
    found = Part(content.at(name), content.texts(name))
    return {key: one_of(found, key, choices) for key in found.values}


def choices(content: Part, name: str) -> dict[str, frozenset[str]]:
    """Lists of values by column; none where nothing is said."""
    if name not in content.values:
        return {}
    part = content.part(name)
    return {str(key): _texts(part, str(key)) for key in part.values}


def _texts(part: Part, name: str) -> frozenset[str]:
    found = part.values[name]
    if not isinstance(found, list) or not found or not all(isinstance(each, str) for each in found):
        raise refuse(
            part.at(name), _("write a list of texts, in quotes where they look like a number or a time")
        )
    return frozenset(found)
