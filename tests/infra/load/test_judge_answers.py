"""An answer is judged by its status and by what stands on it: its own mark, and nobody else's."""

import pytest

pytest.importorskip("aiohttp", reason="the load's packages are installed by ./motorblok test --all")
from infra.load.browser import Page
from infra.load.cast import FULL, LEADS, QUICK, Cast, Company
from infra.load.people import judged
from infra.load.recording import at, spread

OURS, THEIRS = Company(7).canary, Company(8).canary


@pytest.mark.parametrize(
    ("page", "wrong"),
    [
        (Page(200, f"Work of {OURS}"), ""),
        (Page(200, f"Work of {OURS} and {THEIRS}"), "something of another client"),
        (Page(200, "Nothing"), "not the page that was asked for"),
        (Page(500, OURS), "status 500"),
        (Page(503, "Too much is asked of us at this moment."), "too much was asked"),
        (Page(0, "ServerDisconnectedError"), "no answer (ServerDisconnectedError)"),
    ],
)
def test_what_is_wrong_with_an_answer_is_said(page: Page, wrong: str) -> None:
    assert judged(page, status=(200,), own={OURS}, mark=OURS) == wrong


@pytest.mark.parametrize("cast", [FULL, QUICK])
def test_every_client_has_agents_and_a_contact(cast: Cast) -> None:
    agents = [cast.member(number) for number in range(LEADS, cast.staff)]
    contacts = [cast.contact(number) for number in range(cast.contacts)]

    assert len({company for agent in agents for company in agent.companies}) == cast.clients
    assert len({contact.company for contact in contacts}) == cast.clients


def test_the_slowest_of_a_hundred_is_beyond_its_p95() -> None:
    found = spread(number / 1000 for number in range(1, 101))

    assert (found.count, found.p50, found.p95, found.p99, found.longest) == (100, 50, 95, 99, 100)
    assert at([5.0], 0.99) == 5.0
