from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from awards.nominations.selectors import OFFICE
from awards.received.filters import ReceivedAwardFilter
from awards.received.forms import ReceivedAwardForm
from awards.received.models import ReceivedAward
from awards.received.services import receive_award
from awards.received.tables import ReceivedAwardTable
from core.views import DetailPage, ListPage, RestrictedFormPage
from core.working_year import working_year
from unions.access import PortalUser
from unions.tree.models import Union


class ReceivedAwardList(ListPage):
    model = ReceivedAward
    table_class = ReceivedAwardTable
    filterset_class = ReceivedAwardFilter
    template_name = "awards/list.html"
    extra_context = {"tab": "received"}
    year_field = "year"
    heading = _("Awards received")
    empty_title = _("No award received this year yet")
    empty_text = _("What the level above and the State award is entered here and counted in the report.")

    def primary_action(self) -> dict[str, Any] | None:
        if not self.request.user.access.holds_any(OFFICE):
            return None
        return {"label": _("Enter an award received"), "url": reverse("awards:received-award-create")}


class ReceivedAwardPage(DetailPage):
    model = ReceivedAward
    template_name = "awards/received_award.html"

    def get_queryset(self) -> QuerySet[ReceivedAward]:
        rows: QuerySet[ReceivedAward] = ReceivedAward.objects.visible_to(self.request.user).for_table()
        return rows


class ReceivedAwardCreate(RestrictedFormPage):
    form_class = ReceivedAwardForm
    heading = _("Enter an award received")

    def may(self, user: PortalUser) -> bool:
        return bool(user.access.holds_any(OFFICE))

    def get_initial(self) -> dict[str, Any]:
        return {"year": working_year(self.request)}

    def act(self, form: ReceivedAwardForm) -> Model:
        user = self.request.user
        union = Union.objects.filter(pk__in=user.access.unions_where(OFFICE)).earliest("pk")
        return receive_award(actor=user, union=union, **form.cleaned_data)

    def cancel_url(self) -> str:
        return reverse("awards:received-awards")
