"""The check of clients' own addresses: whether DNS proves those that are served, and whether it is asked and answers."""

from datetime import timedelta

from django.db.models import Q
from django.utils.timezone import now

from motorblok.config.operations.doctor.findings import Finding, listed, ok, skipped, warning
from motorblok.kernel import schema
from tenants.models import Answer, DomainClaim, State

LATE = timedelta(days=2)
RECORD = "See under Addresses of the client which record its DNS lacks."
WORKERS = "See whether worker and beat run, and read their logs."
RESOLVERS = "See that this machine may ask its resolvers, or name others in MOTORBLOK_RESOLVERS."


def check_domains() -> Finding:
    """What stands worst of clients' own addresses; those that only wait for their first proof are no fault."""
    live = Q(withdrawn_at=None, proven_at__isnull=False, client__state__in=(State.OPEN, State.SUSPENDED))
    with schema.entered(schema.PUBLIC):
        claims = list(DomainClaim.objects.filter(live).order_by("host"))
    if not claims:
        return skipped("No client has an address of its own.")
    served = [each for each in claims if each.is_served]
    for words, remedy, found in (
        ("No longer served, as DNS did not prove them", RECORD, [each for each in claims if each.lapsed_at]),
        ("Served for three days at most", RECORD, [each for each in served if each.failing_since]),
        ("Served from before, and to be proven", RECORD, [each for each in served if each.grace_until]),
        ("DNS was not asked for two days about", WORKERS, [each for each in served if _is_late(each)]),
        ("DNS does not answer about", RESOLVERS, [each for each in served if each.answer == Answer.SILENT]),
    ):
        if found:
            return warning(f"{words}: {listed([each.host for each in found])}.", remedy)
    return ok(f"DNS proves all {len(served)} addresses that are clients' own.")


def _is_late(claim: DomainClaim) -> bool:
    return claim.asked_at is not None and claim.asked_at < now() - LATE
