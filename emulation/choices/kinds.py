from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CampaignKind(TextChoices):
    MOVEMENT = "movement", _("Emulation movement")
    DRIVE = "drive", _("Mobilisation drive")
    CONTEST = "contest", _("Contest")


class CampaignMode(TextChoices):
    REGULAR = "regular", _("Regular")
    THEMATIC = "thematic", _("Thematic")
    WAVE = "wave", _("In waves")


class InitiativeKind(TextChoices):
    EXPERIENCE = "experience", _("Experience initiative")
    TECHNICAL = "technical", _("Technical improvement")
    RESEARCH = "research", _("Research topic")


class RecognitionLevel(TextChoices):
    GRASSROOTS = "grassroots", _("Grassroots level")
    SUPERIOR = "superior", _("Level directly above the grassroots")
    PROVINCE = "province", _("City or province level")
    NATIONAL = "national", _("National level")


class WorkKind(TextChoices):
    PROJECT = "project", _("Project")
    PRODUCT = "product", _("Product")


class ContestKind(TextChoices):
    COMPETITION = "competition", _("Live competition")
    QUIZ = "quiz", _("Quiz or essay contest")
    SKILLED_WORKER = "skilled_worker", _("Skilled-worker contest")
    SKILL_DEMO = "skill_demo", _("Skill demonstration")
    TEACHER = "teacher", _("Good-teacher contest")


class PrizeRank(TextChoices):
    FIRST = "first", _("First prize")
    SECOND = "second", _("Second prize")
    THIRD = "third", _("Third prize")
    CONSOLATION = "consolation", _("Consolation prize")


class ResultKind(TextChoices):
    TEACHER = "teacher", _("Teacher")
    PUPIL = "pupil", _("Pupil")
    FEDERATION = "federation", _("The federation itself")


class ResultLevel(TextChoices):
    SUPERIOR = "superior", _("Level directly above the grassroots")
    PROVINCE = "province", _("City or province level")
    NATIONAL = "national", _("National level")


class Grade(TextChoices):
    EXCELLENT = "excellent", _("Tasks completed excellently")
    GOOD = "good", _("Tasks completed well")
    COMPLETED = "completed", _("Tasks completed")
    NOT_COMPLETED = "not_completed", _("Tasks not completed")
    NOT_RATED = "not_rated", _("Not rated")
