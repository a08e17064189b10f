"""What a client may have more of, as its subscription says; and that a client can be gone for good."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0004_onboarding"),
    ]

    operations = [
        migrations.CreateModel(
            name="Allowance",
            fields=[
                (
                    "client",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="allowance",
                        serialize=False,
                        to="tenants.client",
                    ),
                ),
                ("seats", models.PositiveIntegerField(null=True)),
                ("service_lines", models.JSONField(null=True)),
                ("features", models.JSONField(default=list)),
                ("may_grow", models.BooleanField(default=True)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AlterField(
            model_name="client",
            name="state",
            field=models.CharField(
                choices=[
                    ("opening", "Opening"),
                    ("open", "Open"),
                    ("suspended", "Suspended"),
                    ("closed", "Closed"),
                    ("erased", "Erased"),
                ],
                default="opening",
                max_length=10,
            ),
        ),
    ]
