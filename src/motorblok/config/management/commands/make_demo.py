"""`motorblok make_demo`: a provider to look at. Safe to repeat; needs the provisioner to be running."""

import secrets
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.timezone import now

from motorblok.accounts.models import Person
from motorblok.accounts.models.people import PersonQuerySet
from motorblok.config.demo.making import Demo, NotBuilt
from motorblok.config.launch.demo import IDENTITY, DemoNote, Guest, Place, stamp
from motorblok.config.launch.state import State
from motorblok.kernel import schema
from tenants.queries import canonical_url, client_by_slug

STAFF = (
    "olga@motorblok.example",
    "rita@motorblok.example",
    "karin@motorblok.example",
    "sam@motorblok.example",
)
CONTACTS = ("ann@bakker.example", "bob@bakker.example")


class Command(BaseCommand):
    help = "Makes a provider with ten staff, eight clients and ninety days of work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="another number gives other work")
        parser.add_argument(
            "--anchor",
            type=datetime.fromisoformat,
            help="the instant that the ninety days end at (default: now)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        anchor = options["anchor"] or now().replace(second=0, microsecond=0)
        password = kept_password()
        demo = Demo(options["seed"], anchor if anchor.tzinfo else anchor.replace(tzinfo=UTC), password)
        try:
            for step in demo.make():
                self.stdout.write(f"  {step}")
        except NotBuilt as problem:
            raise CommandError(str(problem)) from problem
        tell_sign_in(password)


def kept_password() -> str:
    """The demo's one password: made on this machine, and the same until the state folder goes."""
    path = Path(settings.HOME) / "demo-password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()


def tell_sign_in(password: str) -> None:
    """Note for `up` who can sign in to this database: whoever was made here before with another password cannot."""
    with schema.entered(schema.PUBLIC):
        bakker = client_by_slug("bakker")
        places = [
            Place(canonical_url(None, "/"), _guests(Person.objects.staff(), STAFF, password)),
            Place(canonical_url(bakker, "/"), _guests(Person.objects.circle(bakker), CONTACTS, password)),
        ]
        with connection.cursor() as cursor:
            cursor.execute(IDENTITY)
            (identity,) = cursor.fetchone()
    DemoNote(State(Path(settings.HOME)), identity).keep_sign_in(password, places)


def _guests(people: PersonQuerySet, emails: Sequence[str], password: str) -> tuple[Guest, ...]:
    found = {person.email: person for person in people.active().filter(email__in=emails)}
    return tuple(
        Guest(str(person.id), person.email, person.role, stamp(person.password))
        for email in emails
        if (person := found.get(email)) and person.check_password(password)
    )
