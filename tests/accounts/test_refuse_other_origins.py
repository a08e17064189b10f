"""What a page of another origin sends is refused, a sibling client's too; and every answer carries its policy."""

import pytest

from tests import cast
from tests.accounts.gate import url

pytestmark = pytest.mark.usefixtures("public")
OWN = "http://acme.localhost"


def post(**headers):
    ann = cast.ann()
    return cast.browser(client=ann.client).post(
        url("account_reset_password"), {"email": "x@y.test"}, headers=headers
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://globex.localhost"},
        {"origin": "https://acme.localhost"},
        {"origin": "http://acme.localhost:9000"},
        {"origin": "http://acme.localhost.evil.test"},
        {"origin": "null"},
        {"origin": "http://globex.localhost", "sec-fetch-site": "same-origin"},
    ],
)
def test_a_foreign_page_is_refused(headers):
    assert post(**headers).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": OWN}, {"sec-fetch-site": "same-origin", "origin": OWN}, {"sec-fetch-site": "none"}],
)
def test_its_own_page_and_no_page_are_let_in(headers):
    assert post(**headers).status_code == 302


def test_a_link_from_elsewhere_may_be_followed():
    ann = cast.ann()

    answer = cast.browser(client=ann.client).get("/sign-in/", headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 200


def test_a_form_without_its_token_is_refused():
    ann = cast.ann()
    browser = cast.browser(client=ann.client)
    browser.handler.enforce_csrf_checks = True

    assert browser.post("/sign-in/", {"login": ann.email, "password": cast.PASSWORD}).status_code == 403


def test_every_answer_carries_a_strict_policy():
    answer = cast.browser(client=cast.ann().client).get("/sign-in/")

    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "name", ["account_login", "account_reset_password", "account_join", "account_reset_password_done"]
)
def test_no_page_of_signing_in_has_code_or_style_in_it(name):
    words = cast.browser(client=cast.ann().client).get(url(name)).content.decode()

    assert "<script>" not in words
    assert "<style" not in words
    assert " style=" not in words
    assert "onclick" not in words


def test_pages_of_signing_in_are_kept_by_no_cache():
    answer = cast.browser(client=cast.ann().client).get("/sign-in/")

    assert "no-store" in answer["Cache-Control"]
