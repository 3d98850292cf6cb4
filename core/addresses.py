"""Where a request comes from, as far as it can be known."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address of the visitor, past as many proxies as TRUSTED_PROXIES says; "" where it is none.

    Only what our own proxies appended is believed: the rest of the header is the visitor's word.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        passed = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        told = passed[-settings.TRUSTED_PROXIES] if len(passed) >= settings.TRUSTED_PROXIES else told
    try:
        return str(ip_address(told))
    except ValueError:
        return ""


def network_of(address: str) -> str:
    """Return what one visitor can freely choose addresses from: an IPv6 line is given 2^64 of them."""
    known = ip_address(address) if address else None
    return known.exploded[:19] if isinstance(known, IPv6Address) else address
