"""Ministry staff's pages about projects and acts."""

from agreements.admin import act, project  # noqa: F401
