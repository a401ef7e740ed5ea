"""The filesystem broker: messages come whole and in order, and a broken one harms nobody."""

from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from taskforce import broker, celery  # noqa: F401  celery puts our broker in the place of Kombu's


@pytest.fixture
def channel(tmp_path):
    folders = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path), "control_folder": str(tmp_path / "c")}
    with Connection("filesystem://", transport_options=folders) as connection:
        yield connection.channel()


def test_messages_come_in_the_order_they_were_put(channel, tmp_path):
    assert isinstance(channel, broker.Channel)
    for number in range(3):
        channel._put("celery", {"number": number, "text": "Щука"})
        broker.time.sleep(0.002)
    assert {path.suffix for path in tmp_path.iterdir() if path.is_file()} == {".msg"}
    assert [channel._get("celery")["number"] for _ in range(3)] == [0, 1, 2]
    with pytest.raises(Empty):
        channel._get("celery")


def test_a_message_is_never_seen_before_it_is_whole(channel, tmp_path, monkeypatch):
    seen = []
    rename = broker.os.replace

    def look_first(part, target):
        with pytest.raises(Empty):
            channel._get("celery")
        seen.append(Path(part).stat().st_size)
        rename(part, target)

    monkeypatch.setattr(broker.os, "replace", look_first)
    channel._put("celery", {"number": 1})
    assert seen[0] > 0
    assert channel._get("celery") == {"number": 1}


def test_a_message_that_cannot_be_read_is_dropped(channel, tmp_path, caplog):
    (tmp_path / "0_broken.celery.msg").touch()
    with pytest.raises(Empty):
        channel._get("celery")
    assert "dropped" in caplog.text
    channel._put("celery", {"number": 1})
    assert channel._get("celery") == {"number": 1}
