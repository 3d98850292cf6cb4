import pytest

from tests.factories import make_initiative


@pytest.fixture
def initiative(world):
    return make_initiative(world.people["chair"])
