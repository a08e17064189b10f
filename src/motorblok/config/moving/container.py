"""The file that a client travels in: a zip of its parts, written and read as a stream, whole or not at all."""

import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from motorblok.config.flushing import flush
from motorblok.config.moving import manifest as manifests
from motorblok.config.moving.copying import AT_ONCE, Digest, digested
from motorblok.config.moving.manifest import Manifest, Part
from motorblok.config.moving.refusals import CannotMove

MANIFEST = "manifest.json"
MOST_OF_A_MANIFEST = 8 << 20
FASTEST = 1
FOR_ITS_OWNER_ALONE = 0o600
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # so that equal rows make equal files


class Writer:
    """Fills the file, part by part; the manifest comes last."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive

    def add(self, path: str, fill: Callable[[Callable[[bytes], object]], Digest]) -> Digest:
        """Write one part, as `fill` hands its blocks on."""
        with self.archive.open(_entry(path), "w", force_zip64=True) as part:
            return fill(part.write)

    def finish(self, manifest: Manifest) -> str:
        """Write the manifest; returns its digest."""
        content = manifests.written(manifest)
        self.archive.writestr(_entry(MANIFEST), content)
        return manifests.digest_of(content)


@contextmanager
def writing(to: Path) -> Iterator[Writer]:
    """A file that gets its name once it is whole and on the disk; if anything fails, nothing of it is left.

    Raises CannotMove where there is a file of that name, or no folder for it.
    """
    if to.exists():
        raise CannotMove(f"There is a file {to} already: choose another name.")
    partial = to.with_name(f".{to.name}.{os.getpid()}.partial")
    try:
        descriptor = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, FOR_ITS_OWNER_ALONE)
    except OSError as error:
        raise CannotMove(f"{to} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=FASTEST) as archive:
                yield Writer(archive)
            file.flush()
            os.fsync(file.fileno())
        _name(partial, to)
    finally:
        partial.unlink(missing_ok=True)


class Reader:
    """Reads the parts that the manifest names, and nothing else; nothing is ever unpacked onto the disk."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        content = self._small(MANIFEST)
        self.manifest = manifests.read(content)
        self.digest = manifests.digest_of(content)

    @classmethod
    @contextmanager
    def of(cls, path: Path) -> Iterator[Self]:
        """Open a file. Raises CannotMove for one that is missing, cut off, or no export."""
        try:
            with zipfile.ZipFile(path) as archive:
                yield cls(archive)
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise CannotMove(f"{path} is no whole export of a client: {error}.") from error

    def check(self) -> None:
        """Read all of it: each part once, as long as it says, with its digest. Raises CannotMove."""
        names = [entry.filename for entry in self.archive.infolist()]
        expected = [part.path for part in self.manifest.parts]
        if sorted(names) != sorted([*expected, MANIFEST]):
            raise CannotMove("The file holds other parts than its manifest names: it was changed or cut off.")
        for part in self.manifest.parts:
            if digested(self.blocks(part), lambda _block: None) != part.digest:
                raise CannotMove(f"{part.path} is not what was exported: the file was changed or damaged.")

    def blocks(self, part: Part) -> Iterator[bytes]:
        """The rows of one part; never more than it says that there is."""
        left = part.digest.bytes
        with self.archive.open(part.path) as file:
            while block := file.read(AT_ONCE):
                left -= len(block)
                if left < 0:
                    raise CannotMove(f"{part.path} is longer than its manifest says: the file was changed.")
                yield block

    def _small(self, name: str) -> bytes:
        if name not in self.archive.namelist():
            raise CannotMove("This is no export of a client: it has no manifest.")
        with self.archive.open(name) as file:
            content = file.read(MOST_OF_A_MANIFEST + 1)
        if len(content) > MOST_OF_A_MANIFEST:
            raise CannotMove("This is no export of a client: its manifest is too long.")
        return content


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = FOR_ITS_OWNER_ALONE << 16
    return entry


def _name(partial: Path, to: Path) -> None:
    # A link, not a rename: that would silently take the place of a file made meanwhile.
    os.link(partial, to)
    flush(to.parent)
