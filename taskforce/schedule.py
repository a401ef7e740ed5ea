"""What beat rings for, and how often. A bell that nobody heard in time is dropped: the next rings for the same rows."""

from __future__ import annotations

MINUTE, HOUR, DAY = 60.0, 3600.0, 24 * 3600.0  # seconds
JOBS = {
    "participants.tasks.send_mail": MINUTE / 2,
    "participants.tasks.fill_free_places": MINUTE,
    "participants.tasks.lapse_offers": MINUTE,
    "participants.tasks.send_reminders": MINUTE,
    "desk.tasks.keep_accounts": MINUTE,
    "agreements.tasks.remind_owners": HOUR,
    "agreements.tasks.ask_how_projects_go": HOUR,
    "agreements.tasks.check_archive": DAY,
    "agreements.tasks.remove_lost_documents": DAY,
    "accounts.tasks.remove_old_sign_ins": DAY,
    "participants.tasks.remove_old_drafts": DAY,
    "participants.tasks.remove_old_spreadsheets": DAY,
    "participants.tasks.remove_lost_files": DAY,
}


def beat_schedule(sweep_seconds: float) -> dict[str, dict]:
    """Return Celery's schedule; the sweep for due documents, tables and signed files has its own interval."""
    jobs = {"documents.tasks.sweep": sweep_seconds, **JOBS}
    return {
        task: {"task": task, "schedule": seconds, "options": {"expires": min(seconds, HOUR)}}
        for task, seconds in jobs.items()
    }
