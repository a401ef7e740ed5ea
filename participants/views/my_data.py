"""What contact and delegate both have, each of their own: data and their erasure, calendar, documents."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from participants import extract, services
from participants.enums import ADMITTED, Place
from participants.models import AccessLink
from participants.services.self_service import calendar_links
from participants.views import access, pages
from taskforce.errors import DomainError
from taskforce.text import file_name


@require_safe
@access.own_page
def my_data(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """Everything the portal stores about the person, to be read."""
    data = extract.as_words(_own(link), link.registration.session)
    context = {"data": data, "heading": _("Everything we store about you")}
    return render(request, "participants/my/data.html", context | _frame(link))


@require_safe
@access.own_page
def my_data_json(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """The same as a file for programs."""
    response = JsonResponse(extract.as_data(_own(link)), json_dumps_params={"ensure_ascii": False, "indent": 2})
    name = file_name(f"task-force-{link.registration.session.ref}-data")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


@access.own_page
def my_erase(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """Ask for the data to be erased; staff decide, and the page says that it was asked."""
    pending = link.registration.erasure_requests.filter(delegate=link.delegate, done_at=None).first()
    if request.method == "POST":
        services.ask_to_erase(link.registration, link.delegate)
        messages.success(request, _("Your request has reached the organisers."))
        return redirect("participants:my_erase")
    context = {"pending": pending, "danger": True, "save": _("Ask for erasure"), "whole": link.delegate is None}
    return pages.form_page(
        request, link.registration, _("Erase my data"), template="erase", home=access.HOME[link.purpose], **context
    )


@access.own_page
def my_calendar(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """Make the address of a calendar feed, which is shown once, or end it."""
    owner = (link.registration, link.delegate)
    address, refusal = "", None
    if request.method == "POST" and "end" in request.POST:
        services.end_calendar_links(*owner)
        messages.success(request, _("The calendar has ended: its address gives nothing any more."))
        return redirect("participants:my_calendar")
    if request.method == "POST":
        try:
            token = services.make_calendar_link(*owner)
            address = settings.BASE_URL + reverse("documents:calendar_feed", args=[token])
        except DomainError as error:
            refusal = error
    context = {"address": address, "refusal": refusal, "feed": calendar_links(*owner).first()}
    context["heading"] = _("Calendar")
    return render(request, "participants/my/calendar.html", context | _frame(link))


@require_safe
@access.own_page
def my_documents(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """The papers meant for this person."""
    placed = link.registration.delegates.filter(place__in=[Place.CONFIRMED, Place.WAITING])
    placed = placed.filter(pk=link.delegate.pk) if link.delegate else placed
    people = list(placed) if link.registration.state in ADMITTED else []
    context = {"heading": _("Documents"), "whole": link.delegate is None, "confirmable": bool(people)}
    context["coming"] = [person for person in people if person.place == Place.CONFIRMED]
    return render(request, "participants/my/documents.html", context | _frame(link))


def _own(link: AccessLink) -> extract.Extract:
    return extract.of_delegate(link.delegate) if link.delegate else extract.of_registration(link.registration)


def _frame(link: AccessLink) -> dict:
    return {"session": link.registration.session, "home": reverse(access.HOME[link.purpose])}
