"""The jobs of this app by who asked for them: documents, and tables that go out or come in."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from accounts.models import User


def job_models() -> list[type[Model]]:
    """Return the models whose rows are jobs that somebody asked for; a new one needs no line here."""
    models = apps.get_app_config("documents").get_models()
    return [model for model in models if hasattr(model, "LIVE") and hasattr(model, "requested_by")]


def open_jobs(asked: Q) -> list[QuerySet]:
    """Return what is not ended of the jobs that were asked for so, a QuerySet for each kind of job."""
    return [
        model.objects.filter(asked, state__in=getattr(model, "OPEN", model.LIVE)).order_by() for model in job_models()
    ]


def count_open(user: User) -> int:
    """Return how many jobs are under way for this user."""
    return sum(jobs.count() for jobs in open_jobs(Q(requested_by=user)))


def stop_asked_by(user: User) -> int:
    """Stop everything that is under way for this user: a worker on it drops its work. Returns how many there were."""
    return _stop(Q(requested_by=user))


def stop_for_switched_off() -> int:
    """Stop what is under way for accounts that are switched off, in whatever way that was done."""
    return _stop(Q(requested_by__is_active=False))


def hand_over_jobs(user: User, other: User) -> int:
    """Let what is being made for one user be made for another; what waits for a decision stays with who asked."""
    live = [jobs.filter(state__in=jobs.model.LIVE) for jobs in open_jobs(Q(requested_by=user))]
    # Nobody asks for what they have approved themselves: that stays with who asked.
    live = [jobs.exclude(decided_by=other) if hasattr(jobs.model, "decided_by") else jobs for jobs in live]
    return sum(jobs.update(requested_by=other) for jobs in live)


def _stop(asked: Q) -> int:
    ended = {"lease_until": None, "finished_at": timezone.now()}
    return sum(jobs.update(state=jobs.model.State.STOPPED, **ended) for jobs in open_jobs(asked))
