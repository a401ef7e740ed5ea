"""Every setting of the portal, read from the environment; a wrong value stops the start with its name.

With no environment at all this is the *embedded run*: SQLite, files, a filesystem broker and readable mail, all under
``var/``. DATABASE_URL, REDIS_URL, EMAIL_URL and S3_BUCKET switch each part to production on its own.
See docs/operations.md for the table of variables.
"""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from taskforce.schedule import beat_schedule

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- What kind of run this is -------------------------------------------------------------------------------------

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).absolute()
EMBEDDED = env.bool("EMBEDDED", default="DATABASE_URL" not in env)
DEBUG = env.bool("DEBUG", default=False)
TESTING = "pytest" in sys.modules
BASE_URL = env.str("BASE_URL", default=f"http://127.0.0.1:{env.int('PORT', default=8000)}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
TRUST_PROXY = env.bool("TRUST_PROXY", default=False)
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=1 if TRUST_PROXY else 0)  # how many stand before the portal

if TESTING:  # every test process has a folder of its own, so that several can run at once
    VAR_DIR = Path(tempfile.mkdtemp(prefix="taskforce-tests-"))
    atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)

if EMBEDDED or TESTING:
    for folder in ("", "static", "media", "mail", "broker", "broker/queue", "broker/control", "broker/processed"):
        (VAR_DIR / folder).mkdir(parents=True, exist_ok=True)


def read_secret_key() -> str:
    """Return SECRET_KEY; the embedded run makes one of its own and keeps it under VAR_DIR."""
    if "SECRET_KEY" in env:
        return env.str("SECRET_KEY")
    if not EMBEDDED:
        raise ImproperlyConfigured("SECRET_KEY is not set: production needs one of its own (50 random characters).")
    path = VAR_DIR / "secret_key"
    if not path.exists():
        from django.core.management.utils import get_random_secret_key

        path.write_text(get_random_secret_key(), encoding="ascii")
        path.chmod(0o600)
    return path.read_text(encoding="ascii")


SECRET_KEY = read_secret_key()

# --- Apps ---------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, which it extends
    "taskforce.apps.PortalAdminConfig",  # django.contrib.admin with the portal's site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "taskforce.apps.OutboxConfig",  # post_office
    "accounts.apps.AccountsConfig",
    "audit.apps.AuditConfig",
    "sessions.apps.SessionsConfig",
    "tables.apps.TablesConfig",
    "participants.apps.ParticipantsConfig",
    "agreements.apps.AgreementsConfig",
    "documents.apps.DocumentsConfig",
    "desk.apps.DeskConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "documents.middleware.KeptPagesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "taskforce.middleware.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "audit.middleware.ActorMiddleware",
    "accounts.middleware.SignedInMiddleware",
    "accounts.middleware.StaffLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "taskforce.urls"
WSGI_APPLICATION = "taskforce.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.AccountBackend"]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "accounts:login"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "taskforce.context.portal",
            ],
            "libraries": {"guide_links": "taskforce.guide_links", "kept_parts": "taskforce.kept_parts"},
        },
    },
    {
        "BACKEND": "post_office.template.backends.post_office.PostOfficeTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "NAME": "post_office",
        "OPTIONS": {"context_processors": ["django.template.context_processors.i18n"]},
    },
]

# --- Database: see docs/architecture.md, "One gate for places", for why SQLite is set up like this ----------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,  # seconds
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    # Tests need a file: an in-memory database has neither WAL nor a second writer.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {})
    DATABASES["default"]["OPTIONS"]["options"] = "-c idle_in_transaction_session_timeout=60000"
DATABASES["default"]["ATOMIC_REQUESTS"] = False

# --- Cache, queue -------------------------------------------------------------------------------------------------

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
    CACHES["limits"] = CACHES["default"] | {
        "KEY_PREFIX": "limits",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},  # seconds: see taskforce.limits
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    CACHES["limits"] = {  # files, so that all web processes count together
        "BACKEND": "taskforce.counters.CounterFiles",
        "LOCATION": str(VAR_DIR / "limits"),
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
# Times what taskforce.limits says; "off" is for measurements.
RATE_LIMITS = 0.0 if TESTING or env.str("RATE_LIMITS", default="") == "off" else env.float("RATE_LIMITS", default=1.0)
KEEP_FACTS = not TESTING  # see taskforce.kept

JOB_SOFT_SECONDS = 240
JOB_HARD_SECONDS = 300
DOCUMENT_LEASE_SECONDS = env.int("DOCUMENT_LEASE_SECONDS", default=60)  # for one step; longer means a dead worker
SWEEP_SECONDS = env.int("SWEEP_SECONDS", default=15)
# How many months after a session the contacts of its projects are asked how these go on.
FOLLOW_UP_MONTHS = env.list("FOLLOW_UP_MONTHS", cast=int, default=[3, 6, 12])
# A folder of root certificates in PEM or DER. Without one the portal says who signed by the certificate, unverified.
SIGNATURE_TRUST_ROOTS = env.str("SIGNATURE_TRUST_ROOTS", default="")
if SIGNATURE_TRUST_ROOTS and not Path(SIGNATURE_TRUST_ROOTS).is_dir():
    raise ImproperlyConfigured(f"SIGNATURE_TRUST_ROOTS is no folder: {SIGNATURE_TRUST_ROOTS}")
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "visibility_timeout": 3 * JOB_HARD_SECONDS,
        "socket_timeout": 5,
        "socket_connect_timeout": 3,
        "max_retries": 1,  # a request that rings the bell does not wait for a dead broker
        "interval_start": 0.1,
    }
    if REDIS_URL
    else {
        "data_folder_in": str(VAR_DIR / "broker" / "queue"),
        "data_folder_out": str(VAR_DIR / "broker" / "queue"),
        "polling_interval": 0.2,  # seconds
        "control_folder": str(VAR_DIR / "broker" / "control"),
        "processed_folder": str(VAR_DIR / "broker" / "processed"),
        "store_processed": False,
    }
)
CELERY_VISIBILITY_TIMEOUT = 3 * JOB_HARD_SECONDS
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = {"visibility_timeout": 3 * JOB_HARD_SECONDS}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = JOB_SOFT_SECONDS
CELERY_TASK_TIME_LIMIT = JOB_HARD_SECONDS
CELERY_TASK_PUBLISH_RETRY = False  # a bell that cannot ring is no fault: the sweep finds the row
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 240_000  # kB: a child that grew is replaced after its job
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = beat_schedule(SWEEP_SECONDS)

# --- Mail: everything goes through the outbox in the database, and a worker sends it --------------------------------

EMAIL_BACKEND = "post_office.EmailBackend"
MAIL_FOLDER = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Task Force italo-russa <no-reply@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if "EMAIL_URL" in env:
    email = env.email_url("EMAIL_URL")
    DELIVERY_BACKEND = email.pop("EMAIL_BACKEND")
    globals().update(email)
    EMAIL_TIMEOUT = 20  # seconds
elif EMBEDDED:
    DELIVERY_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(MAIL_FOLDER)
else:
    raise ImproperlyConfigured("EMAIL_URL is not set: production needs one, such as smtp+tls://user:password@host:587.")
POST_OFFICE = {
    "BACKENDS": {"default": DELIVERY_BACKEND},
    "DEFAULT_PRIORITY": "medium",
    "TEMPLATE_ENGINE": "post_office",
    "LOG_LEVEL": 1,  # failures only: the row of a sent mail says it was sent
    # participants.delivery waits longer before each try and spreads them: these many last for seven hours at least.
    "MAX_RETRIES": 24,
    "RETRY_INTERVAL": timedelta(minutes=10),
    # What was sent is noted after each batch: a small one, which also ends within its time on a server that hangs.
    "BATCH_SIZE": 8,
    "BATCH_DELIVERY_TIMEOUT": 180,  # seconds; 8 mails that wait 20 seconds each fit into it
    "THREADS_PER_PROCESS": 1,
    "LOCK_FILE_NAME": str(VAR_DIR / "post_office"),
}

# --- Files --------------------------------------------------------------------------------------------------------

MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"  # never routed: files are handed out by views that know who may have them
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("help", BASE_DIR / "docs" / "images" / "help")]
DATA_DIR = BASE_DIR / "sessions" / "data"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if TESTING or DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
if "S3_BUCKET" in env:
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.str("S3_BUCKET"),
            "endpoint_url": env.str("S3_ENDPOINT_URL", default=None),
            "region_name": env.str("S3_REGION", default=None),
            "access_key": env.str("S3_ACCESS_KEY", default=None),
            "secret_key": env.str("S3_SECRET_KEY", default=None),
            "file_overwrite": False,
            "default_acl": "private",
        },
    }
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "taskforce.streamed.TooLargeIsNotKept",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # bytes
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- Languages and time -------------------------------------------------------------------------------------------

LANGUAGE_CODE = "it"
LANGUAGES = [("it", _("Italian")), ("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["taskforce.formats"]
TIME_ZONE = "UTC"
CAPITAL_TIME_ZONES = {"IT": "Europe/Rome", "RU": "Europe/Moscow"}
MODELTRANSLATION_DEFAULT_LANGUAGE = "it"
MODELTRANSLATION_LANGUAGES = ("it", "ru", "en")
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("it", "en", "ru")}

# --- The portal ---------------------------------------------------------------------------------------------------

PORTAL_NAME = _("Italian-Russian Task Force on districts and SMEs")
PORTAL_TAGLINE = _("Sessions, participants, projects and acts")
PORTAL_MINISTRIES = env.list(  # shown above every page; ministries are renamed, so the environment may say otherwise
    "PORTAL_MINISTRIES",
    default=[
        _("Ministry of Enterprises and Made in Italy"),
        _("Ministry of Economic Development of the Russian Federation"),
    ],
)
ACCESSIBILITY_URL = env.str("ACCESSIBILITY_URL", default="")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
OPEN_DATA_LICENCE = env.str("OPEN_DATA_LICENCE", default="CC BY 4.0")
OPEN_DATA_LICENCE_URL = env.str("OPEN_DATA_LICENCE_URL", default="https://creativecommons.org/licenses/by/4.0/")
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- Security -----------------------------------------------------------------------------------------------------

HTTPS = BASE_URL.startswith("https://")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# Whoever signs in needs a second factor; without one, every page but those of the account leads to its set-up.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=not (EMBEDDED or TESTING))
# The identity service of a ministry (OpenID Connect), where OIDC_NAME says how its button is called.
OIDC_NAME = env.str("OIDC_NAME", default="")
_UNLESS_NAMED = {} if OIDC_NAME else {"default": ""}  # all of it is needed where there is one
OIDC_ISSUER = env.str("OIDC_ISSUER", **_UNLESS_NAMED)
OIDC_OP_AUTHORIZATION_ENDPOINT = env.str("OIDC_AUTHORIZATION_URL", **_UNLESS_NAMED)
OIDC_OP_TOKEN_ENDPOINT = env.str("OIDC_TOKEN_URL", **_UNLESS_NAMED)
OIDC_OP_USER_ENDPOINT = env.str("OIDC_USER_URL", **_UNLESS_NAMED)
OIDC_OP_JWKS_ENDPOINT = env.str("OIDC_KEYS_URL", **_UNLESS_NAMED)
OIDC_RP_CLIENT_ID = env.str("OIDC_CLIENT_ID", **_UNLESS_NAMED)
OIDC_RP_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", **_UNLESS_NAMED)
OIDC_RP_SIGN_ALGO = env.str("OIDC_SIGN_ALGO", default="RS256")
OIDC_IS_STRONG = env.bool("OIDC_IS_STRONG", default=False)  # the service itself asks for a second factor
OIDC_AUTHENTICATION_CALLBACK_URL = "identity_callback"
OIDC_CREATE_USER = False
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 10  # seconds
if OIDC_NAME:
    AUTHENTICATION_BACKENDS.append("accounts.identity.IdentityBackend")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"  # no-referrer would make Django's CSRF check refuse every form under HTTPS
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
PASSWORD_RESET_TIMEOUT = 3600  # seconds that the link of a forgotten password works
SESSION_ENGINE = "accounts.session_store"
SESSION_COOKIE_AGE = 8 * 3600  # seconds: a working day
LANGUAGE_COOKIE_NAME = "language"
SECURE_SSL_REDIRECT = HTTPS and env.bool("SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Logs ---------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "root_only": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "celery": {"level": "WARNING"},
        # Without a handler here the package sets one of its own, at level INFO, that writes every line twice.
        "post_office": {"level": "WARNING", "handlers": ["root_only"]},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
