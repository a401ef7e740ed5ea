"""Moments and names of fields in words, for pages, mails and papers alike."""

from __future__ import annotations

import datetime as dt
import decimal
import zoneinfo

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from participants.enums import Category, QuestionKind
from participants.models import Answer, Delegate, Organisation
from sessions.enums import Side
from sessions.models import HostRegion, Session
from taskforce.dates import long_date


def host_time(session: Session, instant: dt.datetime | None) -> str:
    """Return an instant as a clock at the host shows it; where Rome or Moscow differ, their time stands beside it."""
    if instant is None:
        return ""
    here = instant.astimezone(session.zone)
    others = [
        _("%(time)s in Rome") % {"time": there.strftime("%H:%M")}
        if side == Side.IT
        else _("%(time)s in Moscow") % {"time": there.strftime("%H:%M")}
        for side, name in settings.CAPITAL_TIME_ZONES.items()
        if (there := instant.astimezone(zoneinfo.ZoneInfo(name))).utcoffset() != here.utcoffset()
    ]
    moment = f"{long_date(here.date())}, {here:%H:%M}"
    words = _("%(moment)s local time (%(place)s)") % {"moment": moment, "place": session.city or session.timezone}
    return "; ".join([words, *others])


def field_name(field: str) -> str:
    """Return what a sensitive field is called; ``person`` is a delegate who was replaced by another."""
    if field == "person":
        return _("Person")
    model = Organisation if hasattr(Organisation, field) else Delegate
    return capfirst(str(model._meta.get_field(field).verbose_name))


def field_value(field: str, value: str) -> str:
    """Return a sensitive value as people read it; a proposal keeps kinds of organisation and regions by code."""
    if field == "category" and value in Category.values:
        return str(Category(value).label)
    if field == "region" and value:
        region = HostRegion.objects.filter(code=value).first()
        return str(region) if region else value
    return value


def answer_words(answer: Answer) -> str:
    """Return an answer as people read it; of a file, its name and size."""
    kind = answer.question.kind
    if kind == QuestionKind.CHOICE:
        return str(answer.choice or "")
    if kind == QuestionKind.DATE:
        return long_date(answer.date) if answer.date else ""
    if kind == QuestionKind.NUMBER:
        return plain_number(answer.number)
    if kind == QuestionKind.FILE:
        return f"{answer.file_name} ({filesizeformat(answer.file_size)})"
    return answer.text


def plain_number(number: decimal.Decimal | None) -> str:
    """Return a number without needless zeros, with the decimal separator of the language and no other."""
    if number is None:
        return ""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", formats.get_format("DECIMAL_SEPARATOR"))
