"""Makes the clients and people that a log names: opened, built and promised the map's terms, each of it once."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from motorblok.accounts.actions import add_former_staff
from motorblok.exchange.logs import memory
from motorblok.exchange.logs.agreeing import agree
from motorblok.exchange.logs.checking import Named
from motorblok.exchange.logs.memory import What
from motorblok.exchange.logs.runs import Run
from motorblok.kernel import schema
from motorblok.kernel.actors import Actor
from tenants.actions import open_client, provision
from tenants.models import Client
from tenants.queries import client_by_id


@dataclass(frozen=True, slots=True)
class Opened:
    """The ids of a log's clients by their key in it, and how many were not there before."""

    ids: Mapping[str, UUID]
    new: int


@dataclass(frozen=True, slots=True)
class People:
    """The people of a log as actors, by their key in it, and how many were not there before."""

    actors: Mapping[str, Actor]
    new: int


def open_clients(named: Mapping[str, Named], *, run: Run) -> Opened:
    """Open the clients that are new.

    All in one transaction, so that an address that is taken by somebody else stops the import before it began.
    Raises what open_client raises.
    """
    with schema.entered(schema.PUBLIC), transaction.atomic():
        known = memory.made(run.plan.log, What.CLIENT)
        new = {key: _open(key, each, run=run) for key, each in named.items() if key not in known}
    return Opened({**known, **new}, len(new))


def add_people(named: Mapping[str, Named], *, run: Run) -> People:
    """Note the people that are new as staff who work here no longer."""
    with schema.entered(schema.PUBLIC), transaction.atomic():
        known = memory.made(run.plan.log, What.PERSON)
        new = {key: _add(each, key, run=run) for key, each in named.items() if key not in known}
    ids = {**known, **new}
    return People({key: Actor("staff", str(ids[key]), each.name) for key, each in named.items()}, len(new))


@dataclass(frozen=True, slots=True)
class Ready:
    """A client whose tasks can be played. `has_other_terms`: it was promised those of another map at an earlier import."""

    client: Client
    has_other_terms: bool


def make_ready(client_id: UUID, key: str, *, run: Run) -> Ready:
    """Build the client's schema and agree the map's terms with it, where that is not done yet. Building needs the owner login."""
    client = client_by_id(client_id)
    if not client.is_built:
        client = provision(client_id, at=run.at)
    digest = memory.digest_of_terms(run.plan.terms)
    with schema.entered(client.schema_name), transaction.atomic():
        kept = memory.digest_kept(run.plan.log, What.TERMS, key)
        if kept is None:
            made_id = agree(run.plan.terms, actor=run.actor, at=run.at)
            memory.remember(run.plan.log, What.TERMS, key, made_id, at=run.at, digest=digest)
    return Ready(client, kept not in (None, digest))


def _open(key: str, named: Named, *, run: Run) -> UUID:
    plan = run.plan
    client = open_client(
        name=named.name,
        slug=named.address,
        code=named.code,
        language=plan.language,
        time_zone=plan.terms.time_zone,
        actor=run.actor,
        at=run.at,
    )
    memory.remember(plan.log, What.CLIENT, key, client.id, at=run.at)
    return client.id


def _add(named: Named, key: str, *, run: Run) -> UUID:
    person = add_former_staff(name=named.name, email=named.address, actor=run.actor, at=run.at)
    memory.remember(run.plan.log, What.PERSON, key, person.id, at=run.at)
    return person.id
