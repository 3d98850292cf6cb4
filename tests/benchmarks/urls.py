"""The portal's addresses, and one of a page with nothing on it: what every page costs."""

from django.shortcuts import render
from django.urls import path

from config import urls as portal

handler404 = portal.handler404
urlpatterns = [path("base/", lambda request: render(request, "base.html")), *portal.urlpatterns]
