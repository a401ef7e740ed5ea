"""Who an act is between and who signs it, what it concerns, and its place in the signing ceremony."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max, Model
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.models import ActProject, ActRegion, Agreement, Party, Project, Signatory, Signing
from agreements.services.acts import locked
from sessions.models import HostRegion, Session
from sessions.translations import note_translations, noting_translations
from taskforce.errors import DomainError

UP, DOWN = "up", "down"


def save_named(row: Party | Signatory, by: User | None = None) -> Party | Signatory:
    """Save a party or a signatory given as it should be; a new one comes last. Raises DomainError."""
    with locked(row.agreement) as act, translation.override("it"):  # the untranslated columns repeat the Italian ones
        if isinstance(row, Signatory) and row.party and row.party.agreement_id != act.pk:
            raise DomainError(_("This party belongs to another act."), field="party", code="stranger")
        if row.pk:
            with noting_translations(act.session, by, [row]):
                row.save()
        else:
            rows = type(row).objects.filter(agreement=act)
            row.position = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
            row.save()
            note_translations(act.session, by, [row])
        return row


def remove_named(row: Party | Signatory) -> None:
    """Take a party or a signatory from an act. Raises DomainError where a signed file is kept of who signed."""
    with locked(row.agreement):
        signed = {"signatories": row} if isinstance(row, Signatory) else {"signatories__party": row}
        if row.agreement.signed_files.filter(**signed).exists():
            message = _("A file that was signed for it is kept: it stays.")
            raise DomainError(message, code="signed_file")
        row.delete()


def move_named(row: Party | Signatory, to: str) -> None:
    """Put a party or a signatory before the one above it, or after the one below."""
    with locked(row.agreement) as act:
        reorder(list(type(row).objects.filter(agreement=act).order_by("position", "pk")), row.pk, to)


def reorder(rows: list[Model], pk: int, to: str) -> None:
    """Change the places of two neighbours among rows with a ``position``, and count the positions from 1."""
    index = next((number for number, row in enumerate(rows) if row.pk == pk), -1)  # gone meanwhile: nothing moves
    other = index + (1 if to == DOWN else -1)
    if index >= 0 and 0 <= other < len(rows):
        rows[index], rows[other] = rows[other], rows[index]
    number_anew(rows)


def number_anew(rows: Iterable[Model]) -> None:
    for number, row in enumerate(rows, start=1):
        if row.position != number:
            row.position = number
            row.save(update_fields=["position"])


# --- What it concerns


def name_region(act: Agreement, region: HostRegion) -> None:
    """Note that an act concerns a region."""
    with locked(act) as act:
        ActRegion.objects.get_or_create(agreement=act, hostregion=region)


def name_project(act: Agreement, project: Project) -> None:
    """Note that an act came of a project. Raises DomainError for one that was not accepted."""
    with locked(act) as act:
        if not Project.objects.standing().filter(pk=project.pk).exists():
            raise DomainError(_("This project was not accepted."), field="project", code="review")
        ActProject.objects.get_or_create(agreement=act, project=project)


# --- The ceremony


def save_signing(signing: Signing) -> Signing:
    """Save the place of an act in its session's ceremony; a new one comes last. Raises DomainError."""
    with transaction.atomic():
        session = Session.objects.select_for_update(of=("self",)).get(pk=signing.agreement.session_id)
        if not signing.pk:
            if Signing.objects.filter(agreement=signing.agreement_id).exists():
                raise DomainError(_("The act is in the ceremony already."), code="there")
            last = signings_of(session).aggregate(last=Max("position"))["last"]
            signing.position = (last or 0) + 1
        signing.save()
        return signing


def signings_of(session: Session):
    """Return the acts signed at a session's ceremony, in their order."""
    return Signing.objects.filter(agreement__session=session).order_by("position", "pk")


def move_signing(signing: Signing, to: str) -> None:
    """Let an act be signed before the one above it, or after the one below."""
    with transaction.atomic():
        session = Session.objects.select_for_update(of=("self",)).get(pk=signing.agreement.session_id)
        reorder(list(signings_of(session)), signing.pk, to)


def take_from_ceremony(signing: Signing) -> None:
    """Take an act out of the ceremony; those after it come one place forward."""
    with transaction.atomic():
        session = Session.objects.select_for_update(of=("self",)).get(pk=signing.agreement.session_id)
        signing.delete()
        number_anew(signings_of(session))
