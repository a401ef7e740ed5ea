"""A file that is far too large is not kept while it comes in: its form hears how large it is, and refuses it.

Every form that takes a file looks at its size first. So nothing but the size of such a file reaches it.
"""

from __future__ import annotations

import io

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST_BYTES = 32 * 1024 * 1024  # above what any form of the portal takes


class TooLargeIsNotKept(FileUploadHandler):
    """Let the other handlers keep a file as long as it may still be of use; then drop what there is, and count on."""

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        self.too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) <= MOST_BYTES:
            return raw_data
        if not self.too_large:
            self.too_large = True
            self.drop()
        return None

    def drop(self) -> None:
        """Have the other handlers delete what they kept of this file."""
        for handler in self.request.upload_handlers:
            if handler is not self:
                handler.upload_interrupted()

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.too_large:
            return None
        return UploadedFile(io.BytesIO(), self.file_name, self.content_type, file_size, self.charset)
