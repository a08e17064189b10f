"""A gateway in a storm: thousands of objects that change while its messages come late, twice, in any order or not at all.

The gateway is in memory and answers as it is at that instant; all that is ours is real: the rows, the locks, the money.
"""

import random
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import connection

from billing.actions.inbound import take_in, work_off
from billing.actions.reconciling import reconcile
from billing.comparing import differences
from billing.gateways import choosing
from billing.gateways.port import Kind, Notice, Seen, SeenPayment
from billing.linking import Name, find, link
from billing.models import Debtor, InboundEvent, Payment, Reconciliation
from billing.queries.gateways import waiting_notices
from motorblok.kernel import schema

DELIVERIES, OBJECTS, WORKERS = 10_000, 1_200, 8
LOST, CRASHES = 0.05, 0.03
STATES = ("active", "past_due", "active", "paused", "ended")
NAME = "storm"


class Killed(BaseException):
    """A worker that is gone at once, as kill -9 leaves it: nothing of it is tidied up."""


@dataclass
class Far:
    """One object at the gateway: how it is, and what was paid for it."""

    kind: Kind
    state: str = "open"
    step: int = 0
    paid: list[SeenPayment] = field(default_factory=list)


class StormGateway:
    """The gateway in memory. Its messages carry nothing but names; a fetch may kill whoever asks."""

    name, livemode = NAME, False

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.lock = chance, threading.Lock()
        self.things: dict[str, Far] = {}
        self.crashing = True
        self.crashes = 0

    def change(self, external_id: str, at: datetime) -> str:
        """Something happens to an object; answers the name of the message about it."""
        with self.lock:
            thing = self.things[external_id]
            thing.step += 1
            if thing.kind == "subscription":
                thing.state = self.chance.choice(STATES)
            elif len(thing.paid) < 2:
                thing.paid.append(
                    SeenPayment(
                        external_id=f"pay-{external_id}-{thing.step}",
                        amount=100 + thing.step,
                        currency="EUR",
                        at=at,
                    )
                )
                thing.state = "paid"
            else:
                thing.state = self.chance.choice(("paid", "uncollectible"))
            return f"evt|{external_id}|{thing.step}"

    def fetch(self, kind: Kind, external_id: str) -> Seen | None:
        self.maybe_die()
        with self.lock:
            thing = self.things.get(external_id)
            return self._seen(external_id, thing) if thing else None

    def maybe_die(self) -> None:
        if self.crashing and self.chance.random() < CRASHES:
            self.crashes += 1
            raise Killed

    def list_changed(self, since: datetime, *, at: datetime) -> Iterator[Seen]:
        with self.lock:
            found = [self._seen(each, thing) for each, thing in self.things.items()]
        yield from found

    def read_notice(self, body: bytes, headers: Mapping[str, str], *, at: datetime) -> Notice:
        _, external_id, _ = body.decode().split("|")
        return Notice(
            external_id=body.decode(), kind="changed", about=self.things[external_id].kind, object_id=external_id,
            api_version="", livemode=False, matches=True,
        )  # fmt: skip

    @staticmethod
    def _seen(external_id: str, thing: Far) -> Seen:
        return Seen(
            kind=thing.kind, external_id=external_id, state=thing.state, livemode=False, currency="EUR",
            payments=tuple(thing.paid), mirror={"step": thing.step},
        )  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """How a storm ended."""

    deliveries: int
    lost: int
    crashes: int
    missed_before: int
    wrong: int
    doubled: int
    unpaid: int
    unsettled: int


def storm(
    debtors: list[Debtor], *, seed: int, deliveries: int = DELIVERIES, objects: int = OBJECTS
) -> Outcome:
    """Let it rage, let the sweep finish, compare, and count what is wrong."""
    chance = random.Random(seed)
    far = StormGateway(chance)
    choosing.put(NAME, far)
    try:
        _links(far, debtors, objects)
        lost = _rage(far, chance, deliveries)
        _sweep(far)
        missed = _wrong(far)
        reconcile(NAME, since=datetime(2000, 1, 1, tzinfo=UTC), at=datetime.now(UTC))
        return _outcome(far, deliveries, lost, missed)
    finally:
        choosing.put(NAME, None)


def _links(far: StormGateway, debtors: list[Debtor], objects: int) -> None:
    for n in range(objects):
        kind: Kind = "invoice" if n % 3 == 0 else "subscription"
        far.things[f"{kind}-{n}"] = Far(kind)
        link(Name(NAME, kind, f"{kind}-{n}"), debtor_id=debtors[n % len(debtors)].pk)


def _rage(far: StormGateway, chance: random.Random, deliveries: int) -> int:
    """Things change while messages arrive: each delivery is of a change that has happened, and any may come again."""
    names, waiting, lost = list(far.things), [], 0
    plan: list[str] = []
    while len(plan) < deliveries:
        told = far.change(chance.choice(names), datetime.now(UTC))
        if chance.random() < LOST:
            lost += 1
            continue
        plan += [told] * chance.choice((1, 1, 2, 3))
        waiting.append(told)
    plan = plan[:deliveries]
    # Shuffled over their whole way: a change may be told of long before and long after others.
    chance.shuffle(plan)
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda part: _work(far, part), [plan[n::WORKERS] for n in range(WORKERS)]))
    return lost


def _work(far: StormGateway, part: list[str]) -> None:
    """One worker: it takes in what arrives, works some of it off, and falls over now and then."""
    chance = random.Random(part[0])
    names = list(far.things)
    try:
        with schema.entered(schema.PUBLIC):
            for n, told in enumerate(part):
                _store(told)
                if n % 40 == 0:
                    far.change(chance.choice(names), datetime.now(UTC))
                if n % 4 == 0:
                    _work_some(far)
    finally:
        connection.close()


def _store(told: str) -> None:
    take_in(NAME, body=told.encode(), headers={}, at=datetime.now(UTC))


def _work_some(far: StormGateway) -> None:
    for each in waiting_notices(at=datetime.now(UTC), most=4):
        try:
            work_off(each, at=datetime.now(UTC))
            far.maybe_die()
        except Killed:
            connection.close()  # its transaction, if it had one, is gone with it
            schema.choose(schema.PUBLIC)


def _sweep(far: StormGateway) -> None:
    """What nobody finished is finished when its lease is over: the sweep looks as if that time had passed."""
    far.crashing = False
    ahead = timedelta(0)
    while InboundEvent.objects.filter(gateway=NAME, state__in=["received", "failed"]).exists():
        ahead += timedelta(minutes=3)
        for each in waiting_notices(at=datetime.now(UTC) + ahead, most=500):
            work_off(each, at=datetime.now(UTC) + ahead)


def _wrong(far: StormGateway) -> int:
    return sum(
        bool(differences(far._seen(each, thing), find(Name(NAME, thing.kind, each))))
        for each, thing in far.things.items()
    )


def _outcome(far: StormGateway, deliveries: int, lost: int, missed: int) -> Outcome:
    owed = {paid.external_id: paid.amount for thing in far.things.values() for paid in thing.paid}
    taken = list(Payment.objects.filter(gateway=NAME).values_list("external_id", "amount"))
    counted = Counter(external_id for external_id, _ in taken)
    last = Reconciliation.objects.filter(gateway=NAME).latest("begun_at")
    return Outcome(
        deliveries=deliveries,
        lost=lost,
        crashes=far.crashes,
        missed_before=missed,
        wrong=_wrong(far) + last.open_differences,
        doubled=sum(n - 1 for n in counted.values()) + len(set(taken) - set(owed.items())),
        unpaid=len(owed.keys() - counted.keys()),
        unsettled=InboundEvent.objects.filter(gateway=NAME).exclude(state="done").count(),
    )
