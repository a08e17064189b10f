"""Driving the system's Chromium: a signed-in page at a host, and what axe and the console say of it."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import sync_playwright

from tests import cast

CHROMIUM = "/usr/bin/chromium"
GRAVE = {"serious", "critical"}


@pytest.fixture
def chromium(monkeypatch):
    """The browser itself."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps an event loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, live_server):
    """Open a page as a person, signed in: `visit(person, "/path/")`; what its console says is in `page.said`."""

    def opened(person, path, *, width=1280, theme="light", bypass_csp=False):
        host = cast.host_of(person.client)
        place = f"{host}:{urlsplit(live_server.url).port}"
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, bypass_csp=bypass_csp
        )
        name = settings.SESSION_COOKIE_NAME
        key = cast.browser(person).cookies[name].value
        context.add_cookies([{"name": name, "value": key, "url": f"https://{place}", "secure": True}])
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(f"http://{place}{path}")
        return page

    return opened


def press(page, *keys):
    """Press keys as somebody does who sees the page: when it is loaded, for what is drawn early does not listen yet."""
    for key in keys:
        page.wait_for_load_state()
        page.keyboard.press(key)


def grave_faults(page):
    """What axe finds serious or critical, as rule and first element."""
    found = Axe().run(page).response["violations"]
    return [(each["id"], each["nodes"][0]["target"]) for each in found if each["impact"] in GRAVE]


def overflow(page):
    """By how many pixels the page is wider than its window."""
    return page.locator("html").evaluate("element => element.scrollWidth - element.clientWidth")
