"""Acts on projects and on the archive of acts; each is one transaction."""

from agreements.services.files import attach_file, check_file, save_act, sha256_of

__all__ = ["attach_file", "check_file", "save_act", "sha256_of"]
