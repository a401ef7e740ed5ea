"""The shape of what is typed about projects and acts."""
