from django.db import migrations, models

from congvu.legal.law_keys import law_key


def fill(apps, schema_editor):
    document = apps.get_model("corpus", "Document")
    laws = document.objects.filter(kind__in=("L", "BL", "PL", "HP")).only("pk", "title")
    for law in laws.iterator(chunk_size=500):
        document.objects.filter(pk=law.pk).update(law_key=law_key(law.title)[:1000])


class Migration(migrations.Migration):

    dependencies = [
        ("corpus", "0001_initial"),
    ]

    operations = [
        # A default in the database, so that the version before this one can still write while it is replaced.
        migrations.AddField(
            model_name="document",
            name="law_key",
            field=models.CharField(max_length=1000, blank=True, db_index=True, editable=False, default="", db_default=""),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
