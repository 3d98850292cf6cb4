from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.invitations import delivery  # noqa: F401 registers its background jobs
from core.audit_labels import register_labels
from core.panels import LINKS, Link
from unions.access import PortalUser, RoleKind, may_grant
from unions.tree.models import Union

LABELS = {
    "invitation.make": gettext_lazy("invited"),
    "invitation.mail": gettext_lazy("sent the invitation by e-mail"),
    "invitation.print": gettext_lazy("printed the slip of the invitation"),
    "invitation.withdraw": gettext_lazy("withdrew the invitation"),
    "invitation.use": gettext_lazy("took up the invitation"),
}


def links_of_union(user: PortalUser, union: Union) -> list[Link]:
    if union.dissolved_on is not None or not may_grant(user, RoleKind.OFFICER, responsible_union_id=None):
        return []
    return [Link(_("Invite somebody"), reverse("accounts:invite-to-union", args=[union.pk]))]


def links_of_accounts(user: PortalUser, accounts: None) -> list[Link]:
    return [Link(_("Accounts"), reverse("accounts:users")), Link(_("Invitations"), reverse("accounts:invitations"))]


def register() -> None:
    LINKS.register(links_of_union, to="unions.Union")
    for page in ("accounts:users", "accounts:invitations", "accounts:security-log"):
        LINKS.register(links_of_accounts, to=page)
    register_labels(LABELS)
