from core.confirmation import confirmation_workflow
from emulation.contests.rules import may_award_prize, may_confirm_result, may_correct_entry, may_correct_result

EXTERNAL_RESULT = confirmation_workflow("external_result", unit=may_correct_result, officer=may_confirm_result)
CONTEST_ENTRY = confirmation_workflow("contest_entry", unit=may_correct_entry, officer=may_award_prize)
