"""The VAT rates that the first list lacked: Estonia's on what is taxed lower, from 2025 on. What the owner set stays."""

from dataclasses import asdict

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from billing.seeds import vat_rates


def seed(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    rates = apps.get_model("billing", "TaxRate")
    rates.objects.bulk_create((rates(**asdict(rate)) for rate in vat_rates()), ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("billing", "0015_claims")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
