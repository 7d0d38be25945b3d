"""How far a generation that is being built is, and when one was retired."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("index", "0001_initial")]

    operations = [
        migrations.AddField("indexgeneration", "copied_to", models.BigIntegerField(default=None, null=True)),
        migrations.AddField("indexgeneration", "retired_at", models.DateTimeField(default=None, null=True)),
        migrations.AddConstraint(
            "indexgeneration",
            models.UniqueConstraint(
                condition=Q(("state", "building")), fields=("state",), name="one_building_generation"
            ),
        ),
    ]
