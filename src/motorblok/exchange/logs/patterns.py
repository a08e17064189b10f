"""Texts with places to fill, such as `Client {customer}`: what stands in braces is the name of a column."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from motorblok.exchange.logs.content import refuse

# Not str.format: names of columns may hold spaces and colons, and nothing may reach into an object.
PLACE = re.compile(r"\{([^{}]+)\}")
CUT = "…"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text whose {names} are filled with the values of one line of a log."""

    text: str

    def fill(self, values: Mapping[str, str]) -> str:
        """The text with the values in place, runs of white space made one space; what a line does not have is left out."""
        return " ".join(PLACE.sub(lambda found: values.get(found[1], ""), self.text).split())

    def fill_within(self, values: Mapping[str, str], length: int) -> str:
        """The filled text, cut to at most `length` characters; an ellipsis shows that it was cut."""
        filled = self.fill(values)
        return filled if len(filled) <= length else filled[: length - 1] + CUT

    def must_fit(self, columns: Collection[str], *, place: str) -> None:
        """Raises MapIsUnusable where the text names a column that the log does not have."""
        for name in PLACE.findall(self.text):
            if name not in columns:
                raise refuse(place, _("the log has no column {name}"), name=name)
