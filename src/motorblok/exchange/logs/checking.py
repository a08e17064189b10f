"""Makes a line of the file a line in our own words, or says why it cannot be one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from motorblok.exchange.logs.instants import Clock
from motorblok.exchange.logs.lines import BrokenLine, Line, LineIsBroken, RawLine
from motorblok.exchange.logs.mapping import LogMap
from motorblok.exchange.logs.rules import Verb
from motorblok.work.models import Priority
from tenants.models import CODE, SLUG

KEY_LENGTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A client or person as the map names it. `address` is what must be its own: a slug, an e-mail address."""

    name: str
    address: str
    code: str = ""


@dataclass(slots=True)
class Checker:
    """Checks line after line. It remembers the clients and people seen, for no two may share an address."""

    plan: LogMap
    clock: Clock
    clients: dict[str, Named] = field(default_factory=dict)
    people: dict[str, Named] = field(default_factory=dict)
    _taken: dict[tuple[str, str], str] = field(default_factory=dict)

    def check(self, raw: RawLine) -> Line | BrokenLine:
        """The line in our own words, or broken with the first reason found."""
        given = {meaning: raw.values.get(column, "").strip() for meaning, column in self.plan.columns.items()}
        try:
            return self._line(raw, given)
        except LineIsBroken as error:
            return BrokenLine(raw.number, given["task"], str(error), raw.place)

    def _line(self, raw: RawLine, given: Mapping[str, str]) -> Line:
        self._must_be_whole(raw, given)
        line = Line(
            number=raw.number,
            task=given["task"],
            client=given["client"],
            person=given["staff"],
            verb=Verb(self._meaning("activities", given["activity"])),
            is_final=given["activity"] in self.plan.rules.final,
            priority=self._meaning("priorities", given["priority"])
            if "priority" in given
            else Priority.NORMAL,
            level=self._meaning("levels", given["level"]) if "level" in given else "",
            at=self.clock.read(given["at"], is_date=self.plan.columns["at"] in raw.dates),
            trace=raw.trace,
            values=raw.values,
        )
        self._must_name(self.clients, "clients", line.client, raw.values)
        self._must_name(self.people, "staff", line.person, raw.values)
        return line

    def _must_be_whole(self, raw: RawLine, given: Mapping[str, str]) -> None:
        for meaning, value in given.items():
            if not value:
                raise LineIsBroken(_("The column {name} is empty.").format(name=self.plan.columns[meaning]))
        if any("\x00" in value for value in raw.values.values()):
            raise LineIsBroken(_("It holds a character that cannot be kept (NUL)."))
        if len(given["task"]) > KEY_LENGTH:
            raise LineIsBroken(
                _("The column {name} is longer than 100 characters.").format(name=self.plan.columns["task"])
            )

    def _meaning(self, part: str, value: str) -> str:
        known: Mapping[str, str] = getattr(self.plan, part)
        if value not in known:
            raise LineIsBroken(
                _("“{value}” is not among the {part} of the map.").format(value=value, part=part)
            )
        return known[value]

    def _must_name(self, known: dict[str, Named], part: str, value: str, values: Mapping[str, str]) -> None:
        if value in known:
            return
        named = self._client(values) if part == "clients" else self._person(values)
        for own in filter(None, (named.address, named.code)):
            first = self._taken.setdefault((part, own), value)
            if first != value:
                words = _("“{value}” and “{first}” would both get {own}.")
                raise LineIsBroken(words.format(value=value, first=first, own=own))
        known[value] = named

    def _client(self, values: Mapping[str, str]) -> Named:
        patterns = self.plan.patterns
        named = Named(
            name=patterns["clients.name"].fill_within(values, 200),
            address=patterns["clients.slug"].fill(values).lower(),
            code=patterns["clients.code"].fill(values).upper(),
        )
        words = _("“{value}” cannot be a client's address: it needs 1 to 50 of a-z, 0-9 and hyphens.")
        _must_match(
            SLUG, named.address if len(named.address) <= 50 else "", words.format(value=named.address)
        )
        words = _("“{value}” cannot be a client's code: it needs 2 to 12 of A-Z and 0-9.")
        _must_match(CODE, named.code, words.format(value=named.code))
        return named

    def _person(self, values: Mapping[str, str]) -> Named:
        patterns = self.plan.patterns
        named = Named(
            name=patterns["staff.name"].fill_within(values, 120),
            address=patterns["staff.email"].fill(values).lower(),
        )
        _must_match(
            validate_email, named.address, _("“{value}” is no e-mail address.").format(value=named.address)
        )
        return named


def _must_match(validate: Callable[[str], None], value: str, words: str) -> None:
    try:
        validate(value)
    except ValidationError as error:
        raise LineIsBroken(words) from error
