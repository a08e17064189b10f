"""Clauses and clocks for the tests of credits: how many promises Acme's finance work kept and broke in October."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from billing.actions.credits import approve_credit
from billing.actions.proposals import propose_credits
from billing.models import Credit, Invoice, SlaClause, Subscription
from motorblok.accounts.models import Person
from motorblok.board.models import Row
from motorblok.kernel.actors import SYSTEM, Actor
from motorblok.kernel.ids import new_id
from motorblok.sla.models import Clock
from tenants.models import Client
from tests import cast
from tests.billing.billed import OCTOBER, final, subscription

MIDDLE = datetime(2026, 10, 15, 12, 0, tzinfo=UTC)
OVER = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)
TIERS = [{"below": "99", "percent": "5"}, {"below": "95", "percent": "10"}, {"below": "90", "percent": "25"}]
BOOKS = {"service_line": "finance"}
PAYROLL = {"service_line": "hr"}
REDUCED = BOOKS | {"vat_category": "reduced", "unit_price": Decimal(50)}


def clause(of: Subscription, **said: object) -> SlaClause:
    """99 % of all promises of finance, else 5, 10 or 25 % of the month's fee."""
    usual = {"service_line": "finance", "target": Decimal(99), "tiers": TIERS, "from_on": date(2026, 1, 1)}
    return SlaClause.objects.create(subscription=of, **(usual | said))


def clocks(client: Client, *, met: int = 0, missed: int = 0, at: datetime = MIDDLE, **said: object) -> None:
    """So many promises that were kept and broken, decided at an instant, each of a task of its own."""
    rows, made = [], []
    for n in range(met + missed):
        task = new_id()
        rows.append(
            _row(client, task, n, str(said.get("service_line", "finance")), bool(said.get("is_internal")))
        )
        made.append(
            _clock(f"task:{task}", "met" if n < met else "breached", at, str(said.get("kind", "resolution")))
        )
    Row.objects.bulk_create(rows)
    Clock.objects.bulk_create(made)


def actor(person: Person) -> Actor:
    """A person as one who acts."""
    return Actor("staff", str(person.id), person.name)


def fay() -> Actor:
    """Fay, who decides about money beside Olga."""
    return actor(cast.staff("Fay Finance", "fay@motorblok.test", "owner"))


def _row(client: Client, task: object, n: int, line: str, is_internal: bool) -> Row:
    return Row(
        client_id=client.id, task_id=task, number=f"ACME-{n + 1}", title="Work", service_line=line, priority="normal",
        state="resolved", is_internal=is_internal, received_at=MIDDLE, closed_at=MIDDLE,
    )  # fmt: skip


def _clock(subject: str, outcome: str, at: datetime, kind: str) -> Clock:
    return Clock(
        subject=subject, kind=kind, cycle=1, audience=1, promise={}, target_seconds=3600, state="stopped",
        consumed_seconds=3600, refreshed_at=at, started_at=at - timedelta(hours=2), due_at=at, breach_at=at,
        stopped_at=at, decided_at=at, outcome=outcome,
    )  # fmt: skip


def agreed(
    client: Client, *, prices: dict | None = None, clause: dict | None = None, **said: object
) -> tuple[Subscription, Invoice]:
    """A subscription with a clause on finance, and its final invoice for October."""
    of = subscription(client, prices=prices or {"books": BOOKS, "payroll": PAYROLL}, **said)
    _clause(of, clause or {})
    return of, final(of, OCTOBER)


def proposed(of: Subscription, *, at: datetime = OVER) -> list[Credit]:
    """What the clauses propose for October."""
    return propose_credits(of.id, OCTOBER.key, actor=SYSTEM, at=at)


def approved(of: Subscription) -> Credit:
    """The one credit that they propose, approved by Fay."""
    [credit] = proposed(of)
    return approve_credit(credit.id, actor=fay(), at=OVER)


def _clause(of: Subscription, said: dict) -> None:
    clause(of, **said)
