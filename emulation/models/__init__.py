from emulation.models.campaigns import Campaign, Rollout
from emulation.models.contests import Classification, Contest, ContestEntry, ExternalResult
from emulation.models.initiatives import Initiative, InitiativeAuthor, Work
from emulation.models.reference import BaseSalary, LegalDocument, LegalRegime, Title, TitleTerms
from emulation.models.registrations import HasSubject, Registration, names_its_subject, one_live

__all__ = [
    "BaseSalary",
    "Campaign",
    "Classification",
    "Contest",
    "ContestEntry",
    "ExternalResult",
    "HasSubject",
    "Initiative",
    "InitiativeAuthor",
    "LegalDocument",
    "LegalRegime",
    "Registration",
    "Rollout",
    "Title",
    "TitleTerms",
    "Work",
    "names_its_subject",
    "one_live",
]
