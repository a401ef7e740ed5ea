"""``my/interests/…``: interest in somebody's project, and the answers to interest in one's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agreements import services
from agreements.enums import InterestState
from agreements.forms.project import InterestAnswerForm, InterestForm
from agreements.models import Interest
from agreements.services.interests import may_be_interested, open_to
from agreements.views.my_projects import form_page, page, posted
from agreements.wording import proposer_of, said
from participants.models import Registration
from participants.views import access
from taskforce.errors import DomainError
from taskforce.limits import limited


@limited("form")
@access.my_page
def my_interest(request: HttpRequest, registration: Registration, pk: int) -> HttpResponse:
    """Express interest in a project of the catalogue; what was sent is shown with its answer."""
    project = get_object_or_404(open_to(registration).select_related("organisation", "session"), pk=pk)
    sent = project.interests.filter(registration=registration).exclude(state=InterestState.WITHDRAWN).first()
    home = reverse("agreements:project", args=[registration.session.ref, project.pk])
    about = {"project": project, "title": said(project, "title"), "proposer": proposer_of(project)}
    if sent:
        about |= {"interest": sent, "contact": contact_of(sent)}
        return page(request, registration, "interest_sent", _("Your interest"), home="agreements:my_projects", **about)
    form, refusal = InterestForm(posted(request)), None
    if form.is_bound and form.is_valid():
        try:
            services.express_interest(registration, project, form.cleaned_data["message"])
            messages.success(request, _("Your interest was sent. The answer comes by e-mail, and stands here."))
            return redirect("agreements:my_interest", project.pk)
        except DomainError as error:
            refusal = error
    about |= {"may": may_be_interested(registration, project), "save": _("Send")}
    return form_page(
        request, registration, _("Express interest"), form, refusal=refusal, home=home, template="interest", **about
    )


@require_POST
@access.my_page
def my_interest_withdraw(request: HttpRequest, registration: Registration, pk: int) -> HttpResponse:
    """Take back an interest that is not answered yet."""
    found = get_object_or_404(registration.interests.select_related("project"), pk=pk)
    try:
        services.withdraw_interest(found)
        messages.success(request, _("Your interest is taken back."))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("agreements:my_projects")


@limited("form")
@access.my_page
def my_interest_answer(request: HttpRequest, registration: Registration, pk: int) -> HttpResponse:
    """Take up or decline somebody's interest in one of the own projects."""
    mine = Interest.objects.filter(project__registration=registration).exclude(state=InterestState.WITHDRAWN)
    found = get_object_or_404(mine.select_related("project", "registration__organisation__region"), pk=pk)
    home = reverse("agreements:my_project", args=[found.project_id])
    form, refusal = InterestAnswerForm(posted(request)), None
    if form.is_bound and form.is_valid():
        try:
            take_up = form.cleaned_data["decision"] == InterestState.ACCEPTED
            services.answer_interest(found, take_up=take_up, answer=form.cleaned_data["answer"])
            messages.success(request, _("Your answer was sent."))
            return HttpResponseRedirect(reverse("agreements:my_interest_answer", args=[found.pk]))
        except DomainError as error:
            refusal = error
    about = {"interest": found, "title": said(found.project, "title"), "save": _("Send the answer")}
    return form_page(
        request, registration, _("Somebody is interested"), form, refusal=refusal, home=home,
        template="interest_answer", **about,
    )  # fmt: skip


def contact_of(interest: Interest) -> Registration | None:
    """Return the registration whose contact the interested organisation may write to, once it was taken up."""
    return interest.project.registration if interest.state == InterestState.ACCEPTED else None
