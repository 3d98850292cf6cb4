from unions.access import PortalUser, is_administrator, works_for_a_union


def may_read_rules(user: PortalUser) -> bool:
    return works_for_a_union(user)


def may_change_rules(user: PortalUser) -> bool:
    return is_administrator(user)
