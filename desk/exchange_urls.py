"""Addresses of tables taken out: below a session's desk, and by themselves for the ministry's staff."""

from django.urls import path
from django.urls.resolvers import URLPattern

from desk import exchange_views


def patterns(before: str = "") -> list[URLPattern]:
    """Return the addresses, each with the beginning of an address before it."""
    return [
        path(before, exchange_views.exports, name="exports"),
        path(f"{before}take-out/<slug:kind>/", exchange_views.export, name="export"),
        path(f"{before}<id:pk>/stop/", exchange_views.export_stop, name="export_stop"),
        path(f"{before}<id:pk>/decide/", exchange_views.export_decide, name="export_decide"),
        path(f"{before}<id:pk>/file/", exchange_views.export_file, name="export_file"),
        path(f"{before}<id:pk>/status/", exchange_views.export_status, name="export_status"),
        path(f"{before}sets/<id:pk>/remove/", exchange_views.preset_remove, name="preset_remove"),
    ]


app_name = "exchange"
urlpatterns = patterns()
