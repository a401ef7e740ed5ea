# A job may be stopped by whoever may ask for it: no column changes, only the words for its state.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_programme")]

    operations = [
        migrations.AlterField(
            model_name="document",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "Waiting for a worker"),
                    ("running", "Being made"),
                    ("done", "Ready"),
                    ("failed", "Failed"),
                    ("stopped", "Stopped"),
                ],
                default="queued",
                max_length=8,
                verbose_name="state",
            ),
        ),
    ]
