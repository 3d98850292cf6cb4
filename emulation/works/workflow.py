from core.confirmation import confirmation_workflow
from emulation.initiatives.rules import is_officer_of
from emulation.works.rules import may_edit_work

WORK = confirmation_workflow("work", unit=may_edit_work, officer=is_officer_of)
