from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.council.choices import SeatPost
from awards.council.forms import CouncilCreateForm, CouncilEditForm, SeatForm
from awards.council.models import Council, CouncilSeat
from awards.council.rules import may_manage_council
from awards.council.selectors import accounts_at, check_no_session_open
from awards.council.services import add_seat, appoint_council, correct_council, correct_seat
from awards.council.tables import CouncilTable
from core.views import CorrectionPage, DetailPage, ListPage, ObjectFormPage, RestrictedFormPage
from unions.access import PortalUser
from unions.units.selectors import unions_as_officer


class CouncilList(ListPage):
    nav_key = "awards"
    model = Council
    table_class = CouncilTable
    template_name = "awards/list.html"
    extra_context = {"tab": "sessions"}
    heading = _("Councils")
    empty_title = _("No council yet")
    empty_text = _("The emulation council votes on nominations. The officer enters it with its members.")

    def primary_action(self) -> dict[str, Any] | None:
        if not unions_as_officer(self.request.user).exists():
            return None
        return {"label": _("Enter a council"), "url": reverse("awards:council-create")}


class CouncilPage(DetailPage):
    nav_key = "awards"
    model = Council
    template_name = "awards/council.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seats = self.object.seats.select_related("user")
        may_manage = may_manage_council(self.request.user, self.object)
        return super().get_context_data(seats=seats, may_manage=may_manage, **kwargs)


class CouncilCreate(RestrictedFormPage):
    nav_key = "awards"
    form_class = CouncilCreateForm
    heading = _("Enter a council")
    help = _("The term of the council of today ends the day before.")

    def may(self, user: PortalUser) -> bool:
        self.unions = unions_as_officer(user)
        return self.unions.exists()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"unions": self.unions, "accounts": accounts_at(self.unions)}

    def get_initial(self) -> dict[str, Any]:
        return {"valid_from": timezone.localdate(), "name": "Hội đồng Thi đua - Khen thưởng"}

    def act(self, form: CouncilCreateForm) -> Model:
        values = form.cleaned_data
        seats = [
            (values["chair_name"], SeatPost.CHAIR, values["chair_user"]),
            (values["secretary_name"], SeatPost.SECRETARY, values["secretary_user"]),
        ]
        facts = {name: values[name] for name in ("union", "name", "valid_from")}
        return appoint_council(actor=self.request.user, seats=seats, **facts)

    def cancel_url(self) -> str:
        return reverse("awards:councils")


class CouncilEdit(CorrectionPage):
    nav_key = "awards"
    model = Council
    form_class = CouncilEditForm

    def act(self, form: CouncilEditForm) -> Model:
        values = {**form.cleaned_data}
        return correct_council(
            self.object, actor=self.request.user, expected_revision=values.pop("revision"), **values
        )


class SeatCreate(ObjectFormPage):
    nav_key = "awards"
    model = Council
    form_class = SeatForm
    heading = _("Add a member")

    def may(self, user: PortalUser) -> bool:
        return may_manage_council(user, self.object)

    def check(self) -> None:
        check_no_session_open(self.object)

    def get_initial(self) -> dict[str, Any]:
        return {"position": self.object.seats.count() + 1, "post": SeatPost.MEMBER}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"accounts": accounts_at([self.object.union])}

    def act(self, form: SeatForm) -> Model:
        values = {**form.cleaned_data}
        values.pop("revision")
        return add_seat(self.object, actor=self.request.user, **values)


class SeatEdit(CorrectionPage):
    nav_key = "awards"
    model = CouncilSeat
    form_class = SeatForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"accounts": accounts_at([self.object.council.union])}

    def act(self, form: SeatForm) -> Model:
        values = {**form.cleaned_data}
        revision = values.pop("revision")
        return correct_seat(self.object, actor=self.request.user, expected_revision=revision, **values).council
