"""DNS is really asked, on loopback: each of its answers is told from the others, and none of them takes long."""

import time

import pytest
from pytest_django import Settings

from tenants import resolving
from tenants.models import DomainClaim
from tenants.resolving import Found, ask, ask_all
from tests.tenants.name_server import NameServer, serving

CLAIM = DomainClaim(host="portal.acme.example", token="right")
NAME, PROOF = "_motorblok.portal.acme.example", "motorblok-verification=right"


def test_the_proof_is_found_at_its_name(dns: NameServer) -> None:
    dns.texts[NAME] = [f'"{PROOF}"']

    assert ask(CLAIM) == Found("found")
    assert dns.asked == [NAME]


@pytest.mark.parametrize(
    "records",
    [
        [f'"{PROOF[:9]}" "{PROOF[9:]}"'],
        ['"v=spf1 -all"', f'"{PROOF}"', '"something else"'],
        [f'" {PROOF} "'],
        [f'"\\"{PROOF}\\""'],
    ],
)
def test_in_pieces_among_others_and_with_quotes_too_many_it_is_the_same(
    dns: NameServer, records: list[str]
) -> None:
    dns.texts[NAME] = records

    assert ask(CLAIM).answer == "found"


def test_an_alias_is_followed(dns: NameServer) -> None:
    dns.aliases = {NAME: "proofs.acme.example", "proofs.acme.example": "acme.elsewhere.example"}
    dns.texts["acme.elsewhere.example"] = [f'"{PROOF}"']

    assert ask(CLAIM).answer == "found"


@pytest.mark.parametrize("other", ["motorblok-verification=wrong", PROOF.upper(), f"{PROOF}x", "right"])
def test_another_text_is_no_proof_and_is_shown(dns: NameServer, other: str) -> None:
    dns.texts[NAME] = [f'"{other}"', '"v=spf1 -all"']

    assert ask(CLAIM) == Found("other", f"{other} | v=spf1 -all")


def test_what_is_shown_of_another_text_is_short_and_can_be_read(dns: NameServer) -> None:
    dns.texts[NAME] = ['"a\\007\\200b"', f'"{"x" * 250}"']

    shown = ask(CLAIM).seen

    assert (len(shown), shown.isprintable(), shown[0]) == (200, True, "a")


@pytest.mark.parametrize("exists", [False, True])
def test_no_such_name_and_a_name_without_texts_are_missing(dns: NameServer, exists: bool) -> None:
    dns.empty = {NAME} if exists else set()

    assert ask(CLAIM) == Found("missing")


def test_a_failure_of_dns_is_silence(dns: NameServer) -> None:
    dns.fails = True

    assert ask(CLAIM) == Found("silent")


def test_a_resolver_that_does_not_answer_is_not_waited_for(
    dns: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    dns.is_silent = True
    monkeypatch.setattr(resolving, "PATIENCE", 0.4)
    began = time.monotonic()

    answers = ask_all([CLAIM] * 8)

    assert answers == [Found("silent")] * 8
    assert time.monotonic() - began < 2


def test_nobody_waits_longer_than_five_seconds() -> None:
    assert resolving.PATIENCE == 5


def test_the_next_resolver_is_asked_when_one_is_silent(
    dns: NameServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    dns.texts[NAME] = [f'"{PROOF}"']
    monkeypatch.setattr(resolving, "PATIENCE_OF_ONE", 0.2)

    with serving() as silent:
        silent.is_silent = True
        settings.MOTORBLOK_RESOLVERS = [silent.place, dns.place]
        answer = ask(CLAIM).answer

    assert (answer, silent.asked) == ("found", [NAME])
