from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import Promise, cached_property, classproperty
from django.utils.translation import gettext as _
from django.views.generic import DetailView
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from core.active_filters import filters_in_words
from core.actor import SignedInRequest
from core.corrections import ways_to_mend
from core.file_space import replaced_scans
from core.history import history_lines
from core.models import Notification, Strikable
from core.notifications import NEWS_PARAMETER, read_about, reads_for_oneself, sentence_of
from core.paging import BoundedPaginator, key_of_rows
from core.papers import papers_of
from core.pickers.responses import search_answer
from core.scoping import get_visible_or_404
from core.spreadsheets.lists import ListHead, table_response
from core.tables import PER_PAGE
from core.text import format_number, plain_number
from core.views.actions import refused
from core.views.years import YearPage
from core.workflow import Choices, Workflow
from core.working_year import PARAMETER, in_year, working_year

MOST_PRINTED = 2000


class ListPage(YearPage, SingleTableMixin, FilterView):
    """`year_field` is the column of the year, if any."""

    template_name = "generic/object_list.html"
    strict = False
    request: SignedInRequest
    per_page = PER_PAGE
    year_field = ""
    heading: str | Promise = ""
    counted: Any = None  # ngettext_lazy that prints `shown`; without it the name of the model is counted
    empty_title: str | Promise = ""  # may name the `year`
    empty_text: str | Promise = ""

    @property
    def table_pagination(self) -> dict[str, Any]:
        at_once = MOST_PRINTED if self.is_for_paper else None
        paginator = partial(BoundedPaginator, key=key_of_rows(self.request), at_once=at_once)
        return {"per_page": self.per_page, "paginator_class": paginator}

    @property
    def is_for_paper(self) -> bool:
        return self.request.GET.get("print") == "yes"

    @classproperty
    def is_by_year(cls) -> bool:  # noqa: N805
        return bool(cls.year_field)

    def get_queryset(self) -> QuerySet[Any]:
        rows = self.model._default_manager.visible_to(self.request.user).for_table()
        if self.year_field:
            rows = rows.filter(**{self.year_field: working_year(self.request)})
        if self.news:
            rows = rows.filter(pk__in=self.news.rows)
        if issubclass(self.model, Strikable):
            rows = rows.filter(struck_at__isnull=not self.shows_struck)
        # Counting along in for_table() makes Django forget the order of the model.
        return rows if rows.ordered else rows.order_by(*self.model._meta.ordering)

    @cached_property
    def news(self) -> Notification | None:
        """What the list is narrowed to, where its address names news of its reader."""
        if (asked := self.request.GET.get(NEWS_PARAMETER)) is None:
            return None
        kind = ContentType.objects.get_for_model(self.model)
        news = Notification.objects.filter(content_type=kind, pk=plain_number(asked) or 0)
        found: Notification = get_visible_or_404(news, self.request.user)
        return found

    def get_table_data(self) -> QuerySet[Any]:
        rows, read = super().get_table_data(), self.table_class.READ
        return rows.only(*read) if read else rows

    @property
    def shows_struck(self) -> bool:
        return self.request.GET.get("struck") == "yes"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("export") == "xlsx":
            self.filterset = self.get_filterset(self.get_filterset_class())
            self.object_list = self.filterset.qs
            return table_response(self.get_table(**self.get_table_kwargs()), self.sheet_head())
        return search_answer(request, self.filter_form) or self.page_or_refusal(super().get(request, *args, **kwargs))

    def page_or_refusal(self, page: HttpResponseBase) -> HttpResponseBase:
        if not self.is_for_paper or not page.context_data["table"].page.has_next():  # type: ignore[attr-defined]
            return page
        words = _(
            "This list is longer than %(most)s rows and is not printed at once. Please filter it, or download it as "
            "a spreadsheet and print that."
        )
        query = self.request.GET.copy()
        del query["print"]
        back = f"{self.request.path}?{query.urlencode()}"
        return refused(self.request, ValidationError(words % {"most": format_number(MOST_PRINTED)}), back)

    def filter_form(self, **kwargs: Any) -> Any:
        return self.get_filterset(self.get_filterset_class()).form

    def sheet_head(self) -> ListHead:
        year = [_("Year %(year)s") % {"year": working_year(self.request)}] if self.is_by_year else []
        struck = [_("Struck out")] if self.shows_struck else []
        news = [sentence_of(self.news)] if self.news else []
        lines = [*year, *news, *filters_in_words(self.filterset), *struck]
        return ListHead(getattr(self.request.user, "office_name", ""), str(self.heading), lines)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        table = context["table"]
        table.filtered_by = frozenset(name for name, value in self.request.GET.items() if value)
        count = table.paginator.count
        query = self.request.GET.copy()
        query["export"] = "xlsx"
        return context | {
            "heading": self.heading,
            "count": count,
            "count_sentence": self._count_in_words(count, table.paginator.has_more),
            "whole_list": self._whole_list(count, table.paginator),
            "export_url": f"?{query.urlencode()}",
            "is_filtered": bool(self.request.GET.keys() - {PARAMETER, "print"}),
            "is_for_paper": self.is_for_paper,
            "news": self.news,
            "primary_action": self.action_in_year(),
            "can_be_struck": issubclass(self.model, Strikable),
            "shows_struck": self.shows_struck,
            "empty": {"title": str(self.empty_title) % {"year": working_year(self.request)}, "text": self.empty_text},
        }

    def _whole_list(self, count: int, paginator: BoundedPaginator) -> str:
        """ "" where one page shows all rows, or there are too many."""
        return self.count_sentence(count) if count > paginator.per_page and not paginator.has_more else ""

    def _count_in_words(self, count: int, has_more: bool) -> str:
        sentence = self.count_sentence(count)
        return _("more than %(rows)s") % {"rows": sentence} if has_more else sentence

    def action_in_year(self) -> dict[str, Any] | None:
        action = self.primary_action()
        if action is None or not self.is_by_year:
            return action
        return action | {"url": in_year(action["url"], working_year(self.request))}

    def count_sentence(self, count: int) -> str:
        shown, words = format_number(count), self.model._meta
        if self.counted:
            return self.counted % {"count": count, "shown": shown}
        return f"{shown} {words.verbose_name if count == 1 else words.verbose_name_plural}"

    def primary_action(self) -> dict[str, Any] | None:
        """Return {label, url} or None."""
        return None


class DetailPage(DetailView):
    workflow: Workflow | None = None
    request: SignedInRequest
    move_url_name = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = super().get(request, *args, **kwargs)
        if reads_for_oneself(request):
            read_about(self.request.user, self.object)
        return page

    def get_queryset(self) -> QuerySet[Any]:
        return self.model._default_manager.visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        choices = self.workflow.choices(self.request.user, self.object) if self.workflow else Choices([], [])
        moves = choices.available
        return super().get_context_data(
            barred=choices.barred,
            closed=choices.closed,
            moves=[move for move in moves if not move.has_page],
            page_moves={move.name for move in moves if move.has_page},
            move_url_name=self.move_url_name,
            history=history_lines(self.object, self.request.user),
            papers=papers_of(self.request.user, self.object),
            replaced_scans=replaced_scans(self.object),
            ways_to_mend=ways_to_mend(self.request.user, self.object),
            **kwargs,
        )
