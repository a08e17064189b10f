"""The ledgers are append-only for the app login, by privileges: what was counted or settled is corrected by another row."""

from django.conf import settings
from django.db import migrations

APP = '"{}"'.format(settings.MOTORBLOK_APP_ROLE.replace('"', '""'))
LEDGERS = ("billing_usagerecord", "billing_allocation", "billing_billedusage")


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [f"REVOKE UPDATE, DELETE ON {table} FROM {APP}" for table in LEDGERS],
            reverse_sql=[f"GRANT UPDATE, DELETE ON {table} TO {APP}" for table in LEDGERS],
        ),
    ]
