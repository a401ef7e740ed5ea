"""The regions and the sourced history of sessions that the portal comes with (sessions/data)."""

from documents.history.load import load_history
from documents.history.regions import load_regions

__all__ = ["load_history", "load_regions"]
