"""Typed, unforgiving access to what a YAML file holds: every refusal names the place and says what to write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from motorblok.kernel.errors import Invalid, Words

T = TypeVar("T")


class MapIsUnusable(Invalid):
    """The map does not say what is needed, or says it wrongly."""

    code = "map-is-unusable"


def refuse(place: str, words: Words, **values: object) -> MapIsUnusable:
    """A refusal whose sentence begins with the place in the map that it is about."""
    return MapIsUnusable(f"{place}: {str(words).format(**values)}.", field=place)


@dataclass(frozen=True, slots=True)
class Part:
    """One object of the file, and the way to it: `agreement.lines[2]`. Raises MapIsUnusable for what is not there."""

    place: str
    values: Mapping[str, Any]

    def only(self, *names: str) -> "Part":
        """The part itself, which may hold nothing but these names: a slip of the pen must not be overlooked."""
        for name in self.values:
            if name not in names:
                raise refuse(
                    self.at(str(name)),
                    _("there is no such setting; write one of {names}"),
                    names=", ".join(names),
                )
        return self

    def at(self, name: str) -> str:
        """The place of something in this part."""
        return f"{self.place}.{name}" if self.place else name

    def text(self, name: str, default: str | None = None) -> str:
        """A text that is not empty."""
        value = self._typed(
            name, str, default, _("write a text, in quotes where it looks like a number or a time")
        )
        if not value.strip() and default is None:
            raise refuse(self.at(name), _("write a text"))
        return str(value)

    def part(self, name: str) -> "Part":
        """An object within."""
        return Part(self.at(name), self._typed(name, dict, None, _("write names and values below it")))

    def parts(self, name: str) -> list["Part"]:
        """A list of objects within, at least one."""
        found = self._typed(name, list, None, _("write a list"))
        if not found or not all(isinstance(each, dict) for each in found):
            raise refuse(self.at(name), _("write a list of names and values"))
        return [Part(f"{self.at(name)}[{number}]", each) for number, each in enumerate(found)]

    def texts(self, name: str) -> dict[str, str]:
        """Texts by text, at least one."""
        found = self.part(name)
        if not found.values:
            raise refuse(found.place, _("write at least one line"))
        return {str(key): found.text(key) for key in found.values}

    def numbers(self, name: str, default: Sequence[int] | None = None) -> list[int]:
        """A list of whole numbers."""
        words = _("write a list of whole numbers, such as [50, 75, 90]")
        found = self._typed(name, list, default and list(default), words)
        if not all(type(each) is int for each in found):
            raise refuse(self.at(name), words)
        return list(found)

    def value(self, name: str, kind: type[T], words: Words) -> T:
        """A value of one kind; `words` say what to write instead."""
        found: T = self._typed(name, kind, None, words)
        return found

    def _typed(self, name: str, kind: type, default: Any, words: Words) -> Any:
        value = self.values.get(name, default)
        if value is None:
            raise refuse(self.at(name), _("this is missing"))
        if not isinstance(value, kind):
            raise refuse(self.at(name), words)
        return value
