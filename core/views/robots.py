from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.public import public_page

ROBOTS = """# No page is for a search engine. Those named first may call, and read so in X-Robots-Tag:
# an address they may not call they could list all the same.
User-agent: Googlebot
User-agent: Bingbot
User-agent: coccocbot-web
Disallow:

User-agent: *
Disallow: /
"""


@public_page
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")
