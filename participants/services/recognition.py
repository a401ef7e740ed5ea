"""Which registrations a verified e-mail address made before."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from participants.enums import State
from participants.models import Registration


def earlier_registrations(email: str) -> QuerySet[Registration]:
    """Registrations whose contact verified this address, newest first."""
    verified = Registration.objects.filter(contact_email__iexact=email, verified_at__isnull=False)
    return verified.exclude(state=State.DRAFT).select_related("session", "organisation").order_by("-pk")


def recognise(registration: Registration) -> None:
    """Note which earlier registration a contact whose address is now verified has made for the same organisation."""
    body = registration.organisation
    same = Q(organisation__name_key=body.name_key)
    if body.identifier:
        same |= Q(identifier=body.identifier)
    before = earlier_registrations(registration.contact_email).filter(same)
    found = before.filter(pk__lt=registration.pk).exclude(session=registration.session_id).first()
    if found and registration.earlier_id is None:
        registration.earlier = found
        registration.save(update_fields=["earlier"])
