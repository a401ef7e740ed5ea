"""Whether the owner of a commitment is reminded; a report is public or not, and says its language."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0008_texts_beside_each_other")]

    operations = [
        migrations.AddField(
            model_name="commitment",
            name="is_reminded",
            field=models.BooleanField(default=True, verbose_name="is reminded"),
        ),
        migrations.AddField(
            model_name="commitmentreport",
            name="is_public",
            field=models.BooleanField(default=True, verbose_name="in the public register"),
        ),
        migrations.AddField(
            model_name="commitmentreport",
            name="language",
            field=models.CharField(
                choices=[("it", "Italian"), ("ru", "Russian"), ("en", "English")],
                default="it",
                max_length=2,
                verbose_name="written in",
            ),
        ),
    ]
