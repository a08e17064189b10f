"""What billing does later, by itself: make invoices, ask gateways, work off what they told, and compare."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from celery import shared_task
from django.utils.timezone import now

from billing.actions.inbound import work_off
from billing.actions.life import review_all
from billing.actions.misses import tell_all_misses
from billing.actions.reconciling import reconcile, watch
from billing.actions.reminders import remind_what_is_due
from billing.actions.scheduling import bill_what_is_due
from billing.actions.seats import read_all_seats
from billing.actions.sending import send
from billing.actions.trials import tell_trials
from billing.actions.volumes import tell_volumes
from billing.following import follow_all
from billing.gateways.choosing import GatewayClosed
from billing.gateways.fake.delivering import deliver
from billing.gateways.port import GatewayAway
from billing.queries.gateways import standings, waiting_calls, waiting_notices
from billing.scrubbing import scrub

MOST = 500
LATELY = timedelta(hours=48)
SUNDAY = 6
logger = logging.getLogger(__name__)


@shared_task
def bill() -> int:
    """Make every invoice that is due, and let gateways follow what was agreed; returns how many were made final.

    What fails is logged and tried in the next turn.
    """
    follow_all(at=now())
    return bill_what_is_due(at=now()).finalised


@shared_task
def review_debtors() -> int:
    """Move every debtor to where it belongs now; returns how many moved."""
    return review_all(at=now())


@shared_task
def remind() -> int:
    """Remind of what is due; returns of how many invoices."""
    return remind_what_is_due(at=now())


@shared_task
def read_seats() -> int:
    """Read the seats of every day that is over where its subscription is; returns how many readings were made."""
    return read_all_seats(at=now())


@shared_task
def tell_of_volumes() -> int:
    """Tell who has used how much of what is included; returns how many were told."""
    return tell_volumes(at=now())


@shared_task
def tell_of_trials() -> int:
    """Tell whose trial ends within days; returns how many were told."""
    return tell_trials(at=now())


@shared_task
def tell_of_misses() -> int:
    """Alert staff of promises that are missed month after month; returns how many alerts were given."""
    return tell_all_misses(at=now())


@shared_task
def work_off_notices() -> int:
    """Work off what gateways told, whoever stored it and whatever became of the message about it."""
    return sum(bool(work_off(each, at=now())) for each in waiting_notices(at=now(), most=MOST))


@shared_task
def send_calls() -> int:
    """Ask gateways for what is written down."""
    return sum(bool(send(each, at=now())) for each in waiting_calls(at=now(), most=MOST))


@shared_task
def tell_pretended() -> int:
    """Let the pretended gateway tell what it has to tell, where pretending is allowed."""
    return deliver(at=now())


@shared_task
def reconcile_all() -> int:
    """Compare with every gateway what changed in two days, on Sundays everything; returns how many came to an end."""
    since = datetime(2000, 1, 1, tzinfo=UTC) if now().weekday() == SUNDAY else now() - LATELY
    return _at_each(lambda name: reconcile(name, since=since, at=now()))


@shared_task
def watch_all() -> int:
    """Look whether the gateways still tell us things."""
    return _at_each(lambda name: watch(name, at=now()))


@shared_task
def scrub_notices() -> int:
    """Forget the bodies of what gateways told long ago; what they were about is kept."""
    return scrub(at=now())


def _at_each(do: Callable[[str], object]) -> int:
    done = 0
    for each in standings():
        try:
            do(each.gateway)
        except (GatewayAway, GatewayClosed) as error:
            logger.warning("%s cannot be compared with now: %s", each.gateway, error)
        except Exception:
            logger.exception("%s could not be compared with", each.gateway)
        else:
            done += 1
    return done
