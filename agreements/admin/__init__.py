"""Ministry staff's pages about projects and acts."""

from agreements.admin import act, project, signatures  # noqa: F401
