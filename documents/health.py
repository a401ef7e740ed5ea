"""Is the process alive, and is the portal able to work?"""

from __future__ import annotations

import shutil

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone

from documents.models import Document

OLDEST_JOB_SECONDS = 300
FREE_BYTES = 200_000_000


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers, no due job waits longer than five minutes, and the disk has room; 503 where one fails."""
    checks = {"database": False, "jobs": False, "disk": shutil.disk_usage(settings.VAR_DIR).free > FREE_BYTES}
    try:
        oldest = Document.objects.due().order_by("due_at").values_list("due_at", flat=True).first()
        checks["database"] = True
        checks["jobs"] = oldest is None or (timezone.now() - oldest).total_seconds() < OLDEST_JOB_SECONDS
    except DatabaseError:
        pass
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


urlpatterns = [path("healthz", healthz, name="healthz"), path("readyz", readyz, name="readyz")]
