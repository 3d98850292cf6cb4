"""Production refuses to start on an unsafe setting."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY, SHORTEST_TOKEN = 40, 20
SHORTEST_LOG_DAYS = 30
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def refuse_unsafe(*, debug: bool, secret_key: str, allowed_hosts: list[str], base_url: str) -> None:
    """Raise ImproperlyConfigured for the first unsafe setting."""
    if debug:
        return
    if len(secret_key) < SHORTEST_KEY:
        raise ImproperlyConfigured(f"SECRET_KEY must be set to {SHORTEST_KEY} random characters or more.")
    if not allowed_hosts or "*" in allowed_hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts this site answers to, without '*'.")
    address = urlsplit(base_url)
    if address.scheme != "https" and address.hostname not in LOOPBACK:
        raise ImproperlyConfigured("BASE_URL must begin with https:// (plain http only on the loopback address).")


def refuse_nonsense(*, second_factor: str, trusted_proxies: int, health_token: str) -> None:
    """Raise ImproperlyConfigured for an impossible value."""
    if second_factor not in ("required", "optional"):
        raise ImproperlyConfigured('SECOND_FACTOR must be "required" or "optional".')
    if not 0 <= trusted_proxies <= 5:
        raise ImproperlyConfigured("TRUSTED_PROXIES must be how many proxies stand before the portal, 0 to 5.")
    if health_token and len(health_token) < SHORTEST_TOKEN:
        raise ImproperlyConfigured(f"HEALTH_TOKEN must be {SHORTEST_TOKEN} random characters or more, or left out.")


def refuse_wrong_session_limits(limits: tuple[int, int], strict: tuple[int, int]) -> None:
    """Raise ImproperlyConfigured where sessions end at once, or those of signers later."""
    if not (5 <= limits[0] <= limits[1] and 5 <= strict[0] <= strict[1]):
        raise ImproperlyConfigured(
            "SESSION_IDLE_MINUTES and STRICT_SESSION_IDLE_MINUTES must be 5 or more, and no more than "
            "SESSION_MAX_MINUTES and STRICT_SESSION_MAX_MINUTES."
        )
    if strict[0] > limits[0] or strict[1] > limits[1]:
        raise ImproperlyConfigured("STRICT_SESSION_… must be no longer than SESSION_… of the same name.")


def refuse_weak_audit_key(key: str, former: list[str], *, secret_key: str) -> None:
    """Raise ImproperlyConfigured for a key that is short or used elsewhere."""
    if key == secret_key and key:
        raise ImproperlyConfigured("AUDIT_KEY must be another key than SECRET_KEY.")
    if any(len(each) < SHORTEST_KEY for each in (key, *former) if each) or (former and not key):
        raise ImproperlyConfigured(
            f"AUDIT_KEY must be {SHORTEST_KEY} random characters or more, and so must each of AUDIT_KEY_FALLBACKS, "
            "which hold former keys only."
        )


def refuse_short_log(days: int) -> None:
    """Raise ImproperlyConfigured where the log would be gone before it is asked for."""
    if days < SHORTEST_LOG_DAYS:
        raise ImproperlyConfigured(f"SECURITY_LOG_DAYS must be {SHORTEST_LOG_DAYS} or more.")
