"""Accounts opened and roles granted."""

from datetime import date
from typing import Any

from django.db import transaction

from core.audit import record
from unions.models import GrassrootsUnion, Role, Union, User


@transaction.atomic
def open_account(*, actor: Any, username: str, full_name: str, password: str | None, **facts: Any) -> User:
    """Open an account; without a password it cannot be signed in to until one is set."""
    user = User(username=username, full_name=full_name, **facts)
    user.set_password(password)
    user.full_clean()
    user.save()
    record("account.open", user, actor=actor)
    return user


@transaction.atomic
def grant_role(
    *,
    actor: Any,
    user: User,
    kind: str,
    since: date,
    until: date | None = None,
    union: Union | None = None,
    grassroots: GrassrootsUnion | None = None,
) -> Role:
    """Give `user` a role from `since` on. Raises ValidationError where kind and place do not fit."""
    role = Role(user=user, kind=kind, union=union, grassroots=grassroots, valid_from=since, valid_to=until)
    role.full_clean()
    role.save()
    record("role.grant", role, actor=actor, detail={"user": user.username})
    return role
