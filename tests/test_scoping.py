"""No model forgets to say who sees its rows, no list forgets to ask, and who has not signed in sees nothing."""

import inspect

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404
from django.test import RequestFactory

from core.models import Notification
from core.scoping import OpenQuerySet, ScopedQuerySet
from core.views import ListPage
from tests.our_apps import APPS
from tests.security.routes import named_routes
from tests.security.sample_world import build

pytestmark = pytest.mark.django_db
EXEMPT = {
    "core.AuditHead": "one row, read only by the trail itself",
    "core.AuditEntry": "shown only as the history of a thing that was found within sight",
    "core.IntegrityCheck": "read by /health/ and the administrator's list of things to do",
    "core.StoredDocument": "printed only by the page of a thing that was found within sight",
    "core.StoredFile": "the hash of a file, shown nowhere",
    "core.ReplacedFile": "opened by whoever sees its record, and counted on the page of a unit or union",
    "core.NumberSequence": "a counter, shown nowhere",
    "core.UsedNumber": "a number of a sequence, shown nowhere",
    "core.UsedFormToken": "a mark that a form was saved, shown nowhere",
    "accounts.AttemptCount": "failures at a door under a keyed hash, shown nowhere",
}


def models():
    """The models of our five apps; the tables Django makes for a many-to-many are reached through both ends."""
    return [model for app in APPS for model in apps.get_app_config(app).get_models()]


def scoped():
    return [model for model in models() if model._meta.label not in EXEMPT]


def list_pages():
    for pattern in named_routes().values():
        view = getattr(pattern.callback, "view_class", None)
        if inspect.isclass(view) and issubclass(view, ListPage):
            yield view


def test_every_model_says_itself_who_sees_its_rows():
    silent = [
        model._meta.label
        for model in scoped()
        if getattr(model._default_manager.all(), "visible_to", None) is None
        or type(model._default_manager.all()).visible_to is ScopedQuerySet.visible_to
    ]
    assert silent == []


def test_an_exemption_is_of_a_model_that_exists_and_says_nothing_itself():
    labels = {model._meta.label: model for model in models()}
    assert set(EXEMPT) <= set(labels)
    assert [label for label in EXEMPT if hasattr(labels[label]._default_manager.all(), "visible_to")] == []


def test_only_reference_data_are_open_to_everybody():
    open_to_all = {model._meta.label for model in scoped() if isinstance(model._default_manager.all(), OpenQuerySet)}
    assert open_to_all <= {
        "emulation.LegalDocument",
        "emulation.LegalRegime",
        "emulation.BaseSalary",
        "emulation.Title",
        "emulation.TitleTerms",
        "emulation.RuleParameter",
    }


@pytest.fixture(scope="module")
def sample(lasting_world):
    return build(lasting_world)


def test_who_has_not_signed_in_sees_no_row_of_any_model(sample):
    seen = {model._meta.label: model._default_manager.visible_to(AnonymousUser()).count() for model in scoped()}
    assert {label: count for label, count in seen.items() if count} == {}


def test_a_stranger_sees_of_ours_no_row_of_any_model(sample):
    """Every row a stranger sees must be seen by nobody but the neighbours: ours and theirs are disjoint."""
    ours, theirs = sample["world"].people["officer"], sample["world"].people["stranger_officer"]
    shared = {}
    for model in scoped():
        rows = model._default_manager
        if not isinstance(rows.all(), OpenQuerySet):
            both = set(rows.visible_to(ours).values_list("pk", flat=True)) & set(
                rows.visible_to(theirs).values_list("pk", flat=True)
            )
            shared[model._meta.label] = len(both)
    assert {label: count for label, count in shared.items() if count} == {}


def test_a_chair_sees_no_more_than_her_federation_does(sample):
    chair, officer = sample["world"].people["chair"], sample["world"].people["officer"]
    more = {}
    for model in set(scoped()) - {Notification}:  # what is told to one person is that person's alone
        rows = model._default_manager
        extra = rows.visible_to(chair).exclude(pk__in=rows.visible_to(officer).values("pk"))
        more[model._meta.label] = list(extra)
    assert {label: rows for label, rows in more.items() if rows} == {}


@pytest.mark.parametrize("view", list(list_pages()), ids=lambda view: view.__name__)
def test_every_list_begins_with_what_its_reader_may_see(view, sample):
    """For the other federation's officer the list holds only rows she sees; for a stranger to all none at all."""
    for role in ("stranger_officer", "stranger_chair", "chair"):
        user = sample["world"].people[role]
        request = RequestFactory().get("/")
        request.user, request.session = user, {}
        page = view()
        page.setup(request, pk=sample["campaign"].pk)  # for the lists about one campaign
        try:
            rows = page.get_queryset()
        except Http404:
            continue
        assert isinstance(rows, QuerySet)
        allowed = set(rows.model._default_manager.visible_to(user).values_list("pk", flat=True))
        assert {row.pk for row in rows} <= allowed


def test_there_are_lists_to_ask():
    assert len({view.__name__ for view in list_pages()}) >= 15
