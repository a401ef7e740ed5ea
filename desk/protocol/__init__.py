"""The draft Protocol at a session's desk: drawn up from the data, edited part by part, approved in each language."""
