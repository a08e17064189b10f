"""Which scenes are under way at which client, so that a task stands in each state that a promise can be in."""

from motorblok.config.demo.scenes import (
    Scene,
    asked,
    cancelled,
    elsewhere,
    in_hand,
    missed,
    raised,
    reopened,
    resolved,
    taken,
    untouched,
    wrote,
)

SCENES: dict[str, tuple[Scene, ...]] = {
    "bakker": (
        Scene(line="it-support", priority="urgent", tell=in_hand, left=21),
        Scene(line="logistics", priority="urgent", tell=in_hand, left=47),
        Scene(line="it-support", priority="high", tell=untouched, ago=6),
        Scene(line="finance", priority="normal", tell=asked, worked=12),
        Scene(line="procurement", priority="normal", tell=elsewhere, worked=22),
        Scene(line="hr", priority="normal", tell=wrote, worked=3.5),
    ),
    "noordzee": (
        Scene(line="it-support", priority="urgent", tell=in_hand, left=-55),
        Scene(line="logistics", priority="urgent", tell=in_hand, left=130),
        Scene(line="finance", priority="low", tell=taken, worked=3),
        Scene(line="quality", priority="normal", tell=cancelled, worked=7),
    ),
    "delta": (
        Scene(line="logistics", priority="urgent", tell=in_hand, left=27),
        Scene(line="quality", priority="high", tell=wrote, worked=3),
        Scene(line="legal", priority="normal", tell=elsewhere, worked=20),
        Scene(line="finance", priority="high", tell=resolved, worked=2.5),
    ),
    "harbour": (
        Scene(line="it-support", priority="urgent", tell=in_hand, left=52),
        Scene(line="it-support", priority="urgent", tell=missed, left=-80),
        Scene(line="hr", priority="normal", tell=raised, worked=1.5),
        Scene(line="legal", priority="normal", tell=reopened, worked=4),
        Scene(line="finance", priority="low", tell=asked, worked=50),
    ),
    "meridian": (
        Scene(line="it-support", priority="urgent", tell=untouched, ago=45),
        Scene(line="legal", priority="low", tell=asked, worked=30),
        Scene(line="finance", priority="normal", tell=untouched, worked=1),
    ),
    "kade": (
        Scene(line="finance", priority="normal", tell=asked, worked=5),
        Scene(line="hr", priority="normal", tell=taken, worked=6),
    ),
    "dijkstra": (
        Scene(line="it-support", priority="high", tell=in_hand, left=38),
        Scene(line="procurement", priority="low", tell=taken, worked=2),
    ),
}
