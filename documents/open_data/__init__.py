"""Open data: what the register, the catalogue of projects and the list of sessions show, for programs to read."""
