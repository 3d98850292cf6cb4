from typing import Any

import django_filters
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from core.actor import SignedInRequest
from core.links import page_before
from core.models import Notification, NotificationQuerySet
from core.notifications import address_of_news, groups, kinds_of, mark_read, reads_for_oneself
from core.panels import links_for
from core.scoping import get_visible_or_404
from core.tables import NotificationTable
from core.text import plain_number
from core.views.objects import ListPage


def group_choices() -> list[tuple[str, Any]]:
    return [(group.key, group.label) for group in groups()]


class NotificationFilter(django_filters.FilterSet):
    read = django_filters.ChoiceFilter(
        label=_("Read or not"), choices=[("no", _("Not read yet")), ("yes", _("Read"))], method="by_read"
    )
    group = django_filters.ChoiceFilter(label=_("About"), choices=group_choices, method="by_group")

    class Meta:
        model = Notification
        fields = ["read", "group"]

    def by_read(self, notifications: NotificationQuerySet, name: str, value: str) -> NotificationQuerySet:
        return notifications.filter(read_at__isnull=value == "no")

    def by_group(self, notifications: NotificationQuerySet, name: str, value: str) -> NotificationQuerySet:
        return notifications.filter(kind__in=kinds_of(value))


class NotificationList(ListPage):
    nav_key = "home"
    model = Notification
    table_class = NotificationTable
    filterset_class = NotificationFilter
    template_name = "core/notifications.html"
    heading = _("Notifications")
    empty_title = _("No notification yet")
    empty_text = _(
        "When something of yours is returned, accepted or awarded, you read it here and on the first page."
    )

    def get_table_kwargs(self) -> dict[str, Any]:
        return {} if self.has_unread else {"exclude": ["chosen"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mark = {"label": _("Mark as read"), "url": reverse("notifications-read-chosen")}
        return super().get_context_data(bulk_actions=[mark] if self.has_unread else [], **kwargs) | {
            "whole_list": "",
            "links": links_for(self.request.user, "notifications"),
        }

    @property
    def has_unread(self) -> bool:
        return bool(getattr(self.request.user, "unread_news", 0))


@require_safe
def notification(request: SignedInRequest, pk: int) -> HttpResponse:
    news: Any = get_visible_or_404(Notification.objects.all(), request.user, pk=pk)
    if reads_for_oneself(request):
        mark_read(Notification.objects.about_the_same(news))
    if news.object is None:
        messages.info(request, _("This record no longer exists."))
        return redirect("notifications")
    return HttpResponseRedirect(address_of_news(news))


@require_POST
def read_notifications(request: SignedInRequest) -> HttpResponse:
    mark_read(Notification.objects.visible_to(request.user))
    return HttpResponseRedirect(page_before(request))


@require_POST
def read_chosen(request: SignedInRequest) -> HttpResponse:
    keys = {plain_number(key) for key in request.POST.getlist("chosen")} - {None}
    mark_read(Notification.objects.visible_to(request.user).filter(pk__in=keys))
    return HttpResponseRedirect(page_before(request))
