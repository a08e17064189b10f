from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_saved_view'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='mails',
            field=models.CharField(choices=[('all', 'about everything in the inbox'), ('mine', 'about own tasks only'), ('none', 'not at all')], default='all', max_length=4),
        ),
    ]
