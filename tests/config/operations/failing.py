"""Requests and tasks that go wrong in the tests, everywhere full of words that must turn up nowhere."""

import logging

from celery import shared_task
from django.test import Client as Browser

from motorblok.kernel import schema
from tests import cast

# In two pieces: the lines of our source are sent, and they must not hold the words themselves.
SOFT, LOUD = "canary", "CANARY"
ID = "0123456789abcdef0123456789abcdef"
BODY = {
    "title": f"{LOUD}title",
    "description": f"{LOUD}description {SOFT}@person.test",
    "service_line": "finance",
    "priority": f"{LOUD}priority",
    "password": f"{LOUD}password",
}
PERSONAL = (
    *(LOUD.encode(), SOFT.encode(), b"ann@acme.test", b"Ann Director"),
    *(b"rita@", b"Rita Lead", b"10.9.8.7"),
)


def fail(*_given: object, **_named: object) -> None:
    """Go wrong, with what somebody typed in the words, in a local variable and in the log before."""
    told = f"{LOUD}local"
    logging.getLogger("motorblok").info("Looked at %s", told)
    raise ValueError(f"{LOUD}words of {told} and {SOFT}@person.test")


@shared_task(name="tests.fail_inside")
def fail_inside(*, schema_name: str, title: str) -> None:
    """Go wrong in a client's schema."""
    with schema.entered(schema_name):
        fail(title)


@shared_task(name="tests.go_well")
def go_well() -> None:
    """Do nothing, well."""


def send_request(person: cast.Person, path: str, **headers: str):
    """Post the body of canaries as somebody who is signed in, with canaries wherever else a browser can put them."""
    browser: Browser = cast.browser(person)
    browser.raise_request_exception = False
    browser.cookies[f"{LOUD}cookie"] = f"{LOUD}value"
    return browser.post(
        f"{path}?text={LOUD}query",
        BODY,
        headers={"X-Request-ID": ID, "User-Agent": f"{LOUD}agent", "Referer": f"https://x/{LOUD}", **headers},
        REMOTE_ADDR="10.9.8.7",
    )
