"""A model says who sees its rows, and what one does not see is not there."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from core.scoping import OpenQuerySet, ScopedQuerySet, get_visible_or_404
from emulation.law.models import Title
from tests.factories import make_title
from unions.units.models import GrassrootsUnion


def test_a_queryset_that_forgot_to_say_who_sees_it_shows_nobody_anything(world):
    with pytest.raises(NotImplementedError, match="GrassrootsUnion does not say who sees its rows"):
        ScopedQuerySet(GrassrootsUnion).visible_to(world.people["admin"])


def test_reference_data_are_open_to_everybody_who_has_signed_in(world):
    title = make_title("TRIAL")
    rows = OpenQuerySet(Title)
    assert list(rows.visible_to(world.people["board"]).filter(code="TRIAL")) == [title]
    assert list(rows.visible_to(AnonymousUser())) == []


def test_the_one_row_a_person_may_see_is_found(world):
    found = get_visible_or_404(GrassrootsUnion.objects.all(), world.people["officer"], pk=world.school.pk)
    assert found == world.school


@pytest.mark.one_database(on="sqlite")
@pytest.mark.parametrize("key", [0, 10**9, -1, 10**30, "abc", ""])
def test_what_does_not_exist_is_not_found(world, key):
    with pytest.raises(Http404):
        get_visible_or_404(GrassrootsUnion.objects.all(), world.people["officer"], pk=key)


def test_what_one_may_not_see_is_not_found_in_the_same_words_as_what_does_not_exist(world):
    said = []
    for key in (world.foreign_school.pk, 10**9):
        with pytest.raises(Http404) as refused:
            get_visible_or_404(GrassrootsUnion.objects.all(), world.people["officer"], pk=key)
        said.append(str(refused.value))
    assert said[0] == said[1] != ""
