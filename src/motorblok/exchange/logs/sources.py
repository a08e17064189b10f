"""An open log: its content, unpacked where it was packed, and how far into the file that is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

Progress = Callable[[int], object]
"""Told how many bytes of the file were read since it was told last."""


@dataclass(slots=True)
class Source:
    """`file` is what lies on the disk, `content` what it says; they are one where nothing is packed."""

    file: IO[bytes]
    content: IO[bytes]
    progress: Progress
    _position: int = 0

    def move(self) -> None:
        """Tell how far the reading is."""
        position = self.file.tell()
        if position > self._position:
            self.progress(position - self._position)
            self._position = position
