from django.urls import path

from accounts.security_log.views import SecurityLog

urlpatterns = [path("accounts/events/", SecurityLog.as_view(), name="security-log")]
