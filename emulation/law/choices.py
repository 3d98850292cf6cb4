from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalMark(models.TextChoices):
    """Most certain first; a row stores its least certain mark."""

    SOURCE = "S", _("From a founding source")
    LOOKED_UP = "L", _("Looked up in a published text")
    OLD = "OLD", _("From a superseded union regulation, to be verified")
    REPORTED = "R", _("Second-hand report, to be verified")
    GENERAL = "GK", _("General knowledge, to be verified")
    ILLUSTRATIVE = "ILL", _("Illustrative default, not an official rule")


class LegalDocumentKind(models.TextChoices):
    LAW = "law", _("Law")
    DECREE = "decree", _("Decree")
    CIRCULAR = "circular", _("Circular")
    DECISION = "decision", _("Decision")
    GUIDE = "guide", _("Guidance")
    LETTER = "letter", _("Official letter")
    CHARTER = "charter", _("Charter")


class TitleFamily(models.TextChoices):
    TITLE = "title", _("Emulation title")
    FORM = "form", _("Commendation form")
    MOVEMENT = "movement", _("Movement title")


class TitleLevel(models.TextChoices):
    GRASSROOTS = "grassroots", _("Grassroots")
    SUPERIOR = "superior", _("Directly above the grassroots")
    PROVINCE = "province", _("Province or city")
    MINISTRY = "ministry", _("Ministry or central body")
    NATIONAL = "national", _("National")
    ANY = "any", _("Any level")


class TitleAuthority(models.TextChoices):
    # EXTERNAL: the titles of the State, of the employer, and those a grassroots union confers under its own seal.
    OWN = "own", _("Decided by this union")
    UPPER = "upper", _("Proposed to the union above")
    EXTERNAL = "external", _("Decided elsewhere, registered and counted here")


class SubjectKind(models.TextChoices):
    PERSON = "person", _("Person")
    COLLECTIVE = "collective", _("Collective")
    GRASSROOTS = "grassroots", _("Grassroots union")
    ENTERPRISE = "enterprise", _("Enterprise")
    WORK = "work", _("Work or initiative")


class TitlePeriod(models.TextChoices):
    YEARLY = "yearly", _("Every year")
    SEVERAL_YEARS = "several_years", _("After several years")
    OCCASION = "occasion", _("For an occasion")
    CONTEST = "contest", _("For a contest")
    ROLLING = "rolling", _("At any time")
    ONCE = "once", _("Once in a lifetime")


class CouncilNeed(models.TextChoices):
    ALWAYS = "always", _("The council votes on every award")
    SIMPLIFIED = "simplified", _("No council for an unexpected achievement or a contest")
    NEVER = "never", _("No council")


class CertificateKind(models.TextChoices):
    NONE = "none", _("No certificate")
    MERIT_CERTIFICATE = "merit_certificate", _("Certificate of merit")
    MERIT_DIPLOMA = "merit_diploma", _("Diploma of merit")
    DIPLOMA = "diploma", _("Title diploma")
    CERTIFICATE = "certificate", _("Written certificate")
    FLAG = "flag", _("Emulation flag")
    MEDAL = "medal", _("Commemorative medal")
    PLAQUE = "plaque", _("Plaque")
