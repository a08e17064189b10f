from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0010_last_issued_on")]

    operations = [migrations.AddField("gatewaylink", "from_on", models.DateField(null=True))]
