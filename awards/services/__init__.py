from awards.services.council import (
    appoint_council,
    plan_session,
    put_on_agenda,
    take_attendance,
    take_off_agenda,
)
from awards.services.decisions import (
    discard_draft,
    draft_decision,
    edit_decision,
    remove_award,
    set_amount,
    set_decision_date,
    sign_decision,
)
from awards.services.issue import issue_decision, log_printing, revoke_decision
from awards.services.lines import HonourLine
from awards.services.nominations import (
    check_nomination,
    edit_nomination,
    nominate_registration,
    nominate_unregistered,
    reopen_nomination,
    return_nomination,
    submit_nomination,
    withdraw_nomination,
)
from awards.services.printing import certificates_pdf, decision_pdf, print_certificates
from awards.services.received import receive_award
from awards.services.sessions import close_session, open_session, record_tally

__all__ = [
    "HonourLine",
    "appoint_council",
    "certificates_pdf",
    "check_nomination",
    "close_session",
    "decision_pdf",
    "discard_draft",
    "draft_decision",
    "edit_decision",
    "edit_nomination",
    "issue_decision",
    "log_printing",
    "nominate_registration",
    "nominate_unregistered",
    "open_session",
    "plan_session",
    "print_certificates",
    "put_on_agenda",
    "receive_award",
    "record_tally",
    "remove_award",
    "reopen_nomination",
    "return_nomination",
    "revoke_decision",
    "set_amount",
    "set_decision_date",
    "sign_decision",
    "submit_nomination",
    "take_attendance",
    "take_off_agenda",
    "withdraw_nomination",
]
