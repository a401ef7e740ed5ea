"""The saved filters of a list of the administration."""

from django import template
from django.contrib.admin.views.main import ChangeList
from django.template import Context

from accounts.saved_filters import FilterForm, kept_query

register = template.Library()


@register.inclusion_tag("admin/saved_filters.html", takes_context=True)
def saved_filters(context: Context, cl: ChangeList) -> dict:
    """This user's filters of the list, which of them is shown now, and what could be saved."""
    request = context["request"]
    query = kept_query(request.GET.urlencode())
    page = cl.opts.label_lower
    saved = [] if cl.is_popup else list(request.user.saved_filters.filter(page=page))
    return {
        "saved": saved,
        "query": query,
        "page": page,
        "offers": bool(query) and not cl.is_popup and query not in {one.query for one in saved},
        "longest": FilterForm.base_fields["name"].max_length,
        "csrf_token": context.get("csrf_token", ""),
    }
