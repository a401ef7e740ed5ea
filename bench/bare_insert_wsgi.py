"""A bare Django: one view, no middleware, one INSERT in a transaction; bench/registration_path.py measures against it.

The connection stays open between requests, as the portal's does on PostgreSQL.
"""

import os

import environ
from django.apps import AppConfig
from django.conf import settings

DATABASE = {**environ.Env.db_url_config(os.environ["BARE_DATABASE_URL"]), "CONN_MAX_AGE": 600}
if DATABASE["ENGINE"].endswith("sqlite3"):  # as the portal sets it
    DATABASE["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }


class BareConfig(AppConfig):
    name = "bench"
    label = "bare"


settings.configure(
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    INSTALLED_APPS=[f"{__name__}.BareConfig"],
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="bare",
    LOGGING_CONFIG=None,
    DATABASES={"default": DATABASE},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)

import django  # noqa: E402  (from here on Django is configured)

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402


class Row(models.Model):
    """What the view inserts."""

    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return self.name


def insert(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        Row.objects.create(name=request.POST["name"], email=request.POST["email"])
    return HttpResponse("done")


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def make_table() -> None:
    """Make the one table; called once, before the workers are there."""
    with connection.schema_editor() as editor:
        if Row._meta.db_table not in connection.introspection.table_names():
            editor.create_model(Row)
    connection.close()


urlpatterns = [path("healthz", healthz), path("insert", insert)]
application = get_wsgi_application()
