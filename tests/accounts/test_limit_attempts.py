"""Limits count over all hosts: who guesses gets no new tries at the next client's address."""

import pytest

from tests import cast
from tests.accounts.gate import refusal, sign_in, signed_in_as, url

pytestmark = pytest.mark.usefixtures("public")


def test_five_failures_at_one_client_use_up_the_tries_at_another():
    ann, cleo = cast.ann(), cast.cleo()
    for _ in range(5):
        sign_in(cast.browser(client=ann.client), cleo.email, "guess")
    browser = cast.browser(client=cleo.client)

    answer = sign_in(browser, cleo.email)

    assert refusal(answer) == "too_many_login_attempts"
    assert signed_in_as(browser) is None


def test_another_person_is_not_kept_out():
    ann, bob = cast.ann(), cast.bob()
    for _ in range(5):
        sign_in(cast.browser(client=ann.client), ann.email, "guess")
    browser = cast.browser(client=bob.client)

    sign_in(browser, bob.email)

    assert signed_in_as(browser) == bob.id


def test_one_network_address_has_twenty_failures_a_minute_over_all_hosts():
    ann, cleo = cast.ann(), cast.cleo()
    for number in range(20):
        host = (ann, cleo)[number % 2].client
        sign_in(cast.browser(client=host), f"guess{number}@acme.test", "guess")

    answer = sign_in(cast.browser(), "rita@motorblok.test", "guess")

    assert refusal(answer) == "too_many_login_attempts"


def test_links_for_a_new_password_are_limited_too():
    ann = cast.ann()
    browser = cast.browser(client=ann.client)

    answers = [browser.post(url("account_reset_password"), {"email": ann.email}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
