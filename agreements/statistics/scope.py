"""Whose acts and projects are counted: the public ones, and for staff also those of the sessions they may look at."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from agreements.models import Agreement, Project, ProjectNews
from agreements.statistics.gather import Statistics, gather_statistics
from sessions.models import Session


def public_statistics() -> Statistics:
    """Return the statistics of what the public sees, and of nothing else."""
    acts, projects = Agreement.objects.public(), Project.objects.public()
    return gather_statistics(acts, projects, ProjectNews.objects.filter(is_public=True))


def statistics_of(sessions: QuerySet[Session]) -> Statistics:
    """Return the statistics of what is public and of everything of these sessions; acts not signed are not counted."""
    own = Q(session__in=sessions.order_by().values("pk"))
    acts = Agreement.objects.filter(Q(pk__in=Agreement.objects.public()) | own, status=Agreement.Status.SIGNED)
    projects = Project.objects.standing().filter(Q(pk__in=Project.objects.public()) | own)
    return gather_statistics(acts, projects, ProjectNews.objects.all())
