"""What the tests of campaigns and registrations start from."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from core.working_year import KEY
from emulation.campaigns.models import Campaign, Rollout
from emulation.law.models import Title
from emulation.registrations.models import Registration
from emulation.registrations.services import draft_registration, submit_registration
from tests.factories import make_campaign, make_person, make_rollout, make_title
from tests.papers import PDF
from unions.people.models import Person


def running(world: Any, *titles: Title, **facts: Any) -> Campaign:
    """A launched campaign of this year that offers `titles` and was sent to the school."""
    year = timezone.localdate().year
    campaign = make_campaign(world.union, world.people["officer"], year=year, **facts)
    campaign.titles.set(titles or [make_title()])
    make_rollout(campaign, world.school)
    return campaign


def drafted(world: Any, campaign: Campaign, person: Person | None = None, *, by: str = "board") -> Registration:
    return draft_registration(
        actor=world.people[by],
        campaign=campaign,
        grassroots=world.school,
        title=campaign.titles.first(),
        subject_kind="person",
        person=person or make_person(world.school),
    )


def submitted(world: Any, campaign: Campaign, person: Person | None = None) -> Registration:
    return submit_registration(drafted(world, campaign, person), actor=world.people["chair"])


def acknowledged(world: Any, campaign: Campaign) -> Rollout:
    rollout = campaign.rollouts.get(grassroots=world.school)
    rollout.state, rollout.acknowledged_on = "acknowledged", campaign.launched_on
    rollout.save()
    return rollout


def client_in(world: Any, role: str, year: int) -> Client:
    """A signed-in browser that works on `year`, in English so that the tests compare our own sentences."""
    client = world.client(role)
    client.cookies["django_language"] = "en"
    session = client.session
    session[KEY] = year
    session.save()
    return client


def upload(name: str = "phat-dong.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def errors_of(response: Any) -> dict[str, list[str]]:
    """The sentences at each field of the form a page shows again."""
    return {name: list(words) for name, words in response.context["form"].errors.items()}
