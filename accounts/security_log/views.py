from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy

from accounts.security_log.filters import SecurityEventFilter
from accounts.security_log.models import SecurityEvent
from accounts.security_log.tables import SecurityEventTable
from unions.access import is_administrator
from unions.units.views.lists import OrganisationList


class SecurityLog(OrganisationList):
    tab = "accounts"
    model = SecurityEvent
    table_class = SecurityEventTable
    filterset_class = SecurityEventFilter
    heading = gettext_lazy("Security log")
    empty_title = gettext_lazy("Nothing of this kind has happened")
    empty_text = gettext_lazy("Sign-ins, refused requests and downloads of files are listed here.")

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not is_administrator(self.request.user):
            raise PermissionDenied
        return super().get(request, *args, **kwargs)
