"""The addresses of version 1: the same at the console's host and at every client's."""

from django.urls import path, re_path

from motorblok.api.v1.assignments import Assignment
from motorblok.api.v1.cancellations import Cancellation
from motorblok.api.v1.explanations import Explanation
from motorblok.api.v1.handovers import Handover
from motorblok.api.v1.index import Index
from motorblok.api.v1.messages import Messages
from motorblok.api.v1.priority import Priority
from motorblok.api.v1.resolutions import Resolution
from motorblok.api.v1.schema import Schema
from motorblok.api.v1.service_lines import ServiceLines
from motorblok.api.v1.takings import Taking
from motorblok.api.v1.tasks import Task, Tasks
from motorblok.api.v1.time import Time
from motorblok.api.v1.waiting import Waiting

app_name = "api-v1"
# Anything else is no task number: the database need not be asked.
NUMBER = r"^tasks/(?P<number>[A-Z0-9-]{1,30})/"

urlpatterns = [
    path("", Index.as_view(), name="index"),
    path("schema/", Schema.as_view(), name="schema"),
    path("service-lines/", ServiceLines.as_view(), name="service-lines"),
    path("tasks/", Tasks.as_view(), name="tasks"),
    re_path(NUMBER + r"$", Task.as_view(), name="task"),
    re_path(NUMBER + r"explanation/$", Explanation.as_view(), name="explanation"),
    re_path(NUMBER + r"assignment/$", Assignment.as_view(), name="assignment"),
    re_path(NUMBER + r"taking/$", Taking.as_view(), name="taking"),
    re_path(NUMBER + r"handover/$", Handover.as_view(), name="handover"),
    re_path(NUMBER + r"priority/$", Priority.as_view(), name="priority"),
    re_path(NUMBER + r"messages/$", Messages.as_view(), name="messages"),
    re_path(NUMBER + r"waiting/$", Waiting.as_view(), name="waiting"),
    re_path(NUMBER + r"resolution/$", Resolution.as_view(), name="resolution"),
    re_path(NUMBER + r"time/$", Time.as_view(), name="time"),
    re_path(NUMBER + r"cancellation/$", Cancellation.as_view(), name="cancellation"),
]
