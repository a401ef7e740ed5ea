from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_presentations_of_projects")]
    operations = [migrations.RemoveField(model_name="project", name="table")]
