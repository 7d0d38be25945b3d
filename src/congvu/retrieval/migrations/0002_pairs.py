from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("retrieval", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="termstatistics",
            name="pairs",
            field=models.JSONField(null=True),
        ),
    ]
