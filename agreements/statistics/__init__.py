"""What the acts and projects add up to: gathered in a fixed number of queries, shown as tables, charts and maps."""

from agreements.statistics.gather import Statistics, gather_statistics

__all__ = ["Statistics", "gather_statistics"]
