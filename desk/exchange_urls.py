"""Addresses of tables taken out and brought in: below a session's desk, and by themselves for the ministry's staff."""

from django.urls import path
from django.urls.resolvers import URLPattern

from desk import exchange_views, import_views


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
        path(f"{before}bring-in/", import_views.imports, name="imports"),
        path(f"{before}bring-in/<id:pk>/", import_views.import_, name="import"),
        path(f"{before}bring-in/<id:pk>/refused/", import_views.import_faults, name="import_faults"),
        path(f"{before}bring-in/<id:pk>/status/", import_views.import_status, name="import_status"),
    ]


app_name = "exchange"
urlpatterns = patterns()
