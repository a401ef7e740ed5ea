"""What staff and moderators decide of a project."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.models import Project
from tables.models import ThematicTable
from taskforce.fields import BlockFormField

DECISIONS = [
    ("accept", _("Accept it")),
    ("ask", _("Ask for a clarification")),
    ("decline", _("Decline it")),
]


class PlaceForm(forms.Form):
    """At which table a project is presented."""

    table = forms.TypedChoiceField(label=_("Thematic table"), empty_value=None)

    def __init__(self, data=None, *, tables: list[ThematicTable], chosen: ThematicTable | None) -> None:
        super().__init__(data, initial={"table": chosen and chosen.pk}, label_suffix="", auto_id="place_%s")
        known = {str(table.pk): table for table in tables}
        self.fields["table"].choices = [("", _("Choose …")), *((key, str(table)) for key, table in known.items())]
        self.fields["table"].coerce = known.get


class ReviewForm(PlaceForm):
    """A decision, with the table of an accepted project, and words for whoever proposed it."""

    decision = forms.ChoiceField(
        label=pgettext_lazy("project", "Decision"), choices=DECISIONS, widget=forms.RadioSelect
    )
    note = BlockFormField(
        label=_("Words for whoever proposed it"), max_length=2000, required=False,
        help_text=_("Your question, or the reason for declining. It is mailed; with an accepted project, if you wish."),
    )  # fmt: skip
    field_order = ("decision", "table", "note")

    def __init__(
        self, data=None, *, project: Project, tables: list[ThematicTable], place: ThematicTable | None
    ) -> None:
        super().__init__(data, tables=tables, chosen=place or project.wished_table)
        self.fields["table"].required = False
        self.fields["table"].help_text = _("For an accepted project. It can be chosen later, too.")
        self.auto_id = "review_%s"

    def clean(self) -> dict:
        data = super().clean()
        if data.get("decision") in ("ask", "decline") and not data.get("note") and "note" not in self.errors:
            self.add_error("note", _("Write what you ask.") if data["decision"] == "ask" else _("Give the reason."))
        return data
