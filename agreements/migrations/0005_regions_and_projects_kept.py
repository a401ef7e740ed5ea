"""A region or a project that an act names cannot be deleted; an act is denounced only once it is signed."""

import django.db.models.deletion
from django.db import migrations, models


def named(name, field, to, one, many):
    """The table there is becomes a model, whose rows hold fast what they name."""
    return [
        migrations.CreateModel(
            name=name,
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agreements.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    field,
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to, verbose_name=one
                    ),
                ),
            ],
            options={
                "verbose_name": f"{one} of an act",
                "verbose_name_plural": f"{many} of an act",
                "db_table": f"agreements_agreement_{many}",
                "unique_together": {("agreement", field)},
            },
        ),
        migrations.AlterField(
            model_name="agreement",
            name=many,
            field=models.ManyToManyField(
                blank=True, related_name="agreements", through=f"agreements.{name}", to=to, verbose_name=many
            ),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0004_remove_project_table"),
        ("taskforce_sessions", "0005_last_day"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                *named("ActProject", "project", "agreements.project", "project", "projects"),
                *named("ActRegion", "hostregion", "taskforce_sessions.hostregion", "region", "regions"),
            ]
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(denounced_by="", denounced_on=None)
                | models.Q(denounced_on__gte=models.F("signed_on"), denounced_on__isnull=False, status="signed"),
                name="agreement_denounced_after_it_is_signed",
                violation_error_message="Only a signed act is denounced, and not before it was signed.",
            ),
        ),
    ]
