from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.links import object_url
from core.scoping import ScopedQuerySet
from unions.access import PortalUser
from unions.duplicates.choices import CandidateState, MatchReason
from unions.people.models import Person, PersonMerge


class DuplicateCandidateQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """Both records must be visible; after a merge, the kept one."""
        people = Person.objects.visible_to(user)
        both_visible = [
            Exists(people.filter(pk=Coalesce(OuterRef(f"{name}__merged_into"), OuterRef(name))))
            for name in ("first", "second")
        ]
        not_merged = Q(first__merged_into__isnull=True, second__merged_into__isnull=True)
        return self.filter(Q(state=CandidateState.SAME) | not_merged, *both_visible)

    def open(self) -> Self:
        return self.filter(state=CandidateState.OPEN)

    def proposed(self) -> Self:
        # A search never deletes these pairs.
        return self.filter(reasons__contains=MatchReason.BY_HAND)

    def of(self, people: Iterable[int]) -> Self:
        return self.filter(Q(first__in=people) | Q(second__in=people))

    def for_table(self) -> Self:
        return self.select_related("first", "second")


class DuplicateCandidate(models.Model):
    # The key of `first` is smaller than that of `second`.
    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")
    # MatchReason codes separated by spaces, the strongest first.
    reasons = models.CharField(max_length=100, blank=True)
    state = models.CharField(_("conclusion"), max_length=10, choices=CandidateState, default=CandidateState.OPEN)
    found_at = models.DateTimeField(_("found on"), auto_now_add=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    # The merge that copied the answer or proposal from the gone record to the kept record.
    inherited_by = models.ForeignKey(PersonMerge, models.CASCADE, null=True, blank=True, related_name="inherited")

    objects = DuplicateCandidateQuerySet.as_manager()

    STATE_TONES = {"open": "warn", "same": "good", "different": "neutral"}

    class Meta:
        verbose_name = _("likely duplicate")
        verbose_name_plural = _("likely duplicates")
        ordering = ["first__sort_key", "pk"]
        constraints = [
            models.CheckConstraint(name="unions_duplicate_first_before_second", condition=Q(first__lt=F("second"))),
            models.UniqueConstraint(fields=["first", "second"], name="unions_duplicate_pair_once"),
            models.CheckConstraint(
                name="unions_duplicate_answered_iff_not_open",
                condition=Q(state="open", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(state="open") & Q(answered_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["state"], name="unions_duplicate_state")]

    def __str__(self) -> str:
        return f"{self.first} = {self.second}?"

    def get_absolute_url(self) -> str:
        return object_url("unions:duplicate", self.pk)

    @property
    def codes(self) -> list[str]:
        return self.reasons.split()

    @property
    def is_proposed(self) -> bool:
        return MatchReason.BY_HAND in self.codes

    @property
    def reason_sentences(self) -> list[str]:
        return [str(MatchReason(code).label) for code in self.codes]

    @property
    def people(self) -> tuple[Person, Person]:
        return self.first, self.second

    def other(self, person: Person) -> Person:
        return self.second if person.pk == self.first_id else self.first
