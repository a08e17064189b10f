"""Loses a deployment: what it held is noted before, and its backups are left."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from motorblok.config.backup.manifests import Manifest
from motorblok.config.backup.segments import Line, Log
from motorblok.config.launch.postgres import Cluster
from tests.config.backup.clusters import Contents, contents, deployed, inside, open_folder


@dataclass(frozen=True)
class Lost:
    """What is left of a deployment: its backups, and what was noted of it at the instant `noted_at`."""

    cluster: Cluster
    backups: Path
    noted_at: datetime
    noted: Contents
    manifest: Manifest
    place: Path

    def copied(self) -> "Lost":
        """The same with backups of its own, to be damaged; the server's login can read them."""
        copy = Path(tempfile.mkdtemp(dir=self.backups.parent))
        copy.chmod(0o755)
        shutil.copytree(self.backups, copy, dirs_exist_ok=True)
        for path in (copy / "wal", *(copy / "wal").iterdir()):
            path.chmod(0o777)
        return replace(self, backups=copy)

    def pieces(self) -> list[Path]:
        """The pieces of the log that were kept after the base backup, in order."""
        log = Log(self.backups / "wal", self.manifest.segment_size)
        names = log.wanted(stop=self.manifest.stop, lines=[Line(1, 0)])
        return [log.folder / f"{name}.gz" for name in names]


@contextmanager
def lost(*, major: int) -> Iterator[Lost]:
    """Work, a base backup, more work (noted), a mistake, and then the machine is gone."""
    with open_folder() as folder, deployed(folder / "home", folder / "backups", major=major) as deployment:
        deployment.work(5, "Before")
        made = deployment.back_up()
        deployment.work(5, "Between")
        noted_at = deployment.now()
        with inside(deployment.cluster) as connection:
            noted = contents(connection)
            connection.execute("DROP SCHEMA c_globex CASCADE")
            deployment.archive()
            connection.execute("DELETE FROM c_acme.work_series")
        deployment.archive()
        deployment.lose()
        place = deployment.cluster.data.parent
        yield Lost(deployment.cluster, deployment.backups, noted_at, noted, made.base.manifest, place)
