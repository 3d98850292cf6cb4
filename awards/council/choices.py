from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SeatPost(TextChoices):
    CHAIR = "chair", _("Chair of the council")
    VICE = "vice", _("Vice-chair of the council")
    SECRETARY = "secretary", _("Secretary of the council")
    MEMBER = "member", _("Member of the council")


SESSION_HEADS = frozenset({SeatPost.CHAIR, SeatPost.SECRETARY})  # they open a session and record its votes
SESSION_CLOSERS = frozenset({SeatPost.CHAIR, SeatPost.VICE})  # they close it, if they did not record the votes
