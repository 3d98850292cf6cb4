from django.utils.translation import gettext_lazy

from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, NotCorrected

LABELS = {
    "figure.remark": gettext_lazy("remarked on the figure"),
}


def register() -> None:
    register_labels(LABELS)
    reason = "the form on the page of its figure changes it at any time; an issued report keeps its own words"
    CORRECTIONS.register(NotCorrected(reason), to="reports.FigureRemark")
