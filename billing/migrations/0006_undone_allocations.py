"""An allocation that was taken back knows by which row, so that it is taken back once."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0005_credits_and_decisions")]

    operations = [
        migrations.AddField(
            model_name="allocation",
            name="undoes",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone",
                to="billing.allocation",
            ),
        ),
    ]
