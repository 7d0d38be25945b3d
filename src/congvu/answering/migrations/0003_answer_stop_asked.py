from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("answering", "0002_answer_names")]

    operations = [
        migrations.AddField("answer", "stop_asked", models.BooleanField(default=False, db_default=False)),
    ]
