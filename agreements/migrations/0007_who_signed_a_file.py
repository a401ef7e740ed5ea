from django.db import migrations, models


class Migration(migrations.Migration):
    """One file may hold the signatures of several: a PDF that both sides signed is one file, not two."""

    dependencies = [("agreements", "0006_answers_about_projects")]
    operations = [
        migrations.RemoveField(model_name="signedfile", name="signatory"),
        migrations.AddField(
            model_name="signedfile",
            name="signatories",
            field=models.ManyToManyField(
                blank=True, related_name="signed_files", to="agreements.signatory", verbose_name="signatories"
            ),
        ),
    ]
