"""The worker's door: ids in, fetch, call the act."""

from __future__ import annotations

from celery import shared_task

from agreements.services import archive, commitments, follow_ups, proposing
from agreements.signatures import jobs


@shared_task
def check_signed_file(pk: int) -> None:
    """Check the signatures of one signed file, if it is due."""
    jobs.run_check(pk)


@shared_task
def remind_owners() -> None:
    """Write to the owners of commitments whose day is near, has come, or has passed."""
    commitments.remind_owners()


@shared_task
def ask_how_projects_go() -> None:
    """Note what was presented at sessions that were held, and ask the contacts whose day has come."""
    follow_ups.ask_how_projects_go()


@shared_task
def check_archive() -> None:
    """Hash every file of an act and every signed text anew, and note what is not what it was."""
    archive.check_archive()


@shared_task(name="agreements.tasks.remove_lost_documents", ignore_result=True)
def remove_lost_documents() -> None:
    """Delete documents of projects that are not there any more."""
    proposing.remove_lost_files()
