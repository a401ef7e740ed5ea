"""Kombu's filesystem broker, made safe for a worker that looks while somebody writes.

Kombu makes the file of a message, then fills it: a worker that looks in between reads nothing, and dies of it. Here a
message is written aside and renamed into the queue, and one that cannot be read is dropped: a sweep rings again.
"""

from __future__ import annotations

import logging
import os
import time
import uuid
from queue import Empty

from kombu.transport import filesystem
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """A queue as a folder of whole files."""

    def _put(self, queue: str, payload: dict, **kwargs) -> None:
        name = f"{time.time_ns() // 1_000_000}_{uuid.uuid4()}"
        part = os.path.join(self.data_folder_out, f"{name}.part")
        with open(part, "w", encoding="utf-8") as file:
            file.write(dumps(payload))
        os.replace(part, os.path.join(self.data_folder_out, f"{name}.{queue}.msg"))

    def _get(self, queue: str) -> dict:
        try:
            return super()._get(queue)
        except ValueError as error:
            logger.warning("A message that cannot be read was dropped.")
            raise Empty from error


class Transport(filesystem.Transport):
    Channel = Channel
