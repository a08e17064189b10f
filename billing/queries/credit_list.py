"""Credits as pages show them: a list with those first that wait, and one with its evidence and where its money went."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing import speaking
from billing.models import Credit, Invoice
from billing.periods import Period
from motorblok.accounts.models import Person
from motorblok.kernel.errors import NotFound

STATES: Mapping[str, str | Promise] = {
    "proposed": _("to be approved"),
    "approved": _("waits for an invoice"),
    "posted": _("on an invoice"),
    "rejected": _("rejected"),
    "reversed": _("taken back"),
}


@dataclass(frozen=True, slots=True)
class CreditRow:
    """A credit in a list; `amount` minor units before VAT."""

    id: UUID
    client: str
    slug: str
    service_line: str
    period_key: str
    amount: int
    currency: str
    reason: str
    state: str
    state_words: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class CreditPage:
    """Some rows; `after` asks for the next ones, if there are any."""

    rows: tuple[CreditRow, ...]
    after: UUID | None


@dataclass(frozen=True, slots=True)
class MissedClock:
    """A promise that was missed: the task's number, the kind of target, and when it was broken."""

    number: str
    target: str
    breach_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a clause was measured by: percentages as text, the month's fee in minor units; empty for what a person said."""

    attainment: str
    target: str
    met: int
    decided: int
    excluded: int
    percent: str
    cap_percent: str
    fee: int
    measured: Period
    clocks: tuple[MissedClock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditShown:
    """A credit whole: who proposed and who decided, its evidence, and the invoices it went on and came back on."""

    row: CreditRow
    proposed_by: str
    proposed_by_id: str
    decided_by: str
    decided_at: datetime | None
    evidence: Evidence | None
    posted_on: Invoice | None
    charged_back_on: Invoice | None
    carried: tuple[CreditRow, ...]
    carried_from_id: UUID | None
    claim_id: UUID | None
    is_open: bool
    may_be_taken_back: bool


def credit_page(*, state: str, size: int, after: UUID | None = None) -> CreditPage:
    """The credits of a state, or all; those that wait first, else the newest first."""
    found = _asked().filter(**({"state": state} if state else {}))
    ranked = found.annotate(rank=_rank()).order_by("rank", "-proposed_at", "-id")
    if after and (last := ranked.filter(id=after).first()):
        older = Q(proposed_at__lt=last.proposed_at) | Q(proposed_at=last.proposed_at, id__lt=after)
        ranked = ranked.filter(Q(rank__gt=last.rank) | (Q(rank=last.rank) & older))
    rows = list(ranked[: size + 1])
    following = rows[size - 1].id if len(rows) > size else None
    return CreditPage(tuple(map(_row, rows[:size])), following)


def credit_shown(credit_id: UUID) -> CreditShown:
    """One credit. Raises NotFound."""
    found = _asked().select_related("posted_on", "charged_back_on").filter(id=credit_id).first()
    if found is None:
        raise NotFound
    names = _names(found.proposed_by, found.decided_by)
    state = Credit.State(found.state)
    return CreditShown(
        row=_row(found),
        proposed_by=names[found.proposed_by],
        proposed_by_id=found.proposed_by.partition(":")[2],
        decided_by=names[found.decided_by],
        decided_at=found.decided_at,
        evidence=_evidence(found.evidence) if found.evidence.get("kind") == "attainment" else None,
        posted_on=found.posted_on,
        charged_back_on=found.charged_back_on,
        carried=tuple(_row(each) for each in _asked().filter(carried_from=found).order_by("id")),
        carried_from_id=found.carried_from_id,
        claim_id=found.claim_id,
        is_open=state == Credit.State.PROPOSED,
        may_be_taken_back=state in (Credit.State.APPROVED, Credit.State.POSTED),
    )


def _asked() -> QuerySet[Credit]:
    return Credit.objects.select_related("debtor__client")


def _rank() -> Case:
    waits = When(state=Credit.State.PROPOSED, then=Value(0))
    return Case(waits, default=Value(1), output_field=IntegerField())


def _row(credit: Credit) -> CreditRow:
    client = credit.debtor.client
    return CreditRow(
        id=credit.id,
        client=client.name,
        slug=client.slug,
        service_line=credit.service_line,
        period_key=credit.period_key,
        amount=credit.amount,
        currency=credit.currency,
        reason=speaking.chosen(credit.reason_en, credit.reason_nl),
        state=credit.state,
        state_words=str(STATES[credit.state]),
        proposed_at=credit.proposed_at,
    )


def _evidence(said: Mapping[str, Any]) -> Evidence:
    return Evidence(
        attainment=said["attainment"],
        target=said["target"],
        met=said["met"],
        decided=said["decided"],
        excluded=said["excluded"],
        percent=said["percent"],
        cap_percent=said["cap_percent"],
        fee=int(said["fee"]),
        measured=Period(date.fromisoformat(said["from_on"]), date.fromisoformat(said["until_on"])),
        clocks=tuple(_clock(each) for each in said["clocks"]),
    )


def _clock(said: Mapping[str, str]) -> MissedClock:
    at = said["breach_at"]
    return MissedClock(said["number"], said["target"], datetime.fromisoformat(at) if at else None)


def _names(*actors: str) -> dict[str, str]:
    """The names of who acted; the system is called by its own word."""
    ids = {actor: actor.partition(":")[2] for actor in actors if actor.startswith("staff:")}
    known = dict(Person.objects.filter(id__in=ids.values()).values_list("id", "name"))
    named = {
        actor: next((name for key, name in known.items() if str(key) == id_), "")
        for actor, id_ in ids.items()
    }
    return {actor: named.get(actor) or (str(_("the system")) if actor else "") for actor in actors}
