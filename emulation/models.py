"""Django finds the models of the features here."""

from emulation.campaigns.models import (
    Campaign,
    CampaignAttachment,
    CampaignChange,
    CampaignLetter,
    CampaignReview,
    CampaignSector,
    CampaignTarget,
    CampaignUnit,
    CampaignWave,
    Rollout,
)
from emulation.classification.models import Classification
from emulation.clusters.models import ClusterYear, PactSignature
from emulation.contests.models import Contest, ContestEntry, ExternalResult
from emulation.eligibility.models import Assessment, RuleParameter, Verdict
from emulation.evidence.models import Evidence
from emulation.initiatives.models import Initiative, InitiativeAuthor
from emulation.law.models import BaseSalary, LegalDocument, LegalRegime, Title, TitleTerms
from emulation.personal_records.models import Discipline, Leave, TransferRemark, YearlyGrade
from emulation.registrations.models import Registration
from emulation.sheets.models import RegistrationSheet, SheetVersion
from emulation.unit_campaigns.models import UnitCampaign, UnitCampaignTarget
from emulation.unit_matters.models import UnitMatter
from emulation.works.models import Work

__all__ = [
    "Assessment",
    "BaseSalary",
    "Campaign",
    "CampaignAttachment",
    "CampaignChange",
    "CampaignLetter",
    "CampaignReview",
    "CampaignSector",
    "CampaignTarget",
    "CampaignUnit",
    "CampaignWave",
    "Classification",
    "ClusterYear",
    "Contest",
    "ContestEntry",
    "Discipline",
    "Evidence",
    "ExternalResult",
    "Initiative",
    "InitiativeAuthor",
    "Leave",
    "LegalDocument",
    "LegalRegime",
    "PactSignature",
    "Registration",
    "RegistrationSheet",
    "Rollout",
    "RuleParameter",
    "SheetVersion",
    "Title",
    "TitleTerms",
    "TransferRemark",
    "UnitCampaign",
    "UnitCampaignTarget",
    "UnitMatter",
    "Verdict",
    "Work",
    "YearlyGrade",
]
