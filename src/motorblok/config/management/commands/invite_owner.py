"""`motorblok invite_owner EMAIL NAME`: the way in for the provider's first person, before anybody can invite anybody."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now

from motorblok.accounts.actions import invite_staff, send_invitation
from motorblok.accounts.models import StaffRole
from motorblok.kernel import schema
from motorblok.kernel.actors import SYSTEM
from motorblok.kernel.errors import DomainError
from tenants.queries import canonical_url


class Command(BaseCommand):
    help = "Invites an owner of the provider and prints the link, which works once, for 72 hours."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            token = invited(options["name"], options["email"])
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        path = reverse("account_arrive", urlconf="motorblok.config.urls_console", kwargs={"token": token})
        self.stdout.write(canonical_url(None, path))


@transaction.atomic
def invited(name: str, email: str) -> str:
    """Invite an owner; the token in clear. In one transaction, so that no mail goes out beside it."""
    with schema.entered(schema.PUBLIC):
        invitation = invite_staff(name=name, email=email, role=StaffRole.OWNER, actor=SYSTEM, at=now())
        issued = send_invitation(invitation.id, at=now())
        if issued is None:
            raise CommandError("The invitation was sent by somebody else at this moment; try again.")
        return issued.token
