"""Whatever people write in any field, it is words on every page, in every mail and in every answer, and never markup."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import override_settings

from motorblok.accounts import actions as accounts
from motorblok.kernel import schema
from motorblok.work import actions as work
from tenants import actions as tenants
from tests import cast, world
from tests.cast import MONDAY, RITA
from tests.guards import askers, outputs
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import as_actor, received

MARKUP = """<script>alert("1")</script><img src=x onerror=alert(2)>'"{{ "zz"|add:"zz" }}"""
LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)"')
LIVE = ("<script>alert", "<img src=x", "zzzz")
LEFT = ("/static/", "/sign-in/out/", "/brand/")
SOON = MONDAY + timedelta(minutes=10)


def by(person):
    return {"client_id": world.client("acme").id, "actor": person, "at": SOON}


def write_everywhere(acme):
    sam, ann = cast.sam(acme), cast.ann()
    actor, contact = as_actor(sam), ann.actor
    an_agreement({"targets": {"first_response": HOUR, "resolution": 4 * HOUR}}, name=MARKUP[:90])
    task = received(acme, title=MARKUP, description=MARKUP, level="<b>", requester_id=ann.id, actor=contact)
    work.note_on_task(task.id, text=MARKUP, **by(actor))
    work.reply_to_client(task.id, text=MARKUP, **by(actor))
    work.hand_over_task(task.id, to=actor, note=MARKUP, **by(RITA))
    work.prioritise_task(task.id, priority="urgent", reason=MARKUP, **by(actor))
    work.wait_for_client(task.id, question=MARKUP, **by(actor))
    work.reply_to_provider(task.id, text=MARKUP, **by(contact))
    work.resolve_task(task.id, answer=MARKUP, **by(actor))
    work.reopen_task(task.id, reason=MARKUP, **by(actor))
    work.wait_for_third_party(task.id, whom=MARKUP, **by(actor))
    work.wait_for_client(received(acme, title=MARKUP).id, question=MARKUP, **by(actor))
    work.cancel_task(received(acme, title=MARKUP, is_internal=True).id, reason=MARKUP, **by(actor))


def name_everything(acme):
    expires = datetime.now(UTC) + timedelta(days=30)
    accounts.create_key(
        acme, name=MARKUP[:60], scopes=["tasks:read"], expires_at=expires, actor=RITA, at=MONDAY
    )
    accounts.invite_staff(name=MARKUP, email="markup@motorblok.test", role="agent", actor=RITA, at=MONDAY)
    accounts.invite_contact(
        acme, name=MARKUP, email="markup@acme.test", role="requester", actor=RITA, at=MONDAY
    )
    tenants.suspend_client(acme, reason=MARKUP, actor=RITA, at=SOON)
    tenants.reopen_client(acme, actor=RITA, at=SOON)


@pytest.fixture
def acme(public):
    acme = world.client("acme")
    name_everything(acme)
    with schema.entered(acme.schema_name):
        write_everywhere(acme)
    return acme


def pages(asker, host):
    """Every page that links lead to from the first one."""
    found, waiting = {}, ["/"]
    while waiting:
        path = waiting.pop()
        if path in found or path.startswith(LEFT):
            continue
        found[path] = answer = asker.ask(host, "GET", path, None)
        waiting += [link.replace("&amp;", "&") for link in LINK.findall(text_of(answer))]
    return found


def text_of(answer):
    return answer.content.decode() if answer["Content-Type"].startswith("text/html") else ""


@pytest.mark.parametrize(("host", "who"), [("console", cast.olga), ("portal", cast.ann)])
def test_no_page_takes_words_for_markup(acme, host, who):
    found = pages(askers.person(who()), host)

    assert sum("&lt;script&gt;" in text_of(answer) for answer in found.values()) >= 3
    for path, answer in found.items():
        assert answer.status_code < 500, path
        assert not [live for live in LIVE if live in text_of(answer)], path


@override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_no_mail_takes_words_for_markup(acme):
    outputs.of_mail()

    bodies = [str(part.content) for message in mail.outbox for part in getattr(message, "alternatives", [])]
    assert mail.outbox
    assert not [body for body in bodies if any(live in body for live in LIVE)]
