"""`motorblok make_demo`: a provider to look at. Safe to repeat; needs the provisioner to be running."""

import secrets
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from motorblok.config.demo.making import Demo, NotBuilt
from tenants.queries import canonical_url, client_by_slug

SIGN_IN = """\
Sign in with the password  {password}
  {console}   olga@motorblok.example (owner), rita@motorblok.example (lead), sam@motorblok.example (agent)
  {portal}    ann@bakker.example (director), bob@bakker.example (requester)
"""


class Command(BaseCommand):
    help = "Makes a provider with nine staff, eight clients and ninety days of work."

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
    """Write down for `up` how to sign in."""
    words = SIGN_IN.format(
        password=password,
        console=canonical_url(None, "/"),
        portal=canonical_url(client_by_slug("bakker"), "/"),
    )
    path = Path(settings.HOME) / "sign-in.txt"
    path.touch(mode=0o600)
    path.write_text(words, encoding="utf-8")
