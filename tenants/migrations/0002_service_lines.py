"""The seven usual service lines of a back office, in the order in which they are listed."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

LINES = [
    ("finance", "Finance", "Financiën"),
    ("hr", "HR", "HR"),
    ("it-support", "IT support", "IT-ondersteuning"),
    ("procurement", "Procurement", "Inkoop"),
    ("logistics", "Inventory & logistics", "Voorraad en logistiek"),
    ("quality", "Quality control", "Kwaliteitscontrole"),
    ("legal", "Legal", "Juridische zaken"),
]


def seed(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    model = apps.get_model("tenants", "ServiceLine")
    for position, (code, name_en, name_nl) in enumerate(LINES, start=1):
        model.objects.create(code=code, name_en=name_en, name_nl=name_nl, position=position * 10)


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
