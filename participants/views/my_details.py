"""What a registration says of its organisation, changed by its contact after it was sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from participants import forms, services
from participants.enums import ADMITTED
from participants.models import Registration
from participants.views import access, pages


@access.my_page
def my_organisation(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Change organisation and contact."""
    form = forms.organisation_form(registration, pages.posted(request))
    intro = ""
    if registration.state in ADMITTED:
        intro = _(
            "Name, kind, region and numbers change once the organisers approve: until then the old ones stay in force. "
            "Everything else changes at once. What waits for approval already is filled in here."
        )
    return pages.act_page(
        request, registration, _("Organisation and contact"), form,
        lambda: services.save_details(registration, organisation=form.organisation, contact=form.contact),
        _("What you changed is saved."), template="organisation", intro=intro, save=_("Save"),
    )  # fmt: skip


@access.my_page
def my_interests(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Change what the organisation brings and seeks."""
    form = forms.InterestsForm(pages.posted(request), registration=registration)
    return pages.act_page(
        request, registration, _("What you bring and seek"), form,
        lambda: services.save_details(registration, interests=form.facts, sectors=form.sectors),
        _("What you changed is saved."), save=_("Save"),
    )  # fmt: skip
