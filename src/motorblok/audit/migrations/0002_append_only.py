"""The book is append-only for the app login, by privileges: PostgreSQL refuses what no trigger has to catch."""

from django.conf import settings
from django.db import migrations

APP = '"{}"'.format(settings.MOTORBLOK_APP_ROLE.replace('"', '""'))
SEALER = settings.MOTORBLOK_SEALER_ROLE


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        # A list: each statement goes alone, as a sharded database demands, and none is split at a semicolon.
        migrations.RunSQL(
            [
                f"REVOKE UPDATE, DELETE ON audit_event FROM {APP}",
                f"REVOKE UPDATE, DELETE ON audit_unsealed FROM {APP}",
                f"REVOKE UPDATE ON audit_unread FROM {APP}",
                f"REVOKE UPDATE ON audit_disclosure FROM {APP}",
                f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {APP}",
                f"""DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{SEALER}') THEN
                GRANT SELECT ON audit_event TO "{SEALER}";
                GRANT SELECT, DELETE ON audit_unsealed TO "{SEALER}";
                END IF; END $$""",
            ],
            reverse_sql=[
                f"GRANT UPDATE, DELETE ON audit_event TO {APP}",
                f"GRANT UPDATE, DELETE ON audit_unsealed TO {APP}",
                f"GRANT UPDATE ON audit_unread TO {APP}",
                f"GRANT UPDATE ON audit_disclosure TO {APP}",
                f"GRANT INSERT, UPDATE, DELETE ON django_migrations TO {APP}",
            ],
        ),
    ]
