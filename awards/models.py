# Django looks for the models of an app in this module.

from awards.council.models import Council, CouncilSeat
from awards.decisions.models import Award, Certificate, CertificatePrint, Decision
from awards.nominations.models import Nomination
from awards.received.models import DecisionCopy, ReceivedAward
from awards.sessions.models import AgendaItem, Attendance, Session

__all__ = [
    "AgendaItem",
    "Attendance",
    "Award",
    "Certificate",
    "CertificatePrint",
    "Council",
    "CouncilSeat",
    "Decision",
    "DecisionCopy",
    "Nomination",
    "ReceivedAward",
    "Session",
]
