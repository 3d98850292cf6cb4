from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit import history_of
from core.forms import ScopedForm
from core.text import format_number, short_date
from core.views import DetailPage, ObjectFormPage
from core.workflow import MoveNotAllowed
from unions.access import PortalUser, may_compare_personal_data
from unions.duplicates.rules import may_undo_merge
from unions.duplicates.selectors.merging import moved_counts, related_rows
from unions.duplicates.services.merging import undo_merge
from unions.people.models import PersonMerge
from unions.people.rules import short_birth


class MergePage(DetailPage):
    model = PersonMerge
    template_name = "unions/person_merge.html"

    def get_queryset(self) -> QuerySet[PersonMerge]:
        return super().get_queryset().select_related("kept", "gone", "by", "undone_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        merge = self.object
        remaining = [] if merge.undone_at else related_rows(merge.gone)
        return super().get_context_data(
            facts=merge_summary(merge),
            moved=moved_counts(merge),
            stayed=[(rows.kind, rows.count) for rows in remaining],
            may_undo=not merge.undone_at and may_undo_merge(self.request.user, merge),
            **kwargs,
        ) | {"history": history_of(merge.gone).select_related("actor")[:50]}


def merge_summary(merge: PersonMerge) -> list[tuple[str, object]]:
    summary: list[tuple[str, object]] = [
        (_("The record that stayed"), merge.kept),
        (_("The record that went"), merge.gone),
        (_("Merged on"), short_date(merge.at)),
        (_("Merged by"), merge.by),
    ]
    if merge.undone_at:
        summary += [(_("Undone on"), short_date(merge.undone_at)), (_("Undone by"), merge.undone_by)]
    return summary


class UndoMerge(ObjectFormPage):
    model = PersonMerge
    template_name = "generic/confirm.html"
    heading = gettext_lazy("Undo this merge?")
    submit_label = gettext_lazy("Undo the merge")
    form_class = ScopedForm

    def may(self, user: PortalUser) -> bool:
        return may_undo_merge(user, self.object)

    def check(self) -> None:
        if self.object.undone_at:
            raise MoveNotAllowed(_("This merge has been undone already."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        merge = self.object
        moved = [
            _("%(kind)s: %(count)s") % {"kind": capfirst(kind), "count": format_number(count)}
            for kind, count in moved_counts(merge)
        ]
        return super().get_context_data(
            text=_("%(name)s stands by itself again; what the merge took along goes back to it.")
            % {"name": name_and_birth_date(self.request.user, merge)},
            items=[*moved, _("What was entered after the merge stays with the record that stayed.")],
            danger=True,
            **kwargs,
        )

    def act(self, form: ScopedForm) -> Model:
        undo_merge(actor=self.request.user, merge=self.object)
        messages.success(self.request, _("The two records stand by themselves again."))
        return self.object.kept


def name_and_birth_date(user: PortalUser, merge: PersonMerge) -> str:
    born = short_birth(merge.gone.born) if merge.gone.born and may_compare_personal_data(user, merge.kept) else ""
    return f"{merge.gone} ({born})" if born else str(merge.gone)
