from django.db import migrations, models

import motorblok.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("billing", "0007_dunning_and_life")]

    operations = [
        migrations.CreateModel(
            name="ParkedUsage",
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
                ("book", models.CharField(max_length=63)),
                ("event_id", models.UUIDField()),
                ("part", models.PositiveSmallIntegerField(default=0)),
                ("fact", models.JSONField(null=True)),
                ("fault", models.CharField(max_length=300)),
                ("parked_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("book", "event_id", "part"), name="billing_parkedusage_event"
                    )
                ],
            },
        ),
    ]
