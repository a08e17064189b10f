"""What the tests of the console's pages share: tasks under a promise, and reading a page."""

import html
import re
from uuid import uuid4

from motorblok.kernel import schema
from tests.sla.promised import a_calendar, an_agreement
from tests.work.tasks import received


def promise(client, *, first_response=3600, resolution=28_800):
    """An agreement over all work of a client, on office hours."""
    with schema.entered(client.schema_name):
        targets = {"first_response": first_response, "resolution": resolution}
        an_agreement({"calendar": str(a_calendar().calendar_id), "targets": targets})


def receive(client, **changes):
    """A task of a client, received from outside its schema."""
    with schema.entered(client.schema_name):
        return received(client, **changes)


def text(answer):
    """The words of a page, without its tags."""
    words = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.S)
    return html.unescape(re.sub(r"\s+", " ", words))


def draft(**changes):
    """What the form for a new task sends."""
    fields = {
        "token": str(uuid4()),
        "title": "Post supplier invoice 4870",
        "service_line": "finance",
        "priority": "normal",
        "audience": "client",
        "description": "",
        "level": "",
    }
    return {**fields, **changes}
