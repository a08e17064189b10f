"""The bars of a client's promises: what was used of their business time, and late only when the promise is broken."""

from datetime import UTC, datetime, timedelta

import pytest

from motorblok.accounts.viewers import ContactViewer
from motorblok.kernel.ids import new_id
from motorblok.portal.words import shown
from motorblok.visibility import queries
from motorblok.work.actions import resolve_task, wait_for_client
from tests.cast import RITA
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import received

# Office hours in Amsterdam: Mon-Fri 09:00-17:00, an hour ahead of UTC.
FRIDAY_AT_FOUR = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
MONDAY_AT_NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MINUTES = timedelta(minutes=1)


def bar(client, task, at):
    viewer = ContactViewer(new_id(), "Ann", "director", client.id, None, "en")
    return shown(queries.task(viewer, task.number, at=at), at=at).bar


def test_a_weekend_uses_nothing_up(acme):
    an_agreement({"targets": {"resolution": 4 * HOUR}})
    task = received(acme, at=FRIDAY_AT_FOUR)

    drawn = bar(acme, task, MONDAY_AT_NINE)

    assert (drawn.band, drawn.share) == ("calm", 25)


def test_a_pause_uses_nothing_up(acme):
    an_agreement({"targets": {"resolution": 8 * HOUR}})
    task = received(acme, at=MONDAY_AT_NINE)
    wait_for_client(
        task.id, question="Which?", client_id=acme.id, actor=RITA, at=MONDAY_AT_NINE + 120 * MINUTES
    )

    assert bar(acme, task, MONDAY_AT_NINE + timedelta(days=9)).share == 25


@pytest.mark.parametrize(
    ("after", "band", "words"), [(8 * 60 + 180, "near", "due now"), (24 * 60 + 30, "late", "30\xa0min late")]
)
def test_what_is_due_at_a_closing_is_late_when_the_desk_opens_again(acme, after, band, words):
    an_agreement({"targets": {"resolution": 8 * HOUR}})
    task = received(acme, at=MONDAY_AT_NINE)

    drawn = bar(acme, task, MONDAY_AT_NINE + after * MINUTES)

    assert (drawn.band, drawn.words) == (band, words)


def test_the_lateness_of_what_was_done_is_that_which_was_shown_while_it_ran(acme):
    an_agreement({"targets": {"resolution": 8 * HOUR}})
    task, done_at = received(acme, at=MONDAY_AT_NINE), MONDAY_AT_NINE + timedelta(days=1, minutes=30)
    ran = bar(acme, task, done_at).words

    resolve_task(task.id, answer="Done.", client_id=acme.id, actor=RITA, at=done_at)

    assert bar(acme, task, done_at + 60 * MINUTES).words == ran == "30\xa0min late"
