from awards.models.council import AgendaItem, Attendance, Council, CouncilSeat, Session
from awards.models.decisions import Award, Certificate, CertificatePrint, Decision, ReceivedAward
from awards.models.nominations import Nomination

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
