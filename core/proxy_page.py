"""Request limits as the configuration of the proxy."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from core.body_limits import BodyLimit, limit_of

CONVERTERS = {"int": "[0-9]+", "path": ".+"}

PAGE = """# Limits for the proxy

Written by `manage.py proxy_limits` from the views; a test holds this page to them. The portal itself refuses what is
longer; a proxy that knows the same limits refuses it before it reaches a worker.

## nginx

```nginx
client_max_body_size {form}k;
client_body_timeout 30s;
{nginx}
```

## Caddy

```caddyfile
{caddy}
```
"""


def proxy_page() -> str:
    groups: dict[BodyLimit, list[str]] = {
        limit: sorted(addresses_with(limit)) for limit in BodyLimit if limit != BodyLimit.FORM
    }
    return PAGE.format(
        form=BodyLimit.FORM // 1024,
        nginx="\n".join(_nginx(limit, addresses) for limit, addresses in groups.items()),
        caddy="\n".join(_caddy(groups)),
    )


def addresses_with(limit: BodyLimit) -> list[str]:
    """Return regular expressions without `^/` and `$`."""
    return [address for address, pattern in _routes(get_resolver()) if limit_of(pattern.callback) == limit]


def _routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        address = before + _expression(entry)
        if isinstance(entry, URLResolver):
            yield from _routes(entry, address)
        else:
            yield address, entry


def _expression(entry: URLPattern | URLResolver) -> str:
    if not isinstance(entry.pattern, RoutePattern):
        return str(entry.pattern)
    parts = re.split(r"<(?:(\w+):)?\w+>", str(entry.pattern))
    texts, kinds = parts[::2], parts[1::2]
    kinds_as_regex = [CONVERTERS.get(kind or "", "[^/]+") for kind in kinds]
    return "".join(text + kind for text, kind in zip(map(re.escape, texts), [*kinds_as_regex, ""], strict=True))


def _nginx(limit: BodyLimit, addresses: list[str]) -> str:
    lines = (
        f"location ~ ^/{address}$ {{\n    client_max_body_size {limit // 1024}k;\n    proxy_pass http://portal;\n}}"
        for address in addresses
    )
    return "\n".join(lines)


def _caddy(groups: dict[BodyLimit, list[str]]) -> Iterator[str]:
    everything = [address for addresses in groups.values() for address in addresses]
    yield f"@forms not path_regexp ^/({'|'.join(everything)})$"
    yield f"request_body @forms {{\n    max_size {BodyLimit.FORM // 1024}KiB\n}}"
    for limit, addresses in groups.items():
        name = limit.name.lower()
        yield f"@{name} path_regexp {name} ^/({'|'.join(addresses)})$"
        yield f"request_body @{name} {{\n    max_size {limit // 1024}KiB\n}}"
