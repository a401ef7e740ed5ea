"""The outbox is emptied by one worker at a time, and a worker that was too late is not locked out for ever."""

import os

import pytest
from django.conf import settings
from django.core import mail
from post_office import mail as outbox
from post_office.lockfile import FileLock

from participants.tasks import send_mail

LOCK = settings.VAR_DIR / "post_office.lock"


def queue() -> None:
    outbox.send("a@example.org", "portal@example.org", subject="Hello", message="x")


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_looked_too_early_leaves_the_mail_to_the_one_that_was_quicker(monkeypatch):
    queue()
    LOCK.symlink_to(settings.VAR_DIR / "1.lock")  # the other worker's, made just after this one looked
    with monkeypatch.context() as patch:
        patch.setattr(FileLock, "is_locked", lambda self: False)
        send_mail()
    assert mail.outbox == []
    assert not (settings.VAR_DIR / f"{os.getpid()}.lock").exists()
    LOCK.unlink()
    send_mail()
    assert [message.subject for message in mail.outbox] == ["Hello"]
