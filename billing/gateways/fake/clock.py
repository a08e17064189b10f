"""The pretended clock: what falls due on the way to a later instant happens in its order."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from billing.gateways.fake import paying, running
from billing.gateways.fake.world import World, changing, every
from billing.models.fake import FakeClock, FakeObject

ON_ITS_WAY = timedelta(days=3)
Due = tuple[datetime, str, FakeObject, Callable[[World, FakeObject], None]]


def advance(*, until: datetime) -> None:
    """Let the clock run to an instant by itself; it never runs back."""
    with changing() as world:
        while True:
            due = min(_due(), key=lambda each: each[:2], default=None)
            if due is None or due[0] > until:
                break
            world.now = max(world.now, due[0])
            due[3](world, due[2])
        ahead = max(until, world.now) - datetime.now(UTC)
        FakeClock.objects.update(ahead=max(ahead, timedelta()))


def _due() -> Iterator[Due]:
    for each in every("subscription", state__in=["trialing", "active", "past_due", "paused"]):
        yield _at(each, "period_ends_at"), each.id, each, running.renew
    for each in every("checkout", state="open"):
        yield _at(each, "expires_at"), each.id, each, _expire
    for each in every("payment", state="open"):
        yield each.made_at + ON_ITS_WAY, each.id, each, paying.arrive


def _at(given: FakeObject, name: str) -> datetime:
    return datetime.fromisoformat(given.body[name])


def _expire(world: World, checkout: FakeObject) -> None:
    checkout.state = "expired"
    world.keep(checkout, told="checkout.expired")
