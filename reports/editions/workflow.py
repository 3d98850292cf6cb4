from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from core.workflow import Move, Workflow
from reports.editions.choices import EditionState as S
from reports.editions.models import ReportEdition
from unions.access import PortalUser, is_leader_at


def _may_issue(user: PortalUser, edition: ReportEdition) -> bool:
    return is_leader_at(user, edition.union_id)


def _freeze(edition: ReportEdition, *, actor: User, **values: Any) -> None:
    for name, value in values.items():
        setattr(edition, name, value)
    edition.issued_by = actor


EDITION = Workflow(
    "edition",
    (
        Move(
            "issue",
            _("Sign and issue"),
            frozenset({S.DRAFT}),
            S.ISSUED,
            _may_issue,
            effect=_freeze,
            tone="primary",
            has_page=True,
        ),
    ),
)
