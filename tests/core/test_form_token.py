"""A form is saved once."""

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from core.editing import EditConflict
from core.form_token import SAVED_ALREADY, consume, new_token
from core.models import UsedFormToken

pytestmark = pytest.mark.django_db


def test_the_second_click_is_told_that_all_is_saved():
    token = new_token()
    consume(token)
    with pytest.raises(EditConflict) as refused:
        consume(token)
    assert (refused.value.messages, UsedFormToken.objects.count()) == ([SAVED_ALREADY], 1)


def test_another_form_is_saved_too():
    consume(new_token())
    consume(new_token())
    assert UsedFormToken.objects.count() == 2


def test_a_token_is_the_same_however_it_is_written():
    token = new_token()
    consume(token)
    with pytest.raises(EditConflict):
        consume(f"{token[:8]}-{token[8:12]}-{token[12:16]}-{token[16:20]}-{token[20:]}".upper())


def test_a_form_that_was_refused_may_be_sent_again():
    def refused(token):
        with transaction.atomic():
            consume(token)
            raise LookupError

    token = new_token()
    with pytest.raises(LookupError):
        refused(token)
    consume(token)
    assert UsedFormToken.objects.count() == 1


@given(st.text(max_size=40).filter(lambda text: len(text.strip("{}").replace("-", "")) != 32))
def test_what_is_no_token_is_not_counted(typed):
    consume(typed)
    assert not UsedFormToken.objects.exists()
