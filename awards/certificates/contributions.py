from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from awards.certificates.services import MAX_IN_REQUEST
from awards.decisions.models import Award, Decision
from awards.decisions.selectors import certificates_of
from core.papers import PAPERS, Paper
from core.text import format_number
from unions.access import PortalUser


def certificate_papers(user: PortalUser, decision: Decision) -> list[Paper]:
    count = certificates_of(decision, Award.objects.visible_to(user)).count()
    if not count:
        return []
    return [
        Paper(
            gettext_lazy("The certificates"),
            reverse("awards:decision-certificates", args=[decision.pk]),
            reverse("awards:decision-certificate-picture", args=[decision.pk]),
            shown_remark(count),
            is_wide=True,
        )
    ]


def shown_remark(count: int) -> str:
    if count > MAX_IN_REQUEST:
        return _("The first %(shown)s of %(total)s") % {
            "shown": format_number(MAX_IN_REQUEST),
            "total": format_number(count),
        }
    return ngettext("%(total)s certificate", "%(total)s certificates", count) % {"total": format_number(count)}


def register() -> None:
    # The audit label of printing is registered with those of the decision.
    PAPERS.register(certificate_papers, to="awards.Decision")
