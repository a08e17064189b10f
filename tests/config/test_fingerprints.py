"""A step is done again when what it was made from has changed, and only then."""

from pathlib import Path

from motorblok.config.launch.fingerprints import files, fingerprint, is_done, keep_done
from motorblok.config.launch.state import State


def test_a_step_is_done_until_its_fingerprint_changes(tmp_path: Path) -> None:
    state, source = State(tmp_path), tmp_path / "0001_initial.py"
    source.write_text("one")
    assert not is_done(state, "tables", fingerprint([source]))

    keep_done(state, "tables", fingerprint([source]))
    assert is_done(state, "tables", fingerprint([source]))

    source.write_text("two")
    assert not is_done(state, "tables", fingerprint([source]))


def test_a_fact_is_part_of_the_fingerprint(tmp_path: Path) -> None:
    assert fingerprint([], "one database") != fingerprint([], "another database")


def test_a_new_name_is_a_new_fingerprint(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text("same")

    assert fingerprint([tmp_path / "a"]) != fingerprint([tmp_path / "b"])


def test_our_migrations_and_the_lock_are_among_the_files() -> None:
    found = {path.name for path in files("migrations/*.py")}

    assert {"0001_initial.py", "uv.lock"} <= found
