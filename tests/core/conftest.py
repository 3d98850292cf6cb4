from emulation.registrations.models import Registration
from tests.factories import make_campaign, make_person, make_rollout, make_title
from tests.shared_rows import shared


@shared
def registration(world):
    campaign = make_campaign(world.union, world.people["officer"])
    campaign.titles.add(make_title())
    make_rollout(campaign, world.school)
    return Registration.objects.create(
        campaign=campaign,
        union=world.union,
        grassroots=world.school,
        subject_kind="person",
        person=make_person(world.school),
        title=make_title(),
        year=2024,
        note="As agreed",
        created_by=world.people["board"],
    )
