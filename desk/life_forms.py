"""What narrows the list of projects that are followed."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.enums import Stage
from agreements.models import Project


class FollowingFilter(forms.Form):
    """A stage, and only what contacts told that nobody has seen. What makes no sense is left out."""

    stage = forms.ChoiceField(
        label=pgettext_lazy("project", "Stage"), choices=[("", _("All stages")), *Stage.choices], required=False
    )
    unseen = forms.BooleanField(label=_("Only with news to be seen"), required=False)

    def __init__(self, data) -> None:
        super().__init__(data, auto_id="filter_%s")

    def narrowed(self, projects: QuerySet[Project]) -> QuerySet[Project]:
        self.is_valid()
        if stage := self.cleaned_data.get("stage"):
            projects = projects.filter(stage=stage)
        return projects.filter(unseen__gt=0) if self.cleaned_data.get("unseen") else projects
