"""What the forms of a page would send as they stand, as a browser would fill them in."""

from collections.abc import Sequence
from html.parser import HTMLParser

Attributes = Sequence[tuple[str, str | None]]
UNSENT = {"submit", "button", "reset", "image", "file"}
CHECKED = {"radio", "checkbox"}


class Forms(HTMLParser):
    """The forms of a page in their order, each with its action and its fields."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self._open = False
        self._select = self._area = ""
        self.feed(text)

    def to(self, action: str) -> dict[str, str] | None:
        """The fields of the first form that is sent there; None where there is none."""
        return next((fields for where, fields in self.found if where == action), None)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((given.get("action", ""), {}))
            self._open = True
        elif self._open:
            self._field(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[-1][1][self._area] += data.removeprefix("\n")

    def _field(self, tag: str, given: dict[str, str]) -> None:
        fields, name = self.found[-1][1], given.get("name", "")
        if tag == "input" and name and _is_sent(given):
            fields[name] = given.get("value", "")
        elif tag == "textarea" and name:
            fields[name], self._area = "", name
        elif tag == "select" and name:
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in fields):
            fields[self._select] = given.get("value", "")


def _is_sent(given: dict[str, str]) -> bool:
    kind = given.get("type", "text")
    return kind not in UNSENT and (kind not in CHECKED or "checked" in given)
