"""The check of a database that is spread over servers: whether it knows every public table, and holds every client."""

from motorblok.config.operations.doctor.findings import Finding, failed, listed, ok, skipped, warning
from tenants import sharding

TELL = "MOTORBLOK_LOGIN=owner ./motorblok citus_tables tells it."
HAND_OVER = (
    "MOTORBLOK_LOGIN=owner ./motorblok citus_tables --clients hands them over, with all processes stopped."
)
INSTALL = "See infra/citus/README.md."


def check_cluster() -> Finding:
    """Whether what is written to two servers at once is committed on both or on neither, and no client was left behind."""
    if not sharding.is_sharded():
        return skipped("One database server holds all clients.")
    try:
        unknown, left = sharding.tables_unknown(), sharding.clients_left()
    except sharding.CitusIsMissing as missing:
        return failed(str(missing), INSTALL)
    if unknown:
        return failed(f"Citus does not know the public tables {listed(unknown)}.", TELL)
    if left:
        return warning(f"{listed(left)} are still on the coordinator.", HAND_OVER)
    return ok("Citus knows every public table, and holds every client.")
