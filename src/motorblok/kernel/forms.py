"""How forms are drawn: every field group through one template."""

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Settings name this class as FORM_RENDERER."""

    field_template_name = "kernel/_field.html"
