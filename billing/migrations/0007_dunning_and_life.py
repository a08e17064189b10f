"""Reminders that wait, money by hand, statements that were read, and how a client is let go."""

import django.db.models.deletion
import motorblok.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0006_undone_allocations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Farewell",
            fields=[
                (
                    "debtor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="farewell",
                        serialize=False,
                        to="billing.debtor",
                    ),
                ),
                ("archive", models.BinaryField(null=True)),
                ("archive_sha256", models.CharField(max_length=64)),
                ("archived_at", models.DateTimeField()),
                ("proposed_by", models.CharField(blank=True, default="", max_length=60)),
                ("proposed_at", models.DateTimeField(null=True)),
                ("not_before_on", models.DateField(null=True)),
                ("confirmed_by", models.CharField(blank=True, default="", max_length=60)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="HandPayment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motorblok.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("received_on", models.DateField()),
                ("evidence", models.CharField(max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("confirmed", "Confirmed"),
                            ("refused", "Refused"),
                        ],
                        default="proposed",
                        max_length=9,
                    ),
                ),
                ("proposed_by", models.CharField(max_length=60)),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.CharField(blank=True, default="", max_length=60)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=motorblok.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("paused", "Paused"), ("disputed", "Disputed")], max_length=8),
                ),
                ("reason", models.CharField(max_length=300)),
                ("until_on", models.DateField(null=True)),
                ("begun_by", models.CharField(max_length=60)),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="StatementFile",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("entries", models.PositiveIntegerField()),
                ("new", models.PositiveIntegerField()),
                ("read_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="debtor",
            name="holds_client",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="statemententry",
            name="bank_reason",
            field=models.CharField(blank=True, default="", max_length=10),
        ),
        migrations.AddField(
            model_name="statemententry",
            name="ignored_because",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddField(
            model_name="statemententry",
            name="kind",
            field=models.CharField(default="payment", max_length=8),
        ),
        migrations.AddField(
            model_name="statemententry",
            name="references",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="statemententry",
            name="times_matched",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="subscription",
            name="takes_only_subscribed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="farewell",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by", ""),
                    models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="billing_farewell_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="farewell",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at__isnull", True), ("confirmed_at__isnull", False), _connector="OR"
                ),
                name="billing_farewell_agreed",
            ),
        ),
        migrations.AddField(
            model_name="handpayment",
            name="invoice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="by_hand", to="billing.invoice"
            ),
        ),
        migrations.AddField(
            model_name="handpayment",
            name="payment",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="by_hand",
                to="billing.payment",
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="invoice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="billing.invoice"
            ),
        ),
        migrations.AddField(
            model_name="statementfile",
            name="legal_entity",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.legalentity"
            ),
        ),
        migrations.AddConstraint(
            model_name="handpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="billing_handpayment_amount"
            ),
        ),
        migrations.AddConstraint(
            model_name="handpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", ""),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="billing_handpayment_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="handpayment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")), fields=("invoice",), name="billing_handpayment_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("invoice", "kind"),
                name="billing_hold_one",
            ),
        ),
    ]
