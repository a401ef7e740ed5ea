"""What the home of the administration shows of each kind of work."""

from django import template
from django.template import Context

from desk.admin_figures import home_figures

register = template.Library()


@register.simple_tag(takes_context=True)
def home_groups(context: Context) -> list[dict]:
    """The lists this user may open, grouped by work, each group with its figures."""
    figures = home_figures(context["request"].user)
    return [{**group, "figures": figures.get(group["app_label"], [])} for group in context["app_list"]]
