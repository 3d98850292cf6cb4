from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.generic import View

from core.actor import SignedInRequest
from core.scoping import ScopedQuerySet, get_visible_or_404
from emulation.campaigns.models import Campaign, Rollout
from emulation.campaigns.rules import may_watch
from emulation.campaigns.selectors.standing import is_counted
from emulation.monitoring.selectors.board import with_steps


class OfCampaign(View):
    """A page about all units of one campaign."""

    request: SignedInRequest
    kwargs: dict[str, Any]
    nav_key = "campaigns"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may(self, user: Any) -> bool:
        return may_watch(user, self.campaign)

    @cached_property
    def campaign(self) -> Campaign:
        campaigns = Campaign.objects.select_related("union")
        campaign: Campaign = get_visible_or_404(campaigns, self.request.user, pk=self.kwargs["pk"])
        return campaign

    def board(self) -> ScopedQuerySet:
        today = timezone.localdate()
        rows = Rollout.objects.visible_to(self.request.user).for_table().filter(is_counted(today))
        return with_steps(rows, self.campaign, today)
