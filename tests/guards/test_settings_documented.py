"""Every setting that comes from the environment is in infra/docs/settings.md, and nothing else is."""

import re

from tests.guards import source

READS = re.compile(
    r'(?:env\.(?:text|flag|integers?|choice|zone|shaped)|addresses\.(?:hosts?|sender)|os\.environ(?:\.get|\.setdefault)?)[(\[]\s*"([A-Z][A-Z0-9_]+)"'
)
NOT_OURS = {"DJANGO_SETTINGS_MODULE", "PATH", "HOME", "TZ", "LANG"}
DOCUMENTED = re.compile(r"^\| `([A-Z][A-Z0-9_]+)`", re.MULTILINE)


def read_settings():
    found = {name for path in source.files() for name in READS.findall(path.read_text(encoding="utf-8"))}
    return found | {"DATABASE_URL", "DATABASE_OWNER_URL"} - NOT_OURS


def documented():
    return set(DOCUMENTED.findall((source.ROOT / "infra/docs/settings.md").read_text(encoding="utf-8")))


def test_every_setting_is_documented():
    assert read_settings() - NOT_OURS - documented() == set()


def test_every_documented_setting_exists():
    code = "\n".join(path.read_text(encoding="utf-8") for path in source.files())
    code += (source.ROOT / "motorblok").read_text(encoding="utf-8")

    assert {name for name in documented() if name not in code} == set()
