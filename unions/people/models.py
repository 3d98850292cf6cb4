from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.dated import Dated, held_now
from core.links import object_url
from core.models import Revised
from core.scoping import ScopedQuerySet
from unions.access import Places, PortalUser, works_for_a_union
from unions.people.choices import Gender
from unions.people.rules import Born
from unions.tree.models import ancestors
from unions.units.models import BelowGrassroots, GrassrootsUnion, Team, reached_units


class PersonQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        """A federation that handed a unit on does not see people who joined it later."""
        if not user.is_authenticated:
            return self.none()
        if user.access.sees_all:
            return self.not_merged()
        if not works_for_a_union(user):
            own = Employment.objects.filter(grassroots__in=user.access.grassroots)
            return self.not_merged().filter(pk__in=own.values("person"))
        seen = reached_units(user.access, "valid_from")
        # Asked for each person, so that a page of a long list reads the people of that page alone.
        return self.not_merged().filter(Exists(Employment.objects.filter(seen, person=OuterRef("pk"))))

    def not_merged(self) -> Self:
        # A record that was merged into another does not stand alone.
        return self.filter(merged_into__isnull=True)

    def working_in(self, grassroots: GrassrootsUnion) -> Self:
        posts = Employment.objects.filter(grassroots=grassroots).open_ended()
        return self.not_merged().filter(pk__in=posts.values("person"))


class Person(Revised):
    full_name = models.CharField(_("full name"), max_length=100)
    # The service splits the name and computes the keys, so that SQLite and PostgreSQL search and sort alike.
    family_name = models.CharField(max_length=100, editable=False)
    middle_name = models.CharField(max_length=100, blank=True, editable=False)
    given_name = models.CharField(max_length=100, editable=False)
    search_key = models.CharField(max_length=100, editable=False, db_index=True)
    # The name with its tone marks, folded for comparison: a search typed with marks ranks these rows first.
    marked_key = models.CharField(max_length=200, editable=False, blank=True)
    sort_key = models.CharField(max_length=600, editable=False, db_index=True)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender, default=Gender.UNKNOWN)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    # Where the day is not known.
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    member_number = models.CharField(
        _("member number"),
        max_length=20,
        null=True,
        blank=True,
        unique=True,
        error_messages={"unique": _("This member number belongs to somebody else already.")},
    )
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    # The surviving record. A merged record is kept, but nobody sees it.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_records", db_index=False
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "pk"]
        indexes = [
            # Few records were merged; an index over the many that were not misleads SQLite.
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="unions_person_merged_record"
            ),
            models.Index(fields=["sort_key", "id"], condition=Q(merged_into__isnull=True), name="unions_person_list"),
        ]
        constraints = [
            models.CheckConstraint(
                name="unions_member_number_not_blank",
                condition=Q(member_number__isnull=True) | ~Q(member_number=""),
                violation_error_message=_("Leave the member number out where it is not known."),
            ),
            models.CheckConstraint(
                name="unions_person_birth_date_or_year",
                condition=Q(birth_date__isnull=True) | Q(birth_year__isnull=True),
                violation_error_message=_("Enter the birth date or only the year of birth, not both."),
            ),
            models.CheckConstraint(
                name="unions_person_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("pk")),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return object_url("unions:person", self.pk)

    @property
    def born(self) -> Born | None:
        return self.birth_date or self.birth_year

    @property
    def honorific(self) -> str:
        """Gender is never guessed from the name: Ông/Bà."""
        words = {Gender.FEMALE: gettext("Mrs"), Gender.MALE: gettext("Mr")}
        return words.get(Gender(self.gender), gettext("Mr/Mrs"))

    @property
    def places(self) -> Places:
        """Where the person works today, else worked last."""
        posts = held_now(self.employments.all())
        links = [link for post in posts for link in held_now(post.grassroots.affiliations.all())]
        return Places(frozenset(post.grassroots_id for post in posts), frozenset(link.union_id for link in links))

    @property
    def responsible_unions(self) -> frozenset[int]:
        """Unions of `places` and all unions above."""
        unions = self.places.unions
        return unions | ancestors(unions, timezone.localdate())


class Employment(Dated, Revised):
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
        # After the merge only the kept record is visible. After the undo the user must see both.
        visible = Person.objects.visible_to(user).values("pk")
        return self.filter(Q(undone_at__isnull=True) | Q(gone__in=visible), kept__in=visible)

    def not_undone(self) -> Self:
        return self.filter(undone_at__isnull=True)


class PersonMerge(models.Model):
    """All rows of `gone` point to `kept`. An undo reverses it."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    # The values of both records before and after the merge. An undo restores only what the merge changed.
    facts = models.JSONField(default=dict)
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
                fields=["gone"],
                condition=Q(undone_at__isnull=True),
                name="unions_merge_one_at_a_time",
                violation_error_message=_("This record has been merged already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"

    def get_absolute_url(self) -> str:
        return object_url("unions:person-merge", self.pk)


class MovedRowQuerySet(ScopedQuerySet):
    def visible_to(self, user: PortalUser) -> Self:
        return self.filter(merge__in=PersonMerge.objects.visible_to(user))


class MovedRow(models.Model):
    """A value a merge wrote: a row's person, or an employment's last day."""

    merge = models.ForeignKey(PersonMerge, models.CASCADE, related_name="rows")
    model = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    field = models.CharField(max_length=50)
    before = models.CharField(max_length=30, blank=True)
    after = models.CharField(max_length=30, blank=True)

    objects = MovedRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row moved by a merge")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}: {self.field}"
