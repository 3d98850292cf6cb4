from typing import Any

from django.core.management.base import BaseCommand

from core.proxy_page import proxy_page


class Command(BaseCommand):
    help = "Print the limits of requests for the proxy as a page of the docs."  # > docs/proxy.md

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(proxy_page(), ending="")
