from django.urls import path

from accounts.short_links.views import open_short_link

account_urlpatterns = [path("m/<str:code>/", open_short_link, name="short-link")]
