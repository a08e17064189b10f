"""When a line of a log happened: local readings of a clock made instants, or refused with a reason."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from motorblok.exchange.logs.lines import LineIsBroken
from motorblok.sla import zones

EARLIEST = datetime(1972, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How a log writes its times. `time_format` as of strptime, empty for ISO 8601; `now` bounds them above.

    A time with its own offset needs no zone. An hour that the zone's clock shows twice counts as the first, as in
    business time; one that it skips does not exist, and its line is broken.
    """

    zone: str
    time_format: str
    now: datetime

    def read(self, text: str, *, is_date: bool = False) -> datetime:
        """The instant, in UTC; a date of XML is ISO 8601 whatever the log's format. Raises LineIsBroken."""
        at = self._instant(self._parsed(text, "" if is_date else self.time_format), text)
        if not EARLIEST <= at <= self.now:
            raise LineIsBroken(_("The time {text} is before 1972 or in the future.").format(text=text))
        return at

    def _parsed(self, text: str, form: str) -> datetime:
        try:
            if form:
                return datetime.strptime(text, form)  # noqa: DTZ007  the zone follows
            return datetime.fromisoformat(text)
        except ValueError as error:
            words = _("The time {text} is not written as {form}.")
            raise LineIsBroken(words.format(text=repr(text), form=form or "ISO 8601")) from error

    def _instant(self, parsed: datetime, text: str) -> datetime:
        if parsed.tzinfo is not None:
            return parsed.astimezone(UTC)
        zone = zones.zone(self.zone)
        at = parsed.replace(tzinfo=zone, fold=0).astimezone(UTC)
        if at.astimezone(zone).replace(tzinfo=None) != parsed:
            words = _("The time {text} does not exist in {zone}: its clock skips that hour.")
            raise LineIsBroken(words.format(text=text, zone=self.zone))
        return at
