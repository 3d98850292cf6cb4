from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.users.models import User
from reports.indicators.rules import may_write_report
from unions.access import PortalUser
from unions.tree.models import Union


def reported_unions(user: PortalUser) -> QuerySet[Union]:
    """The chair of a unit reads no report."""
    visible: QuerySet[Union] = Union.objects.visible_to(user)
    return visible if user.access.sees_all else visible.filter(pk__in=user.access.branch)


def reported_union_or_404(user: PortalUser, pk: int) -> Union:
    union = reported_unions(user).filter(pk=pk).first()
    if union is None:
        raise Http404(_("There is nothing at this address."))
    return union


def require_author(actor: User, union: Union) -> None:
    if not may_write_report(actor, union.pk):
        raise PermissionDenied
