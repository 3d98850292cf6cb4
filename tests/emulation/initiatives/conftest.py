from tests.factories import make_initiative
from tests.shared_rows import shared


@shared
def initiative(world):
    return make_initiative(world.people["chair"])
