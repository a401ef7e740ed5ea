"""Texts of acts beside each other: what they say in numbers, and where two of them differ. Pure functions."""
