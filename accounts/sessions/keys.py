PENDING_LOGIN, SECOND_FACTOR_PASSED, IMPERSONATION, NOTED_SESSION = (
    "second_step",
    "second_factor",
    "seeing_as",
    "noted",
)
