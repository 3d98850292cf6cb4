# Django looks for the models of an app in this module.

from awards.council.models import Council, CouncilSeat
from awards.decisions.models import Award, Certificate, CertificatePrint, Decision
from awards.nominations.models import Nomination
from awards.received.models import ReceivedAward
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
    "Nomination",
    "ReceivedAward",
    "Session",
]
