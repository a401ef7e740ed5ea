"""How a document is told of at the desk."""

from django import template

from desk.papers import FORMATS, language_name
from documents.builders import KINDS
from documents.models import Document
from documents.views_files import doing

register = template.Library()


@register.filter
def kind_label(document: Document) -> str:
    """The kind's name; a kind that is made no more keeps its code."""
    builder = KINDS.get(document.kind)
    return str(builder.label) if builder else document.kind


@register.filter
def language_label(document: Document) -> str:
    return language_name(document.language)


@register.filter
def format_label(document: Document) -> str:
    return FORMATS.get(document.format, document.format.upper())


@register.filter
def percent(document: Document) -> int:
    """How many of a hundred parts of its steps are done."""
    return round(100 * document.step / max(document.steps, 1))


@register.filter
def step_words(document: Document) -> str:
    """What is being done now, in the words of the status that the progress bar asks for."""
    return doing(document)
