from accounts.calendar import urls as calendar
from accounts.contact import urls as contact
from accounts.impersonation import urls as impersonation
from accounts.invitations import urls as invitations
from accounts.mailing import urls as mailing
from accounts.passwords import urls as passwords
from accounts.second_factor import urls as second_factor
from accounts.security import urls as security
from accounts.security_log import urls as security_log
from accounts.sessions import urls as sessions
from accounts.short_links import urls as short_links
from accounts.sign_in import urls as sign_in
from accounts.users import urls as users

app_name = "accounts"
urlpatterns = [
    *contact.urlpatterns,
    *impersonation.urlpatterns,
    *invitations.urlpatterns,
    *mailing.urlpatterns,
    *passwords.urlpatterns,
    *second_factor.urlpatterns,
    *security.urlpatterns,
    *security_log.urlpatterns,
    *sessions.urlpatterns,
    *users.urlpatterns,
]

# These have no namespace: Django's settings name some of them.
account_urlpatterns = [
    *calendar.account_urlpatterns,
    *contact.account_urlpatterns,
    *invitations.account_urlpatterns,
    *mailing.account_urlpatterns,
    *passwords.account_urlpatterns,
    *second_factor.account_urlpatterns,
    *security.account_urlpatterns,
    *sessions.account_urlpatterns,
    *short_links.account_urlpatterns,
    *sign_in.account_urlpatterns,
]
