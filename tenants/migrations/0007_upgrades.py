"""What a new client's schema is made of while two releases run, and how far each backfill has come."""

import django.db.models.deletion
from django.db import migrations, models

import motorblok.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0006_domain_claims"),
    ]

    operations = [
        migrations.CreateModel(
            name="SchemaTemplate",
            fields=[
                ("fingerprint", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("statements", models.JSONField()),
                ("keys", models.JSONField()),
                ("shape", models.JSONField()),
                ("kept_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="BackfillRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motorblok.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                ("rows", models.BigIntegerField(default=0)),
                ("error", models.TextField(blank=True, default="")),
                ("finished_at", models.DateTimeField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenants.client",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("client", "name"), name="tenants_backfillrun_once", nulls_distinct=False
                    )
                ],
            },
        ),
    ]
