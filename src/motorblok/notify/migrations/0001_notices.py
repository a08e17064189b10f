import django.db.models.deletion
import django.db.models.functions.datetime
import motorblok.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=motorblok.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('client_id', models.UUIDField()),
                ('schema', models.CharField(max_length=63)),
                ('event_id', models.UUIDField()),
                ('kind', models.CharField(max_length=60)),
                ('task_id', models.UUIDField()),
                ('number', models.CharField(max_length=30)),
                ('service_line', models.CharField(max_length=30)),
                ('is_own', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('told_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('read_at', models.DateTimeField(null=True)),
                ('mailing', models.CharField(choices=[('none', 'None'), ('due', 'Due'), ('sent', 'Sent'), ('dropped', 'Dropped')], default='none', max_length=7)),
                ('mail_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(models.F('person'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='notify_notice_newest'), models.Index(condition=models.Q(('read_at', None)), fields=['person', 'client_id', 'task_id'], name='notify_notice_unread'), models.Index(condition=models.Q(('mailing', 'due')), fields=['mail_at', 'person'], name='notify_notice_due')],
                'constraints': [models.UniqueConstraint(fields=('person', 'schema', 'event_id'), name='notify_notice_once')],
            },
        ),
    ]
