"""Pages of the public about projects and acts."""
