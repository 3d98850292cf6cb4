from abc import ABC, abstractmethod
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from core.actor import SignedInRequest
from core.models import Job
from core.paging import MOST_COUNTED
from core.pdf_response import pdf_or_job
from core.text import format_number, plain_number
from core.views.actions import refused
from core.views.objects import ListPage


class ChosenRows(ABC, View):
    """Acts on rows of a list: the ticked ones, or all that fit the query in the address."""

    http_method_names = ["post"]
    request: SignedInRequest
    list_page: type[ListPage]
    list_name: str
    order: tuple[str, ...] = ("pk",)

    @abstractmethod
    def may(self, user: Any) -> bool: ...

    @abstractmethod
    def handle(self, rows: list[Any]) -> HttpResponse: ...

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.may(request.user):
            raise PermissionDenied
        rows = list(self.chosen_rows()[: MOST_COUNTED + 1])
        if objection := _objection_to(len(rows)):
            return refused(request, ValidationError(objection), self.back)
        return self.handle(rows)

    def chosen_rows(self) -> QuerySet[Any]:
        page = self.list_page()
        page.setup(self.request, **self.kwargs)
        visible = self.visible_rows(page).order_by(*self.order)
        if self.request.POST.get("whole"):
            fitting = page.get_filterset(page.get_filterset_class()).qs
            return visible.filter(pk__in=fitting.order_by().values("pk"))
        return self.ticked(visible)

    def visible_rows(self, page: ListPage) -> QuerySet[Any]:
        rows: QuerySet[Any] = page.model._default_manager.visible_to(self.request.user).for_table()
        return rows

    def ticked(self, visible: QuerySet[Any]) -> QuerySet[Any]:
        """One invisible row makes the request a 404."""
        ticked = set(self.request.POST.getlist("chosen"))
        keys = {number for key in ticked if (number := plain_number(key)) is not None}
        rows = visible.filter(pk__in=keys)
        if len(keys) != len(ticked) or rows.count() != len(keys):
            raise Http404
        return rows

    @property
    def back(self) -> str:
        query = self.request.GET.urlencode()
        return self.list_address + (f"?{query}" if query else "")

    @property
    def list_address(self) -> str:
        return reverse(self.list_name, kwargs=self.kwargs)


class ChosenPaper(ChosenRows):
    """Prints the chosen rows; many are printed by a job."""

    file_name: str

    @abstractmethod
    def paper(self, rows: list[Any]) -> bytes | Job:
        """Call the service."""

    def handle(self, rows: list[Any]) -> HttpResponse:
        try:
            return pdf_or_job(self.paper(rows), self.file_name)
        except ValidationError as error:
            return refused(self.request, error, self.back)


def _objection_to(count: int) -> str:
    if not count:
        return _("Tick at least one row in the list.")
    if count > MOST_COUNTED:
        return _("At most %(count)s rows at once. Please filter the list.") % {"count": format_number(MOST_COUNTED)}
    return ""
