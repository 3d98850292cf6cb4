from reports.editions.selectors.gaps import gaps_of
from reports.editions.services.signing import acknowledge_gaps, sign_edition, submit_edition


def acknowledge_all(year, edition):
    if gaps := gaps_of(edition):
        acknowledge_gaps(actor=year.world.people["officer"], edition=edition, choices=[gap.choice for gap in gaps])


def send(year, edition):
    acknowledge_all(year, edition)
    return submit_edition(edition, actor=year.world.people["officer"])


def sign(year, edition, **values):
    return sign_edition(send(year, edition), actor=year.world.people["leader"], **values)
