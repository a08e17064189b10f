"""The addresses of the portal; a verb is a resource."""

from django.urls import path

from motorblok.portal.home import home
from motorblok.portal.people import people
from motorblok.portal.requests import new_request
from motorblok.portal.settings import own_settings
from motorblok.portal.tasks import task, tasks

app_name = "portal"
urlpatterns = [
    path("", home, name="home"),
    path("tasks/", tasks, name="tasks"),
    path("tasks/new/", new_request, name="new-task"),
    path("tasks/<str:number>/", task, name="task"),
    path("people/", people, name="people"),
    path("settings/", own_settings, name="settings"),
]
