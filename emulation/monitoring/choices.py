from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Step(TextChoices):
    """What a unit does in a campaign; the label is the heading of a column."""

    RECEIVED = "received", _("Receipt of the plan")
    LAUNCHED = "launched", _("Launch")
    ACCEPTED = "accepted", _("Report of the launch")
    REGISTERED = "registered", _("Registration")
    REPORTED = "reported", _("Result")


STATES = {
    Step.RECEIVED: (_("Received"), _("Not received"), _("Late to receive")),
    Step.LAUNCHED: (_("Launched"), _("Not launched"), _("Late to launch")),
    Step.ACCEPTED: (_("Report accepted"), _("To be accepted"), _("To be accepted")),
    Step.REGISTERED: (_("Registered"), _("Not registered"), _("Late to register")),
    Step.REPORTED: (_("Reported"), _("Not reported"), _("Late to report")),
}
"""Done, open, late: each word says its step, since a phone shows no heading."""
TO_DO = {
    Step.RECEIVED: _("confirm that the plan was received"),
    Step.LAUNCHED: _("launch it at the unit and record the launch"),
    Step.REGISTERED: _("register"),
    Step.REPORTED: _("report the result"),
}
"""The steps of the unit; a launch is accepted by the officer."""
