from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from core.actor import SignedInRequest
from core.forms import ReasonForm
from core.scoping import get_visible_or_404
from core.text import format_number
from core.views import CorrectionPage, DetailPage
from core.views.actions import ObjectFormPage, perform_or_refuse
from core.views.confirming import Question
from core.working_year import working_year, year_choices
from emulation.clusters.filters import ClusterFilter
from emulation.clusters.forms import ClusterForm, ClusterUnitsForm, LeadForm, RenameClusterForm
from emulation.clusters.rules import first_day, last_day
from emulation.clusters.selectors import (
    chairs_of,
    clusters_for_list,
    is_open_to,
    lead_roles_of,
    pages_open_to,
    parties_of,
    years_of,
)
from emulation.clusters.services.clusters import (
    add_to_cluster,
    enter_cluster,
    name_lead,
    named_lead,
    rename_cluster,
    take_lead_back,
    take_out_of_cluster,
)
from emulation.clusters.tables import ClusterTable
from unions.access import PortalUser, is_officer_at
from unions.units.models import Cluster, ClusterQuerySet, GrassrootsUnion
from unions.units.views.actions import NewInUnionPage
from unions.units.views.lists import OrganisationList, own_union


def default_day(year: int) -> date:
    """Return the day of `year` nearest to today."""
    return min(max(timezone.localdate(), first_day(year)), last_day(year))


class ClusterList(OrganisationList):
    nav_key = "clusters"
    tab = "clusters"
    is_by_year = True
    model = Cluster
    table_class = ClusterTable
    filterset_class = ClusterFilter
    heading = gettext_lazy("Emulation clusters")
    empty_title = gettext_lazy("The emulation clusters of your federation")
    empty_text = gettext_lazy("Units that compete with and score each other stand in one cluster.")

    def get_queryset(self) -> ClusterQuerySet:
        return clusters_for_list(self.request.user, working_year(self.request)).order_by("union", "name", "pk")

    def get_table_kwargs(self) -> dict[str, Any]:
        access = self.request.user.access
        one_union = len(access.branch) <= 1 and not access.sees_all
        return {"exclude": ("union",) if one_union else ()}

    def primary_action(self) -> dict[str, Any] | None:
        union = own_union(self.request.user)
        if union is None:
            return None
        return {"label": _("Enter a cluster"), "url": reverse("emulation:cluster-new", args=[union])}


class ClusterPage(DetailPage):
    nav_key = "clusters"
    model = Cluster
    template_name = "emulation/cluster.html"

    def get_queryset(self) -> QuerySet[Cluster]:
        return super().get_queryset().select_related("union")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cluster, user, year = self.object, self.request.user, working_year(self.request)
        years, is_open = years_of(user, cluster), is_open_to(user, cluster)
        row = next((row for row in years if row.year == year), None)
        day = default_day(year)
        people = [role.user for role in lead_roles_of(row, day)] if row and is_open else []
        chairs = [role.user for role in chairs_of(row.lead, day)] if row and row.lead else []
        context = super().get_context_data(
            year=year,
            is_open=is_open,
            row=row,
            years=years,
            lead_url=reverse("emulation:cluster-lead", args=[cluster.pk, year]),
            open_leads=pages_open_to(user, [row.lead for row in years if row.lead]),
            lead_people=people,
            lead_chairs=chairs,
            lead_is_settled=bool(chairs) and set(people) == set(chairs),
            parties=parties_of(user, cluster, year),
            is_officer=is_officer_at(user, cluster.union_id),
            **kwargs,
        )
        return context if is_open else context | {"history": None}


class NewCluster(NewInUnionPage):
    nav_key = "clusters"
    form_class = ClusterForm
    heading = gettext_lazy("Enter a cluster")

    def act(self, form: ClusterForm) -> Model:
        return enter_cluster(actor=self.request.user, union=self.union, **form.cleaned_data)


class ClusterFormPage(ObjectFormPage):
    nav_key = "clusters"
    model = Cluster

    def rows(self) -> QuerySet[Cluster]:
        return Cluster.objects.select_related("union")

    def may(self, user: PortalUser) -> bool:
        return is_officer_at(user, self.object.union_id)


class ClusterYearFormPage(ClusterFormPage):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["year"] not in year_choices(request):
            raise Http404
        self.year = kwargs["year"]
        return super().dispatch(request, *args, **kwargs)


class RenameCluster(CorrectionPage):
    nav_key = "clusters"
    model = Cluster
    form_class = RenameClusterForm
    heading = gettext_lazy("Rename the cluster")

    def act(self, form: RenameClusterForm) -> Model:
        name, revision = form.cleaned_data["name"], form.cleaned_data["revision"]
        return rename_cluster(actor=self.request.user, cluster=self.object, name=name, expected_revision=revision)


class PutUnits(ClusterFormPage):
    form_class = ClusterUnitsForm
    heading = gettext_lazy("Put units into the cluster")
    submit_label = gettext_lazy("Put into the cluster")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"cluster": self.object}

    def act(self, form: ClusterUnitsForm) -> Model:
        units = list(form.cleaned_data["units"])
        count = add_to_cluster(actor=self.request.user, cluster=self.object, units=units)
        message = ngettext(
            "%(count)s unit has come into the cluster.", "%(count)s units have come into the cluster.", count
        )
        messages.success(self.request, message % {"count": format_number(count)})
        return self.object


@require_POST
def take_unit_out(request: SignedInRequest, pk: int, unit: int) -> HttpResponse:
    cluster = get_visible_or_404(Cluster.objects.all(), request.user, pk=pk)
    if not is_officer_at(request.user, cluster.union_id):
        raise PermissionDenied
    grassroots = get_visible_or_404(GrassrootsUnion.objects.all(), request.user, pk=unit)
    question = Question(_("Take %(unit)s out of the cluster?") % {"unit": grassroots}, _("Take out"))
    action = partial(take_out_of_cluster, actor=request.user, cluster=cluster, unit=grassroots)
    back = cluster.get_absolute_url()
    return perform_or_refuse(request, action, back, question=question)


class NameLead(ClusterYearFormPage):
    form_class = LeadForm
    submit_label = gettext_lazy("Name the lead")

    @property
    def heading(self) -> str:  # type: ignore[override]
        return _("Lead of the cluster in %(year)s") % {"year": self.year}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"cluster": self.object}

    def get_initial(self) -> dict[str, Any]:
        row = self.object.years.filter(year=self.year, lead__isnull=False).first()
        return {"lead": row.lead_id, "since": row.lead_from} if row else {"since": first_day(self.year)}

    def act(self, form: LeadForm) -> Model:
        name_lead(actor=self.request.user, cluster=self.object, year=self.year, **form.cleaned_data)
        values = {"unit": form.cleaned_data["lead"], "year": self.year}
        messages.success(self.request, _("%(unit)s leads the cluster in %(year)s.") % values)
        return self.object


class TakeLeadBack(ClusterYearFormPage):
    form_class = ReasonForm
    heading = gettext_lazy("Take the naming of the lead back")
    submit_label = gettext_lazy("Take the naming of the lead back")

    def check(self) -> None:
        named_lead(self.object.years.filter(year=self.year).first())

    def act(self, form: ReasonForm) -> Model:
        take_lead_back(actor=self.request.user, cluster=self.object, year=self.year, **form.cleaned_data)
        return self.object
