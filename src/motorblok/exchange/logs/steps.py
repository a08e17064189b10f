"""What the lines of one task come to, as a list of verbs: a pure function of the lines and the map's rules."""

from dataclasses import dataclass, field

from motorblok.exchange.logs.lines import Line, LoggedTask
from motorblok.exchange.logs.rules import ENDINGS, WAITS, Rules, Verb


@dataclass(frozen=True, slots=True)
class Step:
    """One verb, and the line that calls for it. A line may call for several verbs, or for none."""

    verb: Verb
    line: Line


def steps(task: LoggedTask, rules: Rules) -> tuple[Step, ...]:
    """All verbs in order; the first is RECEIVE. Each verb can be done after those before it: none finds a closed door."""
    story = _Story(rules, task.first)
    for line in task.lines[1:]:
        if line.verb is not Verb.NOTHING:
            story.go_on(line)
    return tuple(story.steps)


@dataclass(slots=True)
class _Story:
    rules: Rules
    first: Line
    steps: list[Step] = field(default_factory=list)
    promised: tuple[str, str] = ("", "")
    waits: Verb | None = None
    is_taken: bool = False
    is_open: bool = True
    is_final: bool = False

    def __post_init__(self) -> None:
        self.promised = (self.first.priority, self.first.level)
        self.tell(Verb.RECEIVE, self.first)
        # What is noted of a task's first line is its receipt.
        if self.first.verb is not Verb.NOTE:
            self.do(self.first)
        self.is_final = self.first.is_final

    def tell(self, verb: Verb, line: Line) -> None:
        self.steps.append(Step(verb, line))

    def go_on(self, line: Line) -> None:
        before = len(self.steps)
        if self.is_open or self.reopens(line):
            self.prepare(line)
            self.do(line)
        self.is_final |= line.is_final
        if len(self.steps) == before and line.verb not in ENDINGS and self.rules.keeps_notes:
            self.tell(Verb.NOTE, line)

    def reopens(self, line: Line) -> bool:
        is_asked = line.verb is Verb.REOPEN or self.rules.reopens_by_any_line
        return is_asked and line.verb not in ENDINGS and not self.is_final

    def prepare(self, line: Line) -> None:
        """Bring the task to where the line's own verb can be done."""
        if not self.is_open:
            self.tell(Verb.REOPEN, line)
            self.is_open = True
        if self.changes_promise(line):
            self.tell(Verb.PRIORITISE, line)
            self.promised = (line.priority, line.level)
        if self.waits and self.ends_wait(line):
            self.tell(Verb.RESUME, line)
            self.waits = None

    def changes_promise(self, line: Line) -> bool:
        """Compared with what holds, not with the line before: a change on a closed task counts once it is opened again."""
        is_asked = line.verb is Verb.PRIORITISE or self.rules.prioritises_by_change
        return is_asked and (line.priority, line.level) != self.promised

    def ends_wait(self, line: Line) -> bool:
        if line.verb in ENDINGS or line.verb is self.waits:
            return False
        return line.verb is Verb.RESUME or line.verb in WAITS or self.rules.resumes_at_next_line

    def do(self, line: Line) -> None:
        verb = line.verb
        if verb in (Verb.NOTE, Verb.REPLY):
            self.tell(verb, line)
        elif verb is Verb.TAKE and not self.is_taken:
            self.tell(verb, line)
            self.is_taken = True
        elif verb in WAITS:
            self.tell(verb, line)
            self.waits = verb
        elif verb in ENDINGS:
            self.tell(verb, line)
            self.is_open, self.waits = False, None
