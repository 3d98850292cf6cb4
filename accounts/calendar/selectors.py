from accounts.calendar.models import CalendarAddress
from accounts.calendar.rules import token_digest
from accounts.users.models import User


def owner_of(token: str) -> User | None:
    found = CalendarAddress.objects.filter(digest=token_digest(token), user__is_active=True)
    address = found.select_related("user").first()
    return address.user if address else None


def own_address(user: User) -> CalendarAddress | None:
    return CalendarAddress.objects.visible_to(user).first()
