"""The page of the programme knows by these times that what it shows has changed."""

from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    dependencies = [("taskforce_sessions", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="sessionorganiser",
            name="updated_at",
            field=models.DateTimeField(auto_now=True, default=timezone.now),
            preserve_default=False,
        ),
    ]
