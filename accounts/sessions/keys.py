# Keys of the values that accounts keep in a session.
PENDING_LOGIN = "second_step"  # who gave the right password and still owes the code
SECOND_FACTOR_PASSED = "second_factor"  # id of the user who gave the code
SECOND_FACTOR_SECRET = "second_factor_secret"  # noqa: S105 the name of a key
IMPERSONATION = "impersonation"
ACTIVITY = "activity"  # when the session began and was last used; it ends by that
NOTED_SESSION = "noted"  # session key and time at which SignedInSession was last written
