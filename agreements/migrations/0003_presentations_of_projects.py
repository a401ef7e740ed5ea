"""Where a project is presented stands in its presentations; the projects there are were named by session files."""

from django.db import migrations


def move_tables(apps, schema_editor):
    project, presentation = apps.get_model("agreements", "Project"), apps.get_model("agreements", "Presentation")
    rows = project.objects.order_by("pk")
    presentation.objects.bulk_create(
        presentation(project=row, session_id=row.session_id, table_id=row.table_id, position=row.position)
        for row in rows.iterator()
    )
    rows.update(from_file=True, review="accepted")


class Migration(migrations.Migration):
    dependencies = [("agreements", "0002_projects_and_acts")]
    operations = [migrations.RunPython(move_tables, migrations.RunPython.noop)]
