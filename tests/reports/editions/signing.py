from reports.editions.selectors.gaps import gaps_of
from reports.editions.services.signing import acknowledge_gaps, sign_edition


def acknowledge_all(year, edition):
    if gaps := gaps_of(edition):
        acknowledge_gaps(actor=year.world.people["officer"], edition=edition, choices=[gap.choice for gap in gaps])


def sign(year, edition, **values):
    acknowledge_all(year, edition)
    return sign_edition(edition, actor=year.world.people["leader"], **values)
