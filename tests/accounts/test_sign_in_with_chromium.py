"""What only a real browser can tell: that it keeps the cookie to one host, and that the pages obey their policy."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from tests import cast

CHROMIUM = "/usr/bin/chromium"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"{CHROMIUM} is missing (package chromium)"),
]
PLACES = ["password/", "second-step/", "second-step/app/", "again/", "out/"]


@pytest.fixture
def chromium(monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps an event loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def place(live_server, slug):
    return f"http://{slug}.localhost:{urlsplit(live_server.url).port}"


def fill_in(page, email):
    page.fill("[name=login]", email)
    page.fill("[name=password]", cast.PASSWORD)
    page.click(".button-main")


def test_a_browser_signs_in_and_keeps_the_cookie_to_that_host(transactional_db, live_server, chromium):
    ann = cast.ann()
    context = chromium.new_context()
    page = context.new_page()

    page.goto(f"{place(live_server, 'acme')}/sign-in/")
    fill_in(page, ann.email)
    page.goto(f"{place(live_server, 'acme')}/sign-in/password/")
    at_home = page.url
    page.goto(f"{place(live_server, 'globex')}/sign-in/password/")

    assert at_home.endswith("/sign-in/password/")
    assert "/sign-in/?next=" in page.url
    names = {(cookie["name"], cookie["domain"]) for cookie in context.cookies()}
    assert names == {("__Host-motorblok", "acme.localhost"), ("__Host-motorblok", "globex.localhost")}


def test_no_page_of_signing_in_breaks_its_policy(transactional_db, live_server, chromium):
    ann = cast.ann()
    page, said = chromium.new_page(), []
    page.on("console", lambda message: said.append(message.text))

    page.goto(f"{place(live_server, 'acme')}/sign-in/password/forgotten/")
    page.goto(f"{place(live_server, 'acme')}/sign-in/")
    fill_in(page, ann.email)
    for path in PLACES:
        page.goto(f"{place(live_server, 'acme')}/sign-in/{path}")
        assert page.locator("h1").count() == 1

    assert [words for words in said if "Content Security Policy" in words] == []
