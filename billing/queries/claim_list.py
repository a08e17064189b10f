"""Claims as pages show them, alike at console and portal: a list, and one with what came of it; staff's names for staff alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing import naming
from billing.models import Claim, Credit, Invoice
from billing.queries.credit_list import STATES as CREDIT_STATES
from motorblok.accounts.models import Person
from motorblok.kernel.errors import NotFound

STATES: Mapping[str, str | Promise] = {
    "open": _("waits for an answer"),
    "taken_up": _("taken up"),
    "agreed": _("agreed, waits for an invoice"),
    "credited": _("credited"),
    "reversed": _("taken back"),
    "declined": _("declined"),
    "withdrawn": _("withdrawn"),
}
"""What a claim is called: while it is taken up its credits tell how far it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim in a list; `number` is of the task that it is about, empty for a whole month. `state` is a key of STATES."""

    id: UUID
    client: str
    slug: str
    service_line: str
    line_words: str
    period_key: str
    number: str
    words: str
    state: str
    state_words: str
    claimed_at: datetime
    claimed_by: str

    @property
    def is_open(self) -> bool:
        """Whether somebody must still answer it."""
        return self.state == Claim.State.OPEN


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """Some rows; `after` asks for the next ones, if there are any."""

    rows: tuple[ClaimRow, ...]
    after: UUID | None


@dataclass(frozen=True, slots=True)
class ClaimCredit:
    """What was proposed for a claim: minor units before VAT, and the invoice or credit note that it stands on."""

    id: UUID
    amount: int
    currency: str
    state: str
    state_words: str
    stands_on: Invoice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimShown:
    """A claim whole: the client's words, the answer to them, and the credits that were proposed."""

    row: ClaimRow
    client_id: UUID
    claimed_by_id: str
    decided_by: str
    decided_at: datetime | None
    answer: str
    currency: str
    credits: tuple[ClaimCredit, ...]

    @property
    def agreed(self) -> tuple[ClaimCredit, ...]:
        """What a second person agreed to: before that a sum is nobody's promise, and not for the client's eyes."""
        return tuple(each for each in self.credits if each.state in AGREED)


HOW_FAR = (
    (Credit.State.POSTED, "credited"),
    (Credit.State.APPROVED, "agreed"),
    (Credit.State.PROPOSED, "taken_up"),
    (Credit.State.REVERSED, "reversed"),
)
"""What a claim is called by the furthest of its credits; one that was taken back counts where nothing else is left."""
AGREED = (Credit.State.APPROVED, Credit.State.POSTED)


def claim_page(
    *, state: str = "", debtor_id: UUID | None = None, size: int, after: UUID | None = None
) -> ClaimPage:
    """The claims in a state of their own (open, taken_up, ...), or all, of all debtors or one; those that wait first.

    Four statements, however many there are.
    """
    found = _asked().filter(**({"state": state} if state else {}))
    if debtor_id:
        found = found.filter(debtor=debtor_id)
    ranked = found.annotate(rank=_rank()).order_by("rank", "-claimed_at", "-id")
    if after and (last := ranked.filter(id=after).first()):
        older = Q(claimed_at__lt=last.claimed_at) | Q(claimed_at=last.claimed_at, id__lt=after)
        ranked = ranked.filter(Q(rank__gt=last.rank) | (Q(rank=last.rank) & older))
    rows = list(ranked[: size + 1])
    names = names_of(each.claimed_by for each in rows)
    following = rows[size - 1].id if len(rows) > size else None
    return ClaimPage(tuple(_row(each, names) for each in rows[:size]), following)


def count_open_claims() -> int:
    """How many claims of all clients wait for an answer."""
    return Claim.objects.filter(state=Claim.State.OPEN).count()


def claim_shown(claim_id: UUID, *, debtor_id: UUID | None = None) -> ClaimShown:
    """One claim, of one debtor where that is given. Raises NotFound."""
    asked = _asked().filter(debtor=debtor_id) if debtor_id else _asked()
    found = asked.filter(id=claim_id).first()
    if found is None:
        raise NotFound
    names = names_of((found.claimed_by, found.decided_by))
    return ClaimShown(
        row=_row(found, names),
        client_id=found.debtor_id,
        claimed_by_id=found.claimed_by.partition(":")[2],
        decided_by=names.get(found.decided_by, ""),
        decided_at=found.decided_at,
        answer=found.answer,
        currency=found.debtor.currency,
        credits=tuple(map(_credit, found.credits.all())),
    )


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """The names of these people, staff or contacts, by actor. One statement."""
    ids = {actor.partition(":")[2]: actor for actor in actors if actor.startswith(("staff:", "contact:"))}
    known = Person.objects.filter(id__in=ids).values_list("id", "name")
    return {ids[str(person_id)]: name for person_id, name in known}


def _asked() -> QuerySet[Claim]:
    credits = Credit.objects.select_related("posted_on").order_by("proposed_at", "id")
    return Claim.objects.select_related("debtor__client").prefetch_related(Prefetch("credits", credits))


def _rank() -> Case:
    waits = When(state=Claim.State.OPEN, then=Value(0))
    return Case(waits, default=Value(1), output_field=IntegerField())


def _row(claim: Claim, names: Mapping[str, str]) -> ClaimRow:
    client, state = claim.debtor.client, _state(claim)
    return ClaimRow(
        id=claim.id,
        client=client.name,
        slug=client.slug,
        service_line=claim.service_line,
        line_words=naming.service_line(claim.service_line, {}),
        period_key=claim.period_key,
        number=claim.number,
        words=claim.words,
        state=state,
        state_words=str(STATES[state]),
        claimed_at=claim.claimed_at,
        claimed_by=names.get(claim.claimed_by, ""),
    )


def _state(claim: Claim) -> str:
    states = {credit.state for credit in claim.credits.all()}
    if claim.state == Claim.State.TAKEN_UP:
        return next((words for state, words in HOW_FAR if state in states), "taken_up")
    return str(claim.state)


def _credit(credit: Credit) -> ClaimCredit:
    return ClaimCredit(
        credit.id,
        credit.amount,
        credit.currency,
        credit.state,
        str(CREDIT_STATES[credit.state]),
        credit.posted_on,
    )
