"""Dates of sessions in templates."""

from django import template

from sessions import page
from taskforce import dates

register = template.Library()
register.simple_tag(dates.long_date, name="long_date")
register.simple_tag(page.dates, name="session_dates")
