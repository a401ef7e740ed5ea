"""A spreadsheet of companies: its columns, the empty one to fill, how it is read and checked."""

from participants.spreadsheets.checking import check_rows
from participants.spreadsheets.reading import Unreadable, read_table
from participants.spreadsheets.template import template_xlsx

__all__ = ["Unreadable", "check_rows", "read_table", "template_xlsx"]
