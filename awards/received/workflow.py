from awards.received.rules import is_officer_of_received, may_correct_received
from core.confirmation import confirmation_workflow

RECEIVED_AWARD = confirmation_workflow("received_award", unit=may_correct_received, officer=is_officer_of_received)
