"""The worker's door: ids in, fetch, call the act."""

from __future__ import annotations

from celery import shared_task

from agreements.services import archive, proposing
from agreements.signatures import jobs


@shared_task
def check_signed_file(pk: int) -> None:
    """Check the signatures of one signed file, if it is due."""
    jobs.run_check(pk)


@shared_task
def check_archive() -> None:
    """Hash every file of an act and every signed text anew, and note what is not what it was."""
    archive.check_archive()


@shared_task(name="agreements.tasks.remove_lost_documents", ignore_result=True)
def remove_lost_documents() -> None:
    """Delete documents of projects that are not there any more."""
    proposing.remove_lost_files()
