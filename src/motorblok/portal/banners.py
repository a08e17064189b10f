"""The one notice above every page of the portal: how the company stands with its provider, in words for whoever looks."""

from collections.abc import Callable, Mapping
from datetime import datetime

from billing.lives import READ_ONLY
from billing.models import Life
from billing.queries.client_standing import ClientStanding, client_standing, overdue_of
from motorblok.accounts.viewers import ContactViewer
from motorblok.portal.banner_words import Banner, ended, over, paused, trial
from motorblok.portal.owing import OWING, closed, owing, warned
from motorblok.visibility.company import Concern, concern
from tenants.models import Client


def banner(viewer: ContactViewer, client: Client, *, at: datetime) -> Banner | None:
    """What stands above the pages of this viewer now; None when all is well. Three statements at most."""
    found = client_standing(client.id, at=at)
    life = _life(found, client)
    if not client.is_open and not _is_by_billing(found):
        return paused()
    told = concern(viewer, life)
    if found is None or told is Concern.NOTHING:
        return None
    if told is Concern.WORK:
        return FOR_WORK[life](found)
    if life in OWING:
        return owing(life, found, overdue_of(client.id, at=at))
    return trial(found) if life == Life.TRIALING else ended(found)


def _life(found: ClientStanding | None, client: Client) -> str:
    """Where the company is in its life; who was opened by a person all the same is not told that it is closed."""
    life = found.life if found else ""
    if client.is_open and life in READ_ONLY:
        return Life.PAST_DUE if life == Life.SUSPENDED else ""
    return life


def _is_by_billing(found: ClientStanding | None) -> bool:
    return (
        found is not None and found.life in READ_ONLY and (found.holds_client or found.life != Life.SUSPENDED)
    )


FOR_WORK: Mapping[str, Callable[[ClientStanding], Banner]] = {
    Life.GRACE: warned,
    Life.SUSPENDED: closed,
    Life.CANCELLED: over,
    Life.EXPORTED: over,
}
