"""News that a contact tells waits until staff saw it; whether it may be shown is the contact's word."""

from django.db import migrations, models
from django.db.models import Q

OUTCOMES = [("realised", "Realised"), ("abandoned", "Abandoned")]


class Migration(migrations.Migration):
    dependencies = [("agreements", "0009_reminders_and_public_reports")]
    operations = [
        migrations.AddField(
            "projectnews",
            "outcome",
            models.CharField(blank=True, choices=OUTCOMES, default="", max_length=9, verbose_name="outcome"),
            preserve_default=False,
        ),
        migrations.AddField(
            "projectnews",
            "may_be_shown",
            models.BooleanField(
                default=False,
                help_text="Whoever told it agreed that everybody may read it.",
                verbose_name="may be shown",
            ),
        ),
        migrations.AddField(
            "projectnews",
            "seen_at",
            models.DateTimeField(
                blank=True,
                help_text="From then on it counts for the stage of the project.",
                null=True,
                verbose_name="seen by staff",
            ),
        ),
        migrations.AddConstraint(
            "projectnews",
            models.CheckConstraint(
                condition=Q(stage="closed", outcome__in=["realised", "abandoned"])
                | (~Q(stage="closed") & Q(outcome="")),
                name="news_outcome_if_and_only_if_closed",
                violation_error_message="A closed project has an outcome, and only a closed one.",
            ),
        ),
        migrations.AddConstraint(
            "projectnews",
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(seen_at__isnull=False),
                name="news_public_once_seen",
                violation_error_message="News is shown to the public only after staff saw it.",
            ),
        ),
    ]
