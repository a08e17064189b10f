"""A client's agreements in words, with all their versions, beside its calendars (inside the client's schema)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motorblok.console.calendar_shown import CalendarCard, calendar_cards
from motorblok.console.rules_shown import common_rules, usual_rules
from motorblok.console.terms import TermsLine, lines_shown
from motorblok.sla import queries
from motorblok.sla.versions import AgreementRow, AgreementVersionRow, Standing


@dataclass(frozen=True, slots=True)
class AgreementVersionShown:
    """One version: its lines in words, the rules that most of them share, and the percentages at which it warns."""

    number: int
    effective_at: datetime
    standing: Standing
    lines: tuple[TermsLine, ...]
    rules: tuple[str, ...]
    has_other_rules: bool
    warn: str

    @property
    def has_next_response(self) -> bool:
        """Whether any line promises it."""
        return any(line.next_response for line in self.lines)


@dataclass(frozen=True, slots=True)
class AgreementCard:
    """An agreement: the version that counts, and the others."""

    id: UUID
    name: str
    shown: AgreementVersionShown
    others: tuple[AgreementVersionShown, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything that is promised to a client."""

    agreements: tuple[AgreementCard, ...]
    calendars: tuple[CalendarCard, ...]
    may_agree: bool


def terms_shown(*, at: datetime) -> Terms:
    """The agreements and calendars of the client whose schema is in force; `may_agree` once a calendar is usable.

    Three statements.
    """
    calendars, agreements = queries.calendars(at=at), queries.agreements(at=at)
    names = {each.id: each.name for each in calendars}
    return Terms(
        agreements=tuple(_agreement(each, names) for each in agreements),
        calendars=calendar_cards(calendars, year=at.year),
        may_agree=any(each.is_usable for each in calendars),
    )


def _agreement(row: AgreementRow, names: Mapping[UUID, str]) -> AgreementCard:
    others = tuple(_agreement_version(each, names) for each in row.versions if each is not row.shown)
    return AgreementCard(row.id, row.name, _agreement_version(row.shown, names), others)


def _agreement_version(row: AgreementVersionRow, names: Mapping[UUID, str]) -> AgreementVersionShown:
    return AgreementVersionShown(
        row.number,
        row.effective_at,
        row.standing,
        lines_shown(row.terms, calendars=names),
        usual_rules(row.terms.lines),
        common_rules(row.terms.lines) is None,
        ", ".join(f"{each}\N{NO-BREAK SPACE}%" for each in row.terms.warn),
    )
