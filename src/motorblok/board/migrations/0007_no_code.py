"""Clients are sorted by their names, which rows do not know: the code to sort by goes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("board", "0006_versions_of_rows")]

    operations = [
        migrations.RemoveIndex(model_name="row", name="board_row_code"),
        migrations.RemoveField(model_name="row", name="code"),
    ]
