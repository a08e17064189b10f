"""The entry for a WSGI server."""

from importlib import import_module

from motorblok.config.launch.hearing import end_when_told

end_when_told()
application = import_module("motorblok.config.serving.product").application
