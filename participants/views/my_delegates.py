"""Who comes for a company: named, changed, replaced or taken out by its contact. Every place passes the gate."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from participants import forms, services
from participants.enums import Place
from participants.models import Delegate, Registration
from participants.services.delegation import refuse_change
from participants.views import access, pages


@access.my_page
def my_delegate(request: HttpRequest, registration: Registration, pk: int) -> HttpResponse:
    """Change the details of one delegate."""
    delegate = named(registration, pk)
    form = forms.delegate_form(registration, pages.posted(request), delegate)
    done = _("What you changed of %(name)s is saved.") % {"name": delegate.name}
    intro = _("Names of an admitted company's delegates change once the organisers approve; everything else at once.")
    return pages.act_page(
        request, registration, str(delegate), form, lambda: services.save_delegate(delegate, form.cleaned_data),
        done, intro=intro, save=_("Save"),
    )  # fmt: skip


@access.my_page
def my_delegate_add(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Name one more delegate."""
    form = forms.delegate_form(registration, pages.posted(request))
    intro = _("Once the registration is admitted, the person gets a free place or the next number on the waiting list.")
    return pages.act_page(
        request, registration, _("Add a delegate"), form,
        lambda: services.add_delegate(registration, form.cleaned_data), _("The delegate is added."),
        intro=intro, save=_("Add this delegate"),
    )  # fmt: skip


@access.my_page
def my_delegate_replace(request: HttpRequest, registration: Registration, pk: int) -> HttpResponse:
    """Send somebody else in place of a delegate."""
    delegate = named(registration, pk)
    form = forms.delegate_form(registration, pages.posted(request))
    words = {"name": delegate.name}
    intro = _(
        "The new person takes over the place and the seats of %(name)s, who is told and can no longer change anything."
    )
    return pages.act_page(
        request, registration, _("Replace %(name)s") % words, form,
        lambda: services.replace_delegate(delegate, form.cleaned_data), _("%(name)s is replaced.") % words,
        intro=intro % words, save=_("Replace this delegate"),
    )  # fmt: skip


@access.my_page
def my_delegate_release(request: HttpRequest, registration: Registration, pk: int) -> HttpResponse:
    """Take a delegate out of the registration."""
    delegate = named(registration, pk)
    words = {"name": delegate.name}
    intro = _(
        "The place of %(name)s and the seats at tables and on visits go to those who wait. This cannot be undone: "
        "who is named again gets the next free place, or the end of the waiting list."
    )
    return pages.act_page(
        request, registration, _("Take %(name)s out of the registration") % words, None,
        lambda: release(delegate), _("%(name)s is taken out.") % words,
        intro=intro % words, save=_("Take out"), danger=True,
    )  # fmt: skip


@access.my_page
def my_delegate_choices(request: HttpRequest, registration: Registration, pk: int) -> HttpResponse:
    """Choose tables, in order of preference, and visits."""
    delegate = named(registration, pk)
    return choices_page(request, delegate, "participants:my")


def choices_page(request: HttpRequest, delegate: Delegate, home: str) -> HttpResponse:
    """The page on which tables and visits of one delegate are chosen."""
    form = forms.choices_form(delegate, pages.posted(request))
    intro = _(
        "A seat you keep stays yours; one you leave goes to those who wait. What is full may be chosen: you then wait."
    )
    return pages.act_page(
        request, delegate.registration, _("Tables and visits of %(name)s") % {"name": delegate.name}, form,
        lambda: services.change_choices(delegate, *form.chosen), _("Tables and visits are saved."),
        home=home, intro=intro, save=_("Save"),
    )  # fmt: skip


def release(delegate: Delegate) -> None:
    """Take a delegate out, as long as changes are possible."""
    refuse_change(delegate.session, delegate.registration)
    services.release_delegate(delegate)


def named(registration: Registration, pk: int) -> Delegate:
    """Return one of the registration's delegates who has not given up; anybody else is not there."""
    delegate = get_object_or_404(registration.delegates.exclude(place=Place.RELEASED), pk=pk)
    delegate.registration, delegate.session = registration, registration.session
    return delegate
