"""Acceptances of the notice move to the accounts room; those of before named no period."""

from django.db import migrations


def move(apps, schema_editor):
    old = apps.get_model("web", "NoticeAcceptance")
    new = apps.get_model("accounts", "NoticeAcceptance")
    new.objects.bulk_create(
        (
            new(user_id=row.user_id, version=row.version, days=0, accepted_at=row.accepted_at)
            for row in old.objects.order_by("pk").iterator()
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_notice'),
        ('web', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel(name='NoticeAcceptance'),
    ]
