"""A credit in the portal: why it was given, each missed promise behind it that the viewer may see, and where the money went."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from billing import speaking
from billing.queries.credit_list import Evidence
from billing.queries.credit_told import credit_told
from motorblok.accounts.doors import ContactRequest, contact_only
from motorblok.accounts.models import ContactRole
from motorblok.kernel import bars
from motorblok.kernel.bars import Bar
from motorblok.portal.door import draw, now
from motorblok.portal.words import TARGETS, line_names
from motorblok.visibility.missed import Missed, MissedSeen, Named, missed
from motorblok.visibility.seen import PromiseSeen

PAGE = 50


@dataclass(frozen=True, slots=True)
class MissedShown:
    """A missed promise in words: when it was due, when it was kept after all, and how late that was."""

    number: str
    title: str
    words: str
    due_at: datetime | None
    met_at: datetime | None
    bar: Bar


@dataclass(frozen=True, slots=True)
class Figures:
    """The percentages of the evidence as the reader writes them."""

    target: str
    attained: str
    percent: str
    cap: str


@contact_only(ContactRole.DIRECTOR)
@require_safe
def credit(request: ContactRequest, credit_id: UUID) -> HttpResponse:
    """One credit of the viewer's own client, with its evidence in pages."""
    at, skip = now(), _skip(request)
    found = credit_told(credit_id, client_id=request.viewer.client_id)
    behind = missed(request.viewer, _named(found.evidence), at=at, skip=skip, size=PAGE)
    context: dict[str, Any] = {
        "credit": found,
        "figures": _figures(found.evidence) if found.evidence else None,
        "line_words": line_names().get(found.service_line, found.service_line),
        "missed": [_shown(each, at=at) for each in behind.shown],
        "unseen": behind.unseen,
        "after": _after(behind, skip),
        "is_later": skip > 0,
    }
    return draw(request, "portal/billing/credit.html", section="billing", **context)


def _figures(of: Evidence) -> Figures:
    written = (of.target, of.attainment, of.percent, of.cap_percent)
    return Figures(*(speaking.number(Decimal(each)) for each in written))


def _named(evidence: Evidence | None) -> list[Named]:
    clocks = evidence.clocks if evidence else ()
    return [Named(each.number, each.target, each.breach_at) for each in clocks]


def _shown(each: MissedSeen, *, at: datetime) -> MissedShown:
    promise = each.promise
    return MissedShown(
        number=each.number,
        title=each.title,
        words=str(TARGETS.get(each.kind, each.kind)),
        due_at=(promise and promise.due_at) or each.breach_at,
        met_at=promise.stopped_at if promise else None,
        bar=_late(promise, at=at) if promise else bars.absent(),
    )


def _late(promise: PromiseSeen, *, at: datetime) -> Bar:
    """How late it was, or is by now: from its breach on, as everywhere."""
    until = promise.stopped_at or at
    return bars.stopped(
        met=False, stopped_at=until, due_at=promise.due_at, breach_at=promise.breach_at, share=100
    )


def _skip(request: ContactRequest) -> int:
    said = request.GET.get("skip", "")
    return min(int(said), 1_000_000) if said.isdecimal() and len(said) < 8 else 0


def _after(behind: Missed, skip: int) -> int | None:
    return skip + PAGE if behind.seen > skip + PAGE else None
