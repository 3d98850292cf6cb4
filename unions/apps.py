from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnionsConfig(AppConfig):
    name = "unions"
    verbose_name = _("Organisation")

    def ready(self) -> None:
        from core import frozen, navigation, sentences, todo
        from unions import places
        from unions.freezes import FREEZES
        from unions.services import letters  # noqa: F401 its jobs and errands are registered

        for item in places.ITEMS:
            navigation.register(item)
        todo.register(places.missing_headcounts)
        frozen.register(self, *FREEZES)
        sentences.tell(
            union__enter=_("entered the union"),
            grassroots__enter=_("entered the grassroots union"),
            grassroots__rename=_("renamed the unit"),
            grassroots__transfer=_("transferred the unit to another union"),
            grassroots__merge=_("merged the unit into another"),
            grassroots__split=_("split the unit"),
            grassroots__dissolve=_("dissolved the unit"),
            grassroots__reactivate=_("reactivated the unit"),
            grassroots__headcount=_("entered the numbers of a year"),
            enterprise__enter=_("entered the enterprise"),
            team__open=_("entered the team"),
            team__rename=_("renamed the team"),
            reorganisation__draft=_("prepared the reorganisation"),
            reorganisation__edit=_("changed the facts of the decision"),
            reorganisation__add=_("put units on the list"),
            reorganisation__remove=_("took a unit off the list"),
            reorganisation__confirm=_("confirmed the reorganisation"),
            reorganisation__cancel=_("cancelled the reorganisation"),
            union__dissolve=_("dissolved the union"),
            union__move=_("put the union under another"),
            union__profile=_("entered how the union is written on paper"),
            person__enter=_("entered the person"),
            person__change=_("corrected what is known of the person"),
            account__open=_("opened the account"),
            account__password=_("changed the password"),
            role__grant=_("granted the role"),
            role__end=_("ended the role"),
            account__reset=_("set a new password through a link"),
            account__see=_("began to look at the portal as this person sees it"),
            account__see_end=_("looks with these eyes no longer"),
            session__end=_("ended sessions of the account"),
            second_factor__set_up=_("switched the second factor on"),
            second_factor__remove=_("switched the second factor off"),
            second_factor__codes=_("made new recovery codes"),
            second_factor__recovery=_("signed in with a recovery code"),
            invitation__make=_("invited"),
            invitation__mail=_("sent the invitation by e-mail"),
            invitation__print=_("printed the slip of the invitation"),
            invitation__withdraw=_("withdrew the invitation"),
            invitation__use=_("took up the invitation"),
        )
