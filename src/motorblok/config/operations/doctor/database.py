"""Checks of the database: its version, what the logins may do, the migrations of all schemas, and whether they are alike."""

from collections import Counter

from django.conf import settings
from django.db import DatabaseError, connection

from motorblok.config import readiness
from motorblok.config.launch.given import OLDEST_POSTGRESQL
from motorblok.config.operations.doctor.findings import Finding, failed, listed, ok, skipped
from motorblok.kernel import schema
from tenants import phases, public, replay, shapes
from tenants.models import BackfillRun, Client, ClientMigration

SCHEMAS_AT_ONCE = 50
MIGRATE = "Run ./motorblok migrate as the owner login."
REVOKE = (
    "Let the app log in as a role of its own that owns nothing, as infra/docs/settings.md says; then migrate."
)
# For the role of the app: what it must not be, then what it must not be allowed to do with the event books.
ROLE = """
SELECT rolsuper, rolcreaterole, rolbypassrls, rolcreatedb, rolreplication,
    has_database_privilege(rolname, current_database(), 'CREATE'), has_schema_privilege(rolname, 'public', 'CREATE'),
    EXISTS (SELECT FROM pg_database d WHERE d.datname = current_database() AND pg_has_role(rolname, d.datdba, 'MEMBER')),
    EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid) OR EXISTS (SELECT FROM pg_namespace n WHERE n.nspowner = r.oid)
FROM pg_roles r WHERE rolname = %s
"""
MUST_NOT = (
    *(
        "is a superuser",
        "may make roles",
        "may pass over row security",
        "may make databases",
        "may copy the server",
    ),
    *("may make schemas", "may make tables", "may act as the database's owner", "owns tables or schemas"),
)
BOOKS = """
SELECT n.nspname, pg_has_role(%(role)s, c.relowner, 'MEMBER'),
    has_table_privilege(%(role)s, c.oid, 'UPDATE'), has_table_privilege(%(role)s, c.oid, 'DELETE'),
    has_table_privilege(%(role)s, c.oid, 'TRUNCATE')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = 'audit_event' AND c.relkind IN ('r', 'p')
"""


def check_database() -> Finding:
    """Whether it lets us in, and is recent enough."""
    try:
        with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_version'), current_setting('server_version_num')::int"
            )
            version, number = cursor.fetchone()
    except DatabaseError:
        return failed("The database does not let us in.", "Start it, or correct DATABASE_URL.")
    if number // 10_000 < OLDEST_POSTGRESQL:
        return failed(f"PostgreSQL {version} is too old.", f"Upgrade it to {OLDEST_POSTGRESQL} or newer.")
    return ok(f"PostgreSQL {version} answers.")


def check_login() -> Finding:
    """Whether the app's role can do no more than it must: it can never change what the event books say."""
    role = settings.MOTORBLOK_APP_ROLE
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute(ROLE, [role])
        may = cursor.fetchone()
        if may is None:
            return failed(f"There is no role {role}.", REVOKE)
        cursor.execute(BOOKS, {"role": role})
        books = cursor.fetchall()
    if wrong := [words for words, true in zip(MUST_NOT, may, strict=True) if true]:
        return failed(f"The app's role {role} {listed(wrong, most=len(MUST_NOT))}.", REVOKE)
    if open_books := sorted(name for name, *rights in books if any(rights)):
        return failed(f"The app's role {role} can change the event book of {listed(open_books)}.", REVOKE)
    return ok(f"The app's role {role} owns nothing and can only add to the {len(books)} event books.")


def check_migrations() -> Finding:
    """Whether the public schema has had every migration of this release."""
    with schema.entered(schema.PUBLIC), connection.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations")
        applied = {row[0] for row in cursor.fetchall()}
    if missing := [name for name in readiness.ends() if name not in applied]:
        return failed(f"The database has not had {listed(missing)}.", MIGRATE)
    if waiting := [phases.name_of(each) for each in public.pending_in_public().waiting]:
        return ok(
            f"The database has had all that this release needs; for migrate --contract waits {listed(waiting)}."
        )
    return ok(f"The database has had all {len(applied)} migrations.")


def check_clients() -> Finding:
    """Whether every client's schema has, too."""
    with schema.entered(schema.PUBLIC):
        stuck = ClientMigration.objects.filter(state=ClientMigration.State.FAILED)
        names = list(stuck.order_by("client__slug").values_list("client__slug", flat=True))
        built = Client.objects.built().count()
        if names:
            return failed(f"The last migration failed for {listed(names)}.", f"{MIGRATE} It tells why.")
        if steps := replay.count_pending():
            return failed(f"The schemas of clients have {steps} migrations to come.", MIGRATE)
        if unfinished := BackfillRun.objects.filter(finished_at=None).count():
            return failed(f"{unfinished} backfills are not finished.", MIGRATE)
    return ok(f"The schemas of all {built} clients are those of this release.")


def check_drift() -> Finding:
    """Whether all client schemas are alike; the one in doubt is the one that differs from most."""
    with schema.entered(schema.PUBLIC):
        names = list(Client.objects.built().order_by("schema_name").values_list("schema_name", flat=True))
        found: dict[str, str] = {}
        for start in range(0, len(names), SCHEMAS_AT_ONCE):
            found |= shapes.digests(names[start : start + SCHEMAS_AT_ONCE])
    if not names:
        return skipped("There are no clients yet.")
    usual, _count = Counter(found.values()).most_common(1)[0]
    if odd := [name for name in names if found.get(name) != usual]:
        remedy = "MOTORBLOK_LOGIN=owner ./motorblok check_drift tells how they differ."
        return failed(f"{listed(odd)} differ from the schemas of the other clients.", remedy)
    return ok(f"The schemas of all {len(names)} clients are alike.")
