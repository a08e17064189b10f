"""Everything that a client's people and machines can be shown: every page, every answer of the API, every mail."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from html import unescape

from django.core import mail

from motorblok.audit import readers
from motorblok.kernel import schema
from motorblok.notify import sending
from tests.guards.askers import Asker

LINK = re.compile(r'(?:href|src|hx-get|action)="(/[^"#]*)"')
# Values that are new at every answer, whatever has happened: form tokens, nonces, masks of the CSRF secret.
FRESH = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"
    r'|(?<=name="csrfmiddlewaretoken" value=")\w+|(?<=nonce=")[^"]+|(?<=nonce-)[^\']+|(?<="X-CSRFToken": ")\w+'
    r"|(?<=X-CSRFToken&quot;: &quot;)\w+"
)
# Names that mail programs know a mail, its thread and its parts by.
FRESH_IN_MAIL = re.compile(rb"(?<=<)(?:task|notice|billing)\.[0-9a-f-]{36}(?=@)|={15}\d+==")
# A search says by its count what it found, so the words of what is hidden are searched for too.
SEARCHES = ("/tasks/?text={}", "/api/v1/tasks/?text={}")
ASSETS = ("/static/", "/sign-in/out/")
MACHINE_PATHS = ("/api/v1/", "/api/v1/service-lines/", "/api/v1/tasks/", "/api/v1/tasks/?limit=1")
RESOURCES = (
    *("", "explanation/", "assignment/", "taking/", "handover/", "priority/"),
    *("messages/", "waiting/", "resolution/", "cancellation/", "time/"),
)
# Where no link leads that says what it asks.
UNLINKED = (
    "/tasks/new/outlook/?service_line=finance&priority=high",
    "/tasks/?requester=mine&state=waiting",
    *(f"/tasks/new/?like={number}" for number in ("ACME-1", "ACME-I-1", "GLOBEX-1")),
)
VERBS = ("messages", "reopening", "cancellation")


def of_person(asker: Asker, *, numbers: Iterable[str], words: Iterable[str]) -> dict[str, bytes]:
    """All pages that can be reached by links from the home page, the searches for these words, and what is refused."""
    found: dict[str, bytes] = {}
    waiting = ["/", *UNLINKED, *(SEARCHES[0].format(word) for word in words)]
    while waiting:
        path = waiting.pop()
        if path in found or path.startswith(ASSETS):
            continue
        answer = asker.ask("portal", "GET", path, None)
        found[path] = whole(answer)
        if "text=" not in path:  # else each search would be made once more in every state
            waiting += links(answer)
    return found | refusals(asker, numbers)


def refusals(asker: Asker, numbers: Iterable[str]) -> dict[str, bytes]:
    """What comes back from verbs that were sent with nothing in them: they change nothing, but draw the page."""
    paths = [f"/tasks/{number}/{verb}/" for number in numbers for verb in VERBS]
    return {f"POST {path}": whole(asker.ask("portal", "POST", path, {})) for path in paths}


def of_machine(asker: Asker, *, numbers: Iterable[str], words: Iterable[str]) -> dict[str, bytes]:
    """Every answer of the API, also about numbers that are not this machine's."""
    paths = [
        *MACHINE_PATHS,
        *(f"/api/v1/tasks/{number}/{each}" for number in numbers for each in RESOURCES),
        *(SEARCHES[1].format(word) for word in words),
    ]
    return {path: whole(asker.ask("portal", "GET", path, None)) for path in paths}


def of_mail() -> dict[str, bytes]:
    """Every mail that has gone to Acme, as it went over the wire, after the readers have looked and the post has left."""
    with schema.entered(schema.PUBLIC):
        books = readers.unread_books()
    for name in books:
        with schema.entered(name):
            readers.drain()
    for minutes in (0, 2):  # what is much waits to go as one
        sending.send_due(at=datetime.now(UTC) + timedelta(minutes=minutes))
    sent = [message for message in mail.outbox if message.to[0].endswith("@acme.test")]
    return {
        f"mail {n} to {message.to[0]}": FRESH_IN_MAIL.sub(b"~", message.message().as_bytes())
        for n, message in enumerate(sorted(sent, key=lambda message: message.to[0]))
    }


def whole(answer) -> bytes:
    """Status, headers and body, without what is new at every answer."""
    headers = "\n".join(f"{name}: {value}" for name, value in sorted(answer.headers.items()))
    content = answer.content.decode(errors="surrogateescape")  # a logo is no text
    return FRESH.sub("~", f"{answer.status_code}\n{headers}\n{content}").encode(errors="surrogateescape")


def links(answer) -> Iterator[str]:
    if answer["Content-Type"].startswith("text/html"):
        yield from (unescape(found) for found in LINK.findall(answer.content.decode()))
