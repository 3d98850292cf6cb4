from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
