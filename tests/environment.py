"""A pytest plugin, loaded before the settings: what the suite needs in the environment beside the two servers' addresses."""

import os

DEFAULTS = {
    "DJANGO_SETTINGS_MODULE": "motorblok.config.settings",
    "MOTORBLOK_DEVELOPMENT": "1",
    "MOTORBLOK_SECRET_KEY": "only for tests",
    "MOTORBLOK_CONSOLE_HOST": "console.localhost",
}

for name, value in DEFAULTS.items():
    os.environ.setdefault(name, value)
os.environ["MOTORBLOK_LOGIN"] = "app"
