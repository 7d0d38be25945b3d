"""Who accepted the notice is a fact about a person: web/0002 moves the rows here."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_agencies_through_time'),
    ]

    operations = [
        migrations.CreateModel(
            name='NoticeAcceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('days', models.PositiveIntegerField()),
                ('accepted_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'version', 'days'), name='notice_accepted_once')],
            },
        ),
    ]
