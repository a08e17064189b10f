"""Provision steps for the tests to replace."""

from tenants.models import Client


def note(client: Client) -> None:
    """Do nothing."""


STEPS = ["tests.tenants.steps.note"]
