"""Django settings, made from ``conf.Conf``. Reading them starts nothing and writes nothing."""

from __future__ import annotations

import os
import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

from congvu.config import conf, engine
from congvu.config.demo import checks as demo_checks
from congvu.config.demo import password as demo_password

CONF = conf.load()
PACKAGE = Path(__file__).resolve().parent.parent

# Before the first start there are no secrets yet: a key of this moment serves tools that only read the
# settings.
_known = engine.known_secrets(CONF)
SECRET_KEY = CONF.secret_key or (_known.secret_key if _known else secrets.token_urlsafe(64))
DEBUG = CONF.debug
ALLOWED_HOSTS = list(CONF.hosts)
ROOT_URLCONF = "congvu.config.urls"
ASGI_APPLICATION = "congvu.config.asgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    "congvu.common",
    "congvu.accounts",
    "congvu.corpus",
    "congvu.index",
    "congvu.ingestion",
    "congvu.retrieval",
    "congvu.answering",
    "congvu.feedback",
    "congvu.knowledge",
    "congvu.campaigns",
    "congvu.privacy",
    "congvu.reports",
    "congvu.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "congvu.config.static.StaticMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "congvu.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "congvu.web.access.AccessMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "congvu.web.context.site",
            ],
        },
    },
]


WEB_CONNECTIONS = 40
"""Of all web processes together; the engine has 60, and the worker and commands need some."""


def _database() -> dict[str, Any]:
    """The one database. Web processes draw from a pool, everything else keeps one connection per thread.

    Under ASGI every request may run on another thread, so Django's persistent connections would pile up one
    per thread and never be reused: there the psycopg pool holds them, which needs CONN_MAX_AGE 0. A command
    or a worker has few threads that live long: a persistent connection costs no pool threads and ends with
    the process.
    """
    parts: dict[str, Any] = dict(conninfo_to_dict(engine.database_url(CONF)))
    web = os.environ.get("CONGVU_PROCESS") == "web"
    options: dict[str, Any] = {
        "application_name": f"congvu {os.environ.get('CONGVU_PROCESS', 'command')}",
        "connect_timeout": 10,
    }
    if web:
        most = max(5, min(20, WEB_CONNECTIONS // CONF.webs))
        options["pool"] = {"min_size": 1, "max_size": most, "timeout": 10, "max_idle": 300}
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{name: str(parts.pop(key, "")) for key, name in known.items()},
        "CONN_MAX_AGE": 0 if web else None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**parts, **options},
        # A scratch database for the tests, made from template1, where the engine has put the extensions.
        "TEST": {"NAME": f"test_{parts.get('dbname', 'congvu')}"},
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = CONF.language
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
LANGUAGE_COOKIE_NAME = "congvu_language"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# Static files are served straight from the packages that hold them: no collecting step, no manifest.
STATIC_URL = "/static/"
_fonts = find_spec("fontpkg_be_vietnam_pro")
STATICFILES_DIRS = (
    [("fonts/be-vietnam-pro", str(Path(_fonts.origin).parent / "files"))] if _fonts and _fonts.origin else []
)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 600
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MIMETYPES = {".ttf": "font/ttf"}
MEDIA_ROOT = CONF.data_dir / "files"

FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # of everything in a form that is not a file
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 50
CONGVU_UPLOAD_MAX_BYTES = CONF.upload_max_mb * 1024 * 1024

CONGVU_EMAIL = bool(CONF.email_url)
DEFAULT_FROM_EMAIL = CONF.email_from
_mail = urlsplit(CONF.email_url)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if CONGVU_EMAIL else 'dummy'}.EmailBackend"
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or {"smtps": 465, "smtp+tls": 587}.get(_mail.scheme, 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp+tls"
EMAIL_TIMEOUT = 20

CONGVU_SIGN_ON = Path(CONF.sign_on) if CONF.sign_on else None
CONGVU_SIGN_ON_KEYS = CONF.data_dir / "sign-on"
CONGVU_LOCAL_ACCOUNTS = CONF.local_accounts == "on" or (CONF.local_accounts == "auto" and not CONF.sign_on)
CONGVU_DROP_DIR = Path(CONF.drop_dir) if CONF.drop_dir else CONF.data_dir / "drop"
CONGVU_SOURCE_SECRETS = CONF.data_dir / "sources"
CONGVU_AUDIT_ANCHOR = Path(CONF.audit_anchor) if CONF.audit_anchor else CONF.data_dir / "audit-heads.jsonl"
CONGVU_KEEP_CONVERSATIONS_DAYS = CONF.keep_conversations_days
CONGVU_CASE_DAYS = CONF.case_days
CONGVU_SAMPLE_PERCENT = CONF.sample_percent
CONGVU_EMBEDDER = CONF.embedder
CONGVU_EMBEDDING_THREADS = CONF.embedding_threads
CONGVU_EMBEDDINGS_URL = CONF.embeddings_url
CONGVU_EMBEDDINGS_MODEL = CONF.embeddings_model
CONGVU_EMBEDDINGS_KEY = CONF.embeddings_key
CONGVU_INDEX_BACKEND = CONF.index_backend
CONGVU_LLM_URLS = CONF.llm_urls
CONGVU_LLM_MODEL = CONF.llm_model
CONGVU_LLM_KEY = CONF.llm_key
CONGVU_LLM_SLOTS = CONF.llm_slots
CONGVU_LLM_QUEUE = CONF.llm_queue
CONGVU_LLM_PER_PERSON = CONF.llm_per_person
CONGVU_LLM_PER_AGENCY = CONF.llm_per_agency
CONGVU_LLM_MAX_TOKENS = CONF.llm_max_tokens
CONGVU_LLM_READS = CONF.llm_reads or (1_200 if CONF.llm_local else 5_600)
CONGVU_LLM_DAILY_TOKENS = CONF.llm_daily_tokens
CONGVU_TURNS_DIR = CONF.data_dir.absolute() / "turns"
CONGVU_WEB_PROCESSES = CONF.webs
CONGVU_LLM_FIRST_WORD_SECONDS = CONF.llm_first_word_seconds
CONGVU_LLM_SECONDS = CONF.llm_seconds
CONGVU_CLAMD = CONF.clamd

# Set for the processes of "congvu demo" alone: the sign-in page lists its accounts and their password.
CONGVU_DEMO = demo_checks.is_demo()
CONGVU_DEMO_PASSWORD = demo_password.known(CONF.data_dir) if CONGVU_DEMO else ""

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if CONF.https else None  # browsers ignore it without https
SECURE_HSTS_SECONDS = 31_536_000 if CONF.https else 0
SECURE_SSL_REDIRECT = CONF.https and CONF.trusted_proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONF.trusted_proxy else None
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in CONF.hosts if CONF.https and host != "*"]
CSRF_FAILURE_VIEW = "congvu.web.errors.csrf_failure"
CSRF_COOKIE_SECURE = CONF.https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CONF.https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
LANGUAGE_COOKIE_SECURE = CONF.https
LANGUAGE_COOKIE_SAMESITE = "Lax"

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
        "json": {"()": "congvu.config.logs.JsonFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": CONF.log_format}},
    "root": {"handlers": ["stderr"], "level": CONF.log_level},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": CONF.log_level, "propagate": False},
        # Every mistyped address would be a line; real failures are ERROR.
        "django.request": {"level": "ERROR"},
        # The client's mistake (a wrong Host header), already answered with 400.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # PDF readers complain about every damaged file; the document's own report says what matters.
        "pypdf": {"level": "ERROR"},
        "pdfminer": {"level": "ERROR"},
    },
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_READONLY_MODELS = True
