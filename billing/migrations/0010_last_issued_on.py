from datetime import date

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0009_gateways_told")]

    operations = [
        migrations.AddField("numberseries", "last_on", models.DateField(default=date(2000, 1, 1)), preserve_default=False),
    ]
