from typing import Any

from django.urls import reverse
from django.utils.http import urlencode


def list_url(name: str, *args: Any, **query: Any) -> str:
    return f"{reverse(name, args=args)}?{urlencode(query)}"
