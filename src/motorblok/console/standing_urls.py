"""The addresses of where a client stands with us and how it is let go; beneath its billing at the console."""

from django.urls import path

from motorblok.console import billing_standing as views

urlpatterns = [
    path("", views.client_standing, name="client-standing"),
    path("review/", views.client_review, name="client-review"),
    path("archive/", views.client_archiving, name="client-archiving"),
    path("archive.zip", views.client_archive, name="client-archive"),
    path("erasure/", views.client_erasure, name="client-erasure"),
    path("erasure/withdrawal/", views.client_erasure_withdrawal, name="client-erasure-withdrawal"),
    path("erasure/confirmation/", views.client_erasure_confirmation, name="client-erasure-confirmation"),
    path("intake/limit/", views.intake_limit, name="intake-limit"),
    path("intake/opening/", views.intake_opening, name="intake-opening"),
]
