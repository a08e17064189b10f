"""Alarms come and go all day: what is gone is to be swept away before the next sweep reads past it."""

from django.db import migrations

OFTEN = "ALTER TABLE board_alarm SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05)"
AS_BEFORE = "ALTER TABLE board_alarm RESET (autovacuum_vacuum_scale_factor, autovacuum_analyze_scale_factor)"


class Migration(migrations.Migration):

    dependencies = [
        ("board", "0002_waiting_and_sorting"),
    ]

    operations = [
        migrations.RunSQL(OFTEN, AS_BEFORE),
    ]
