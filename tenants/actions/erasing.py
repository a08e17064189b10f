"""The end of a client: its schema with all its work is dropped, and what is left of it bears a made-up name."""

from datetime import datetime

from django.db import connection, transaction

from motorblok.audit.actions import record
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from tenants import events, hosts
from tenants.models import Allowance, Client, Domain, DomainClaim, Logo, State


def erased_name(client: Client) -> str:
    """What a client is called once it is erased."""
    return f"Erased client {_short(client)}"


def erase_client(client: Client, *, actor: Actor, at: datetime) -> None:
    """Drop a client's schema with its event book, and forget its name and its addresses. There is no way back.

    Whoever calls has asked whether it may be, and has forgotten what hangs on it. Needs the owner login. Twice is once.
    """
    with schema.entered(schema.PUBLIC), transaction.atomic():
        found = Client.objects.select_for_update().get(pk=client.pk)
        if found.state == State.ERASED:
            return
        _drop(found.schema_name)
        Domain.objects.filter(tenant=found).delete()
        DomainClaim.objects.filter(client=found).delete()
        for model in (Logo, Allowance):
            model.objects.filter(client=found).delete()
        _rename(found)
        facts = {"client": str(found.pk)}
        record(events.ERASED, subject=f"client:{found.pk}", actor=actor, at=at, facts=facts)
        hosts.forget_after_commit()


def _drop(schema_name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {connection.ops.quote_name(schema_name)} CASCADE")


def _rename(found: Client) -> None:
    short = _short(found)
    found.name, found.state = erased_name(found), State.ERASED
    found.slug, found.code = f"erased-{short}", f"X{short[:11].upper()}"
    found.schema_name, found.accent, found.logo_digest = f"gone_{short}", "", ""
    found.save()


def _short(client: Client) -> str:
    # The end of a UUIDv7 is random; its beginning tells when it was made.
    return str(client.pk.hex[-12:])
