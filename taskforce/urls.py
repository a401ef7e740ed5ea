"""Every address of the portal. What people read stands under a language; the bare ``/`` asks the browser for one."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, register_converter
from django.views.generic import RedirectView

from taskforce import converters, views

register_converter(converters.IdConverter, "id")
register_converter(converters.SessionRefConverter, "session_ref")
register_converter(converters.VersionConverter, "version")
register_converter(converters.GuideConverter, "guide")
register_converter(converters.RegionCodeConverter, "region_code")

handler400 = "taskforce.views.bad_request"
handler500 = "taskforce.views.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("admin/", admin.site.urls),
    path("identity/", include("accounts.identity_urls")),
    path("", include("documents.health")),
    path("api/v1/", include("documents.open_data.urls")),
    *i18n_patterns(
        path("", include("sessions.urls")),
        path("", include("documents.urls")),
        path("", include("participants.urls")),
        path("", include("agreements.urls")),
        path("accounts/", include("accounts.urls")),
        path("desk/", include("desk.urls")),
        path("exchange/", include("desk.exchange_urls")),
        path("help/", views.help_home, name="help"),
        path("help/<guide:name>/", views.guide, name="guide"),
        path("", RedirectView.as_view(url="sessions/")),
    ),
]
