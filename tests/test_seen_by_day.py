"""What a union or a unit takes with it when it moves, and what stays with the one it left, for every model.

In one world everything is older than the move, in the other everything is newer. A new model that does not follow the
day shows its rows to the wrong side here; a model without a row in the sample fails, too.
"""

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.mailing.models import MailLine
from accounts.users.models import User
from awards.decisions.models import CertificatePrint
from core.scoping import OpenQuerySet
from restructuring.models import Succession
from tests.factories import SINCE, make_union, make_user
from tests.security.sample_world import YESTERDAY, build
from tests.test_scoping import scoped
from unions.tree.models import Union

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EARLY = date(2017, 1, 1)
ONE_DAY = timedelta(days=1)
TOMORROW = timezone.localdate() + ONE_DAY
PRIVATE = {
    *("accounts.RecoveryCode", "accounts.SecurityEvent", "accounts.CalendarAddress", "accounts.ShortLink"),
    *("accounts.MessagePreference", "core.Notification", "core.RecentChoice"),
}
"""Seen by one person wherever that person works, or by the administrator alone."""
OF_THE_UNION_ABOVE = {
    *(f"emulation.Campaign{part}" for part in ("Attachment", "Change", "Letter", "Review", "Sector")),
    *(f"emulation.Campaign{part}" for part in ("Target", "Unit", "Wave")),
    "emulation.Campaign",
    "emulation.ClusterYear",
    "emulation.PactSignature",
    "unions.Cluster",
    "unions.Dismissal",
    "unions.Sector",
    "unions.Union",
    "unions.UnionLink",
    "unions.UnionLogo",
    "unions.UnionProfile",
}
"""A unit takes none of these with it: they belong to the union it left."""
TAKEN_FROM_THE_FORMER = {
    "unit": {"accounts.Invitation", "unions.SheetImport", "unions.SheetRow", "unions.ImportedRecord"},
    "union": {"awards.CouncilSeat", "unions.Cluster", "unions.Enterprise", "unions.Sector"},
}
"""Invitations and lists are of whoever answers for the unit today. The others carry no day: what is new among them
could not be told from what is old, so they go with their union."""
KNOWN_OF_THE_FORMER = {
    "unit": {"unions.GrassrootsUnion": 1, "unions.Affiliation": 1},
    "union": {"unions.Union": 1, "unions.UnionLink": 1},
}
"""That it was there, and from when to when."""


class Seen(NamedTuple):
    before: dict
    former: dict
    new: dict


def rows_seen(user):
    """Return {model: keys} of what `user` sees with the access of this moment."""
    user = User.objects.get(pk=user.pk)
    models = [model for model in scoped() if not isinstance(model._default_manager.all(), OpenQuerySet)]
    seen = {row._meta.label: {*row._default_manager.visible_to(user).values_list("pk", flat=True)} for row in models}
    return {label: keys for label, keys in seen.items() if keys}


def lost(before, after):
    return {label: keys - after.get(label, set()) for label, keys in before.items() if keys - after.get(label, set())}


def put_under(owner, above, *, since=TOMORROW):
    """End the row that puts `owner` under something today, and begin the next."""
    links, column = (owner.links_up, "parent") if isinstance(owner, Union) else (owner.affiliations, "union")
    links.open_ended().update(valid_to=since - ONE_DAY)
    links.create(**{column: above}, valid_from=since)


def came_from(owner, above):
    """Let `owner` have come from another on the first day of everything."""
    links, column = (owner.links_up, "parent") if isinstance(owner, Union) else (owner.affiliations, "union")
    links.create(**{column: above}, valid_from=EARLY, valid_to=SINCE - ONE_DAY)


def plan(campaign, world):
    made = {"made_by": world.people["officer"], "made_at": campaign.created_at}
    campaign.sector_plans.create(sector=world.school.sector, contents="Dạy tốt, học tốt")
    campaign.waves.create(number=1, starts_on=YESTERDAY, ends_on=YESTERDAY)
    campaign.targets.create(measure="launched", value=1)
    campaign.units_by_hand.create(grassroots=world.school, is_included=True)
    campaign.reviews.create(kind="interim", held_on=YESTERDAY, text="Đạt", **made)


def build_all(world):
    sample = build(world)
    CertificatePrint.objects.create(decision=sample["decision_issued"], count=1)
    MailLine.objects.create(mail=sample["mail"], notification=sample["notification"])
    plan(sample["campaign"], world)
    Succession.objects.create(
        predecessor=world.school,
        successor=world.company,
        kind="merge",
        on=YESTERDAY,
        reorganisation=sample["reorganisation"],
    )


@pytest.fixture(scope="module")
def others(lasting_world):
    """Another federation and another city, with somebody who reads each."""
    federation, city = make_union("CAUGIAY"), make_union("HATAY", level="city")
    officer = make_user("officer.caugiay", "officer", union=federation)
    viewer = make_user("viewer.hatay", "upper_viewer", union=city)
    return {"unit": (federation, officer), "union": (city, viewer)}


@pytest.fixture(scope="module")
def older(lasting_world, others):
    """{what moves: what is seen before, and after everything has been entered and moved}."""
    world, seen = lasting_world, {}
    with transaction.atomic():
        build_all(world)
        own = {"unit": (world.school, "officer", "chair"), "union": (world.union, "viewer", "officer")}
        for what, (owner, former, insider) in own.items():
            above, reader = others[what]
            before = rows_seen(world.people[former]), rows_seen(world.people[insider])
            with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
                put_under(owner, above)
                patch.setattr(timezone, "localdate", lambda *args: TOMORROW)
                seen[what] = Seen(before, rows_seen(world.people[former]), rows_seen(reader))
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    return seen


@pytest.fixture(scope="module")
def newer(lasting_world, others):
    """{what moved: what the former and the new side see of all that was entered afterwards}."""
    world, seen = lasting_world, {}
    with transaction.atomic():
        baseline = {what: rows_seen(reader) for what, (_above, reader) in others.items()}
        came_from(world.school, others["unit"][0])
        came_from(world.union, others["union"][0])
        build_all(world)
        for what, now in {"unit": "officer", "union": "viewer"}.items():
            reader = others[what][1]
            seen[what] = Seen(baseline[what], rows_seen(reader), rows_seen(world.people[now]))
        transaction.set_rollback(True)
    return seen


def test_the_sample_has_a_row_of_every_model(older):
    known = set().union(*(rows for seen in older.values() for rows in seen.before)) | PRIVATE
    models = {model._meta.label for model in scoped() if not isinstance(model._default_manager.all(), OpenQuerySet)}
    assert models - known == set()


@pytest.mark.parametrize("what", ["unit", "union"])
def test_the_former_side_still_sees_what_is_older_than_the_move(what, older):
    before, _insiders = older[what].before
    assert set(lost(before, older[what].former)) == TAKEN_FROM_THE_FORMER[what]


@pytest.mark.parametrize("what", ["unit", "union"])
def test_the_new_side_sees_what_is_older_than_the_move_too(what, older):
    former, insiders = older[what].before
    own = {label: keys & former.get(label, set()) for label, keys in insiders.items()}
    assert set(lost(own, older[what].new)) == (OF_THE_UNION_ABOVE if what == "unit" else set())


@pytest.mark.parametrize("what", ["unit", "union"])
def test_the_former_side_sees_nothing_that_is_newer_than_the_move(what, newer):
    new_to_her = {label: len(keys) for label, keys in lost(newer[what].former, newer[what].before).items()}
    assert new_to_her == KNOWN_OF_THE_FORMER[what]


@pytest.mark.parametrize("what", ["unit", "union"])
def test_the_new_side_sees_all_that_is_newer(what, newer, older):
    """As many kinds of rows as its reader saw where nothing had moved."""
    assert set(older[what].before[0]) - set(newer[what].new) == set()
