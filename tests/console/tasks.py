"""What the tests of a task's page share: its address, its row, what its forms carry, and colleagues who are faster."""

import re
from datetime import UTC, datetime

from motorblok.audit.models import Event
from motorblok.kernel import schema
from motorblok.work import actions
from motorblok.work.models import Task

SCRIPT = '<script>alert("x")</script><b onclick=x>'
ESCAPED = "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;"


def at(task, verb=""):
    """An address of this task of Acme's."""
    return f"/clients/acme/tasks/{task.number}/{verb}"


def stored(task):
    """The task as it stands now."""
    with schema.entered("c_acme"):
        return Task.objects.get(pk=task.pk)


def kinds(task):
    """The kinds of its events, in order."""
    with schema.entered("c_acme"):
        return list(Event.objects.filter(subject=task.subject).order_by("id").values_list("kind", flat=True))


def do(client, verb, task, who, **matter):
    """Let somebody do a verb to the task now, outside of any page."""
    with schema.entered(client.schema_name):
        return getattr(actions, verb)(
            task.id, client_id=client.id, actor=who.actor, at=datetime.now(UTC), **matter
        )


def carried(answer):
    """What a form on the page carries along: the version and the newest event that it was drawn with."""
    page = answer.content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("seen", "last")}


def undo_of(answer):
    """The address and the fields of the way back that the page offers."""
    form = re.search(
        r'<form method="post" action="([^"]+)">(?:(?!</form>).)*Undo', answer.content.decode(), re.S
    )
    return form[1], dict(re.findall(r'name="(?!csrf)(\w+)" value="([^"]*)"', form[0]))
