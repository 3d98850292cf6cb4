from typing import Any

import django_filters
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from core.actor import SignedInRequest
from core.models import Notification, NotificationQuerySet
from core.notifications import mark_read, reads_for_oneself
from core.scoping import get_visible_or_404
from core.tables import NotificationTable
from core.views.objects import ListPage


class NotificationFilter(django_filters.FilterSet):
    read = django_filters.ChoiceFilter(
        label=_("Read or not"), choices=[("no", _("Not read yet")), ("yes", _("Read"))], method="by_read"
    )

    class Meta:
        model = Notification
        fields = ["read"]

    def by_read(self, notifications: NotificationQuerySet, name: str, value: str) -> NotificationQuerySet:
        return notifications.filter(read_at__isnull=value == "no")


class NotificationList(ListPage):
    nav_key = "home"
    model = Notification
    table_class = NotificationTable
    filterset_class = NotificationFilter
    heading = _("News of your records")
    empty_title = _("Nothing has happened yet")
    empty_text = _(
        "When something of yours is returned, accepted or awarded, you read it here and on the first page."
    )


@require_safe
def notification(request: SignedInRequest, pk: int) -> HttpResponse:
    news: Any = get_visible_or_404(Notification.objects.all(), request.user, pk=pk)
    if reads_for_oneself(request):
        mark_read(Notification.objects.about_the_same(news))
    if news.object is None:
        messages.info(request, _("This record no longer exists."))
        return redirect("notifications")
    return HttpResponseRedirect(news.url)


@require_POST
def read_notifications(request: SignedInRequest) -> HttpResponse:
    mark_read(Notification.objects.visible_to(request.user))
    return redirect("home")
