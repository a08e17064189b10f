import shutil
import zipfile
from datetime import UTC, datetime
from uuid import UUID

import pytest

from motorblok.config.moving import manifest as manifests
from motorblok.config.moving.container import MANIFEST, Reader, writing
from motorblok.config.moving.copying import digested
from motorblok.config.moving.manifest import Manifest, Part
from motorblok.config.moving.refusals import CannotMove

LINES = b"1\tone\n2\ttwo\n"


def a_manifest(*parts):
    words = {
        name: name for name in ("release", "snapshot", "slug", "code", "name", "schema", "state", "pepper")
    }
    return Manifest(
        **words,
        made_at=datetime(2026, 11, 24, tzinfo=UTC),
        client_id=UUID(int=1),
        client_migrations=(("work", "0001_initial"),),
        public_migrations=(),
        parts=parts,
    )


def a_file(folder):
    with writing(folder / "client.zip") as writer:
        digest = writer.add("client/work_task.copy", lambda write: digested([LINES], write))
        writer.finish(a_manifest(Part("client", "work_task", ("id", "title"), digest)))
    return folder / "client.zip"


def rewritten(path, changes):
    """The same file with these parts changed (None: left out), or added."""
    other = path.with_name("other.zip")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(other, "w") as after:
        whole = {name: before.read(name) for name in before.namelist()} | changes
        for name, content in whole.items():
            if content is not None:
                after.writestr(name, content)
    return other


def refusal_of(path):
    with pytest.raises(CannotMove) as refused, Reader.of(path) as reader:
        reader.check()
    return str(refused.value)


def test_what_was_written_is_read_back(tmp_path):
    with Reader.of(a_file(tmp_path)) as reader:
        reader.check()

        (part,) = reader.manifest.parts
        assert b"".join(reader.blocks(part)) == LINES
        assert (part.digest.rows, part.columns) == (2, ("id", "title"))
        assert reader.manifest == a_manifest(part)


def test_only_who_made_it_may_read_it(tmp_path):
    assert a_file(tmp_path).stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_already_is_left_alone(tmp_path):
    (tmp_path / "client.zip").write_text("mine")

    with pytest.raises(CannotMove, match="already"):
        a_file(tmp_path)

    assert (tmp_path / "client.zip").read_text() == "mine"


def test_nothing_is_left_of_a_file_that_was_not_finished(tmp_path):
    with pytest.raises(RuntimeError), writing(tmp_path / "client.zip") as writer:
        writer.add("client/work_task.copy", lambda write: digested([LINES], write))
        raise RuntimeError

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(CannotMove, match="cannot be written: No such file"), writing(tmp_path / "no" / "x"):
        pass


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_file_that_was_cut_off_is_refused(tmp_path, share):
    path = a_file(tmp_path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    assert "no whole export" in refusal_of(path)


def test_a_bit_that_fell_over_is_found(tmp_path):
    path = a_file(tmp_path)
    content = bytearray(path.read_bytes())
    content[content.index(b".copy") + 30] ^= 1
    path.write_bytes(content)

    assert refusal_of(path)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"client/work_task.copy": b"1\tone\n2\tTWO\n"}, "not what was exported"),
        ({"client/work_task.copy": LINES * 9}, "longer than its manifest says"),
        ({"client/work_task.copy": None}, "other parts than its manifest"),
        ({"../../etc/passwd": b"root"}, "other parts than its manifest"),
        ({MANIFEST: None}, "no manifest"),
        ({MANIFEST: b"[]"}, "cannot be read"),
        ({MANIFEST: b"{}"}, "format None"),
        ({MANIFEST: b'{"format": "motorblok-client/2"}'}, "this release reads motorblok-client/1"),
        ({MANIFEST: b'{"format": "motorblok-client/1"}'}, "damaged"),
    ],
)
def test_a_file_that_was_edited_is_refused(tmp_path, changes, words):
    path = rewritten(a_file(tmp_path), changes)

    assert words in refusal_of(path)


def test_a_part_that_stands_twice_is_refused(tmp_path):
    path = a_file(tmp_path)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("client/work_task.copy", LINES)

    assert "other parts" in refusal_of(path)


def test_a_file_that_is_no_zip_is_refused(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear Motorblok")

    assert "no whole export" in refusal_of(path)
    assert "no whole export" in refusal_of(tmp_path / "missing.zip")


def test_a_number_where_a_word_is_expected_is_refused(tmp_path):
    path = a_file(tmp_path)
    with Reader.of(path) as reader:
        content = manifests.written(reader.manifest).replace(b'"slug": "slug"', b'"slug": 4')

    assert "damaged" in refusal_of(rewritten(path, {MANIFEST: content}))


def test_equal_rows_make_equal_files(tmp_path):
    first = shutil.move(a_file(tmp_path), tmp_path / "first.zip")

    assert a_file(tmp_path).read_bytes() == first.read_bytes()
