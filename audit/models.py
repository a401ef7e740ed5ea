"""What is on record: every change of a row, and who saw or took away whose data. The database itself keeps it so.

No foreign keys: what is on record outlives what it tells of.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    ADDED = "I", _("added")
    CHANGED = "U", _("Changed")
    DELETED = "D", _("deleted")


class ReadingAct(models.TextChoices):
    SEEN = "seen", _("seen")
    EXPORTED = "exported", _("exported")


class ChangeQuerySet(models.QuerySet):
    def of_row(self, row: models.Model) -> ChangeQuerySet:
        """Changes of one row; of a registration or a delegate also those of everything that belongs to it."""
        from audit.recorded import PERSONS

        own = models.Q(table=row._meta.db_table, row=row.pk)
        person = PERSONS.get(row._meta.label_lower)
        return self.filter(own | models.Q(**{person: row.pk}) if person else own)


OF_REGISTRATION = models.Q(registration__isnull=False)
OF_DELEGATE = models.Q(delegate__isnull=False)


class Change(models.Model):
    """One change of one row, written by a trigger in the transaction of the change. Only changed columns are kept."""

    at = models.DateTimeField(_("when"), db_index=True, editable=False)
    actor = models.CharField(_("who"), max_length=150, db_index=True, editable=False)
    table = models.CharField(_("what"), max_length=63, editable=False)
    row = models.BigIntegerField(_("number"), editable=False)
    act = models.CharField(_("act"), max_length=1, choices=Act.choices, editable=False)
    before = models.JSONField(_("before"), editable=False)
    after = models.JSONField(_("after"), editable=False)
    registration = models.BigIntegerField(_("registration"), null=True, editable=False)
    delegate = models.BigIntegerField(_("delegate"), null=True, editable=False)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change on record")
        verbose_name_plural = _("record of changes")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["table", "row"], name="audit_change_row"),
            models.Index(fields=["registration"], name="audit_change_of_registration", condition=OF_REGISTRATION),
            models.Index(fields=["delegate"], name="audit_change_of_delegate", condition=OF_DELEGATE),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"


class ReadingQuerySet(models.QuerySet):
    def of_row(self, row: models.Model) -> ReadingQuerySet:
        """Readings of a row; of a delegate also those of the whole registration the delegate is named in."""
        rows = models.Q(table=row._meta.db_table, row=row.pk)
        if registration := getattr(row, "registration_id", None):
            rows |= models.Q(table=type(row).registration.field.related_model._meta.db_table, row=registration)
        return self.filter(pk__in=ReadingOf.objects.filter(rows).values("reading"))


class Reading(models.Model):
    """Somebody opened, or took away, the data of one or many."""

    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    actor = models.CharField(_("who"), max_length=150, db_index=True, editable=False)
    act = models.CharField(_("act"), max_length=8, choices=ReadingAct.choices)
    what = models.CharField(_("what"), max_length=200)
    purpose = models.CharField(_("purpose"), max_length=250, blank=True)
    number = models.PositiveIntegerField(_("of how many"))

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading on record")
        verbose_name_plural = _("record of readings and exports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.what


class ReadingOf(models.Model):
    """Whose data a reading showed: a registration with all its delegates, or one delegate."""

    reading = models.ForeignKey(Reading, models.DO_NOTHING, related_name="rows", verbose_name=_("reading"))
    table = models.CharField(_("what"), max_length=63)
    row = models.BigIntegerField(_("number"))

    class Meta:
        verbose_name = _("row of a reading")
        verbose_name_plural = _("rows of a reading")
        indexes = [models.Index(fields=["table", "row"], name="audit_readingof_row")]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
