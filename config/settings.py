"""All settings, all from the environment. `docs/deployment.md` lists the options."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.cookies import cookie_prefix, cookie_settings
from config.safety import (
    refuse_nonsense,
    refuse_short_log,
    refuse_unsafe,
    refuse_weak_audit_key,
    refuse_wrong_session_limits,
)

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data")))
if (DATA_DIR / "environment").is_file():  # written by scripts/demo; the real environment goes before it
    env.read_env(DATA_DIR / "environment")
DEBUG = env.bool("DEBUG", default=False)
DEVELOPMENT_KEY = "for-development-only-never-for-real-people"
SECRET_KEY = env.str("SECRET_KEY", default=DEVELOPMENT_KEY if DEBUG else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000")
SECURE = BASE_URL.startswith("https://")
SECOND_FACTOR = env.str("SECOND_FACTOR", default="required" if SECURE else "optional")
SESSION_MINUTES = (env.int("SESSION_IDLE_MINUTES", default=1440), env.int("SESSION_MAX_MINUTES", default=14 * 1440))
STRICT_SESSION_MINUTES = (
    env.int("STRICT_SESSION_IDLE_MINUTES", default=60),
    env.int("STRICT_SESSION_MAX_MINUTES", default=720),
)
SESSION_COOKIE_AGE = 60 * SESSION_MINUTES[1]
HEALTH_TOKEN = env.str("HEALTH_TOKEN", default="")
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
AUDIT_KEY = env.str("AUDIT_KEY", default="")
AUDIT_KEY_FALLBACKS = env.list("AUDIT_KEY_FALLBACKS", default=[])
SECURITY_LOG_DAYS = env.int("SECURITY_LOG_DAYS", default=400)
refuse_unsafe(debug=DEBUG, secret_key=SECRET_KEY, allowed_hosts=ALLOWED_HOSTS, base_url=BASE_URL)
refuse_wrong_session_limits(SESSION_MINUTES, STRICT_SESSION_MINUTES)
refuse_nonsense(second_factor=SECOND_FACTOR, trusted_proxies=TRUSTED_PROXIES, health_token=HEALTH_TOKEN)
refuse_short_log(SECURITY_LOG_DAYS)
refuse_weak_audit_key(AUDIT_KEY, AUDIT_KEY_FALLBACKS, secret_key=SECRET_KEY)

INSTALLED_APPS = [
    "config.admin.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tables2",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "core",
    "unions",
    "accounts",
    "restructuring",
    "emulation",
    "awards",
    "reports",
    "demo",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.ResponseHeadersMiddleware",
    "core.middleware.PageCompressionMiddleware",
    "core.middleware.RequestCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "core.body_limits.BodyLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "accounts.middleware.SecurityLogMiddleware",
    "accounts.middleware.SignedInSessionMiddleware",
    "accounts.middleware.SessionEndMiddleware",
    "accounts.middleware.OwnPasswordMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.ImpersonationMiddleware",
    "core.middleware.SignInRequiredMiddleware",
    "core.middleware.MethodNotAllowedMiddleware",
]

ROOT_URLCONF = "config.urls"
CSRF_FAILURE_VIEW = "core.views.lost.csrf_failure"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.frame",
            ],
            "builtins": ["core.templatetags.portal"],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {
    "default": {
        "BACKEND": env.str("TASKS_BACKEND", default="django_tasks_db.DatabaseBackend"),
        "QUEUES": ["default"],
    }
}

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "accounts.passwords.validators.OwnNameValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name", "email", "phone"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.passwords.validators.GuessablePasswordValidator"},
]

PASSWORD_RESET_TIMEOUT = 3600
OTP_TOTP_ISSUER = "Thi dua"
OTP_TOTP_THROTTLE_FACTOR = 0  # accounts.lockout counts, so that nobody can shut the owner out for good

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False  # a year is no quantity; quantities go through core.text

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(DATA_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "core.storage.HashedFileStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "core.static_files.GzipStaticFilesStorage"
    },
}
FILE_SPACE = {  # megabytes, by whose files they are
    "unions.GrassrootsUnion": env.int("UNIT_FILE_SPACE", default=500),
    "unions.Union": env.int("UNION_FILE_SPACE", default=5000),
}
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")
DATA_UPLOAD_MAX_MEMORY_SIZE = 21 * 1024 * 1024  # as much as any route takes: core.body_limits judges each
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o600

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 30  # seconds; a mail server that does not answer holds nobody up
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="thidua@example.org")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
COOKIE_PREFIX = cookie_prefix(secure=SECURE)
vars().update(cookie_settings(secure=SECURE))
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
FILTERS_EMPTY_CHOICE_LABEL = _("All")
DJANGO_TABLES2_TEMPLATE = "components/table.html"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"without_traceback": {"()": "core.logs.RefusalWithoutTraceback"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "fontTools": {"level": "ERROR"},
        "pypdf": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "django.request": {"filters": ["without_traceback"]},
    },
}
