import motorblok.kernel.ids
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("billing", "0013_paid_back_and_let_go")]

    operations = [
        migrations.AddField(
            "invoice", "exchange", models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
        ),
        migrations.CreateModel(
            "ExchangeRate",
            [
                (
                    "id",
                    models.UUIDField(
                        default=motorblok.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("published_on", models.DateField()),
                ("per_euro", models.DecimalField(decimal_places=6, max_digits=18)),
                ("source", models.CharField(max_length=80)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["currency", "published_on"], name="billing_exchangerate_day"),
                    models.CheckConstraint(condition=Q(per_euro__gt=0), name="billing_exchangerate_above_zero"),
                ],
            },
        ),
    ]
