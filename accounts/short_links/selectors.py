from django.utils import timezone

from accounts.short_links.models import ShortLink


def link_by_code(code: str) -> ShortLink | None:
    return ShortLink.objects.filter(code=code.lower(), expires_at__gt=timezone.now()).first()
