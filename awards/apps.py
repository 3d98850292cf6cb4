from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = _("Awards")

    def ready(self) -> None:
        from awards.freezes import FREEZES
        from core.frozen import register

        register(self, *FREEZES)
        self.tell_deeds()

    def tell_deeds(self) -> None:
        from core.sentences import tell

        tell(
            nomination__enter=_("drafted the nomination"),
            nomination__edit=_("changed the nomination"),
            nomination__submit=_("submitted the nomination"),
            nomination__check=_("confirmed the dossier"),
            nomination__return=_("returned the nomination for completion"),
            nomination__withdraw=_("withdrew the nomination"),
            nomination__reopen=_("took the nomination up again"),
            nomination__shortlist=_("put the nomination on the council's agenda"),
            nomination__unlist=_("took the nomination off the agenda"),
            nomination__vote=_("recorded the council's vote"),
            nomination__approve=_("noted that the council approved"),
            nomination__reject=_("noted that the council did not approve"),
            nomination__decide=_("noted the award by decision"),
            council__appoint=_("appointed the council"),
            session__plan=_("planned the session"),
            session__attendance=_("noted the attendance"),
            session__open=_("opened the session"),
            session__tally=_("recorded a tally"),
            session__close=_("closed the session"),
            decision__draft=_("drafted the decision"),
            decision__edit=_("changed the draft"),
            decision__amount=_("entered a reward by hand"),
            decision__strike=_("struck a recipient out of the draft"),
            decision__discard=_("threw the draft away"),
            decision__sign=_("signed the decision"),
            decision__issue=_("numbered and issued the decision"),
            decision__revoke=_("revoked the decision"),
            decision__print=_("printed certificates"),
            received_award__enter=_("entered an award received"),
        )
