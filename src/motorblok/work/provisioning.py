"""What a new client schema needs before its first task."""

from motorblok.work.models import Series
from tenants.models import Client


def begin_series(client: Client) -> None:
    """Start the two number series: ACME-1, ACME-2 for the client, ACME-I-1 for internal tasks. Safe to repeat."""
    prefixes = {False: f"{client.code}-", True: f"{client.code}-I-"}
    Series.objects.bulk_create(
        [Series(is_internal=internal, prefix=prefix) for internal, prefix in prefixes.items()],
        ignore_conflicts=True,
    )
