"""The worker's door: ids in, fetch, call the act."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings

from agreements.models import SignedFile
from agreements.signatures.jobs import TASK as CHECK
from documents import jobs, notices, services, store
from documents.exchange import exporting, import_jobs, import_services, making
from documents.models import Document, SheetExport, SheetImport, VersionNotice
from documents.releasing import TELL
from documents.services import TASK
from taskforce.jobs import ring

SWEEP_LIMIT = 100  # bells at once; the rest of a long queue is rung for by a later sweep


@shared_task
def make_document(pk: int) -> None:
    """Make one document, if it is due."""
    jobs.run_document(pk)


@shared_task
def make_export(pk: int) -> None:
    """Make the file of one export, if it is due."""
    making.run_export(pk)


@shared_task
def work_on_import(pk: int) -> None:
    """Read one table that was brought in, or carry it out, if it is due."""
    import_jobs.run_import(pk)


@shared_task
def tell_of_version(pk: int) -> None:
    """Write the mails about a new version of a programme that are due."""
    notices.send_notices(pk)


@shared_task
def sweep() -> None:
    """Ring again for whatever is due: bells lost, workers that died, attempts put off; and drop what was erased."""
    for pk in Document.objects.due().order_by("due_at").values_list("pk", flat=True)[:SWEEP_LIMIT]:
        ring(TASK, pk, expires=settings.SWEEP_SECONDS)
    for pk in SheetExport.objects.due().order_by("due_at").values_list("pk", flat=True)[:SWEEP_LIMIT]:
        ring(exporting.TASK, pk, expires=settings.SWEEP_SECONDS)
    for pk in SheetImport.objects.due().order_by("due_at").values_list("pk", flat=True)[:SWEEP_LIMIT]:
        ring(import_services.TASK, pk, expires=settings.SWEEP_SECONDS)
    for pk in SignedFile.objects.due().order_by("due_at").values_list("pk", flat=True)[:SWEEP_LIMIT]:
        ring(CHECK, pk, expires=settings.SWEEP_SECONDS)
    for pk in VersionNotice.objects.filter(sent_at=None).order_by().values_list("version", flat=True).distinct():
        ring(TELL, pk, expires=settings.SWEEP_SECONDS)
    store.clear_parts()
    services.drop_erased()
    exporting.drop_old_exports()
    import_services.drop_old_imports()
