"""People: one row a person for life, and where they worked when."""

from datetime import date
from typing import NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.dated import Dated, held_now
from core.models import Revised
from core.scoping import ScopedQuerySet
from unions.access import PortalUser
from unions.people.choices import Gender
from unions.tree.models import ancestors
from unions.units.models import Affiliation, BelowGrassroots, GrassrootsUnion, Team


class Places(NamedTuple):
    """Ids of grassroots unions, and of the unions above them."""

    units: frozenset[int]
    unions: frozenset[int]


class PersonQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """A person is seen by those who see a unit they work or worked in, since the time it was theirs.

        Who came to a unit after a federation had handed it on is nobody that federation knows. A record that was
        merged into another is seen by nobody: the other one is.
        """
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self.standing_alone()
        theirs = Affiliation.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=OuterRef("valid_from")),
            union__in=user.access.branch,
            grassroots=OuterRef("grassroots"),
        )
        own = Q(grassroots__in=user.access.grassroots)
        posts = Employment.objects.filter(own | Exists(theirs))
        return self.standing_alone().filter(pk__in=posts.values("person"))

    def standing_alone(self) -> Self:
        """Leave out the records that were merged into another."""
        return self.filter(merged_into__isnull=True)

    def working_in(self, grassroots: GrassrootsUnion) -> Self:
        """Return the people who work in `grassroots` today."""
        posts = Employment.objects.filter(grassroots=grassroots).open_ended()
        return self.standing_alone().filter(pk__in=posts.values("person"))


class Person(Revised):
    """A worker. Names are split and keyed by the service, so that both databases search and sort alike."""

    full_name = models.CharField(_("full name"), max_length=100)
    family_name = models.CharField(max_length=100, editable=False)
    middle_name = models.CharField(max_length=100, blank=True, editable=False)
    given_name = models.CharField(max_length=100, editable=False)
    search_key = models.CharField(max_length=100, editable=False, db_index=True)
    marked_key = models.CharField(max_length=200, editable=False, blank=True)
    """The name with its marks, folded for comparison: a search typed with marks ranks these hits first."""
    sort_key = models.CharField(max_length=600, editable=False, db_index=True)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender, default=Gender.UNKNOWN)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    member_number = models.CharField(_("member number"), max_length=20, null=True, blank=True, unique=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_records"
    )
    """The record that stands for this person since two were found to be one; this one is kept, and shown no more."""

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                name="unions_member_number_not_blank",
                condition=Q(member_number__isnull=True) | ~Q(member_number=""),
                violation_error_message=_("Leave the member number out where it is not known."),
            ),
            models.CheckConstraint(
                name="unions_person_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("pk")),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("unions:person", args=[self.pk])

    @property
    def honorific(self) -> str:
        """Ông, Bà, or both where the gender is not stated: never guessed from the name."""
        words = {Gender.FEMALE: gettext("Mrs"), Gender.MALE: gettext("Mr")}
        return words.get(Gender(self.gender), gettext("Mr/Mrs"))

    @property
    def places(self) -> Places:
        """Where the person works today, else worked last: who answers for the personal data."""
        posts = held_now(self.employments.all())
        links = [link for post in posts for link in held_now(post.grassroots.affiliations.all())]
        return Places(frozenset(post.grassroots_id for post in posts), frozenset(link.union_id for link in links))

    @property
    def responsible_unions(self) -> frozenset[int]:
        """Ids of the unions that answer for the person today: those of the units, and all above them."""
        unions = self.places.unions
        return unions | ancestors(unions, timezone.localdate())

    def employment_on(self, day: date) -> "Employment | None":
        """Return where the person worked on `day`; the newest if several."""
        return self.employments.on(day).select_related("grassroots", "team").order_by("-valid_from").first()


class Employment(Dated):
    """A person in a unit, from one day to another."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="employments")
    grassroots = models.ForeignKey(GrassrootsUnion, models.PROTECT, related_name="employments")
    team = models.ForeignKey(Team, models.SET_NULL, related_name="employments", null=True, blank=True)
    position = models.CharField(_("position"), max_length=100, blank=True)
    is_leader = models.BooleanField(_("leader"), default=False)
    is_direct_worker = models.BooleanField(_("direct worker"), default=False)

    objects = BelowGrassroots.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "grassroots"],
                condition=Q(valid_to__isnull=True),
                name="unions_employment_once_in_a_unit",
                violation_error_message=_("This person already works in this unit."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.grassroots}"


class PersonMergeQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """Whoever sees the record that stayed; once undone, whoever sees both."""
        seen = Person.objects.visible_to(user).values("pk")
        return self.filter(Q(undone_at__isnull=True) | Q(gone__in=seen), kept__in=seen)

    def access(self) -> Self:
        """Leave out what was undone."""
        return self.filter(undone_at__isnull=True)


class PersonMerge(models.Model):
    """Two records of one person made one: everything hangs on `kept` since, and `gone` is kept for the way back."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    facts = models.JSONField(default=dict)
    """What each record said before and after, so that the way back knows what the merge itself changed."""
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = PersonMergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of two records")
        verbose_name_plural = _("merges of records")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="unions_merge_of_two_records", condition=~Q(kept=F("gone"))),
            models.CheckConstraint(
                name="unions_merge_undone_by_somebody",
                condition=Q(undone_at__isnull=False) | Q(undone_by__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at__isnull=True), name="unions_merge_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"

    def get_absolute_url(self) -> str:
        return reverse("unions:person-merge", args=[self.pk])


class MovedRow(models.Model):
    """One value a merge wrote: a row that went over to the kept record, or a post that was closed with it."""

    merge = models.ForeignKey(PersonMerge, models.CASCADE, related_name="rows")
    model = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    field = models.CharField(max_length=50)
    before = models.CharField(max_length=30, blank=True)
    after = models.CharField(max_length=30, blank=True)

    class OfMerge(ScopedQuerySet):
        def visible_to(self, user: PortalUser) -> Self:
            return self.filter(merge__in=PersonMerge.objects.visible_to(user))

    objects = OfMerge.as_manager()

    class Meta:
        verbose_name = _("row moved by a merge")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}: {self.field}"
