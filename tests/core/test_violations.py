"""What a unique constraint refuses is said in the words of the constraint."""

import copy
import re

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from core.editing import EditConflict
from core.violations import violations_in_words
from tests import our_apps
from tests.security.sample_world import build
from unions.units.models import Headcount, Team


@pytest.fixture(scope="module")
def sample(lasting_world):
    return build(lasting_world)


def saved_again(row):
    """Insert what is there already, past every service and `full_clean`."""
    twin = copy.copy(row)
    twin.pk, twin._state = None, models.base.ModelState()
    with violations_in_words(), transaction.atomic():
        models.Model.save_base(twin, raw=True, force_insert=True)


def sentence_about(row):
    try:
        saved_again(row)
    except ValidationError as error:
        return error.messages
    except IntegrityError as error:
        return ["unexplained"] if "unique" in str(error).lower() else []  # another one is that of a freeze
    return []


def is_unique(model):
    return any(isinstance(constraint, models.UniqueConstraint) for constraint in model._meta.constraints) or any(
        field.unique and not field.primary_key for field in model._meta.fields
    )


INTERNAL = {
    "accounts_message_preference_once",
    "accounts_one_digest_a_day",
    "accounts_recovery_code_once",
    "core_notification_once",
    "core_number_used_once",
    "core_recent_choice_once",
    "restructuring_succession_once",
    "unions_duplicate_pair_once",
    "unions_logo_once",
    "unions_sheet_row_once",
}
"""What no form fills in: its service gives the next one, or takes the one that is there."""


def test_every_unique_constraint_has_a_sentence_of_its_own():
    silent = {
        constraint.name
        for app in our_apps.APPS
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
        and constraint.violation_error_message == constraint.default_violation_error_message
    }
    assert silent == INTERNAL


def test_every_sentence_of_a_constraint_can_be_said():
    """Django puts the name of the constraint in for each percent sign."""
    for app in our_apps.APPS:
        for model in apps.get_app_config(app).get_models():
            for constraint in model._meta.constraints:
                assert constraint.get_violation_error_message(), constraint


@pytest.mark.django_db
@pytest.mark.slow
def test_every_row_that_must_be_there_once_is_refused_in_one_sentence(sample):
    rows = {
        model: row
        for app in our_apps.APPS
        for model in apps.get_app_config(app).get_models()
        if is_unique(model) and (row := model._base_manager.first())
    }
    said = {model._meta.label: sentence_about(row) for model, row in rows.items()}
    refused = {label: sentences for label, sentences in said.items() if sentences}
    assert len(refused) > 25
    assert {label: sentences for label, sentences in refused.items() if not _is_one_of_ours(sentences)} == {}


def _is_one_of_ours(sentences):
    """Django's own sentences name the constraint, or the columns in English."""
    return len(sentences) == 1 and not re.search("ràng buộc|thông tin|unexplained", sentences[0])


def enter_team_of_nowhere():
    with violations_in_words(), transaction.atomic():
        Team.objects.create(grassroots_id=10**6, name="Tổ 1")
        with connection.cursor() as cursor:  # asked now; the end of the transaction asks otherwise
            cursor.execute("set constraints all immediate")


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.one_database(on="postgresql")
def test_what_was_chosen_and_is_removed_meanwhile_is_an_edit_conflict(sample):
    with pytest.raises(EditConflict):
        enter_team_of_nowhere()


@pytest.mark.django_db
def test_another_error_of_the_database_stays_what_it_is(sample):
    whole = {"workers": 1, "women": 2, "members": 1, "women_members": 1}
    with pytest.raises(IntegrityError, match="parts_within_whole"), violations_in_words(), transaction.atomic():
        Headcount.objects.create(grassroots=sample["school"], year=2024, **whole)
