"""The rules of an agreement as a form: what pauses which target, what reopening does, what an upgrade leaves."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from motorblok.sla import rules
from motorblok.sla.rules import LONGEST_FLOOR, RULES, Pause, Reopen
from motorblok.sla.terms import USUAL, Target

MINUTE = 60


class RulesForm(forms.Form):
    """The rules for all lines; a line of before that has rules of its own keeps them."""

    reopen = forms.ChoiceField(
        label=gettext_lazy("When a resolved task is reopened"),
        choices=Reopen.choices,
        widget=forms.RadioSelect,
    )
    floor = forms.IntegerField(
        label=gettext_lazy("Least time after an upgrade, minutes"),
        min_value=0,
        max_value=LONGEST_FLOOR // MINUTE,
        help_text=gettext_lazy(
            "A task that becomes more urgent has this long at least, so that nothing is late at once. 0: no such time."
        ),
    )

    def __init__(self, data: QueryDict | None, *, given: Mapping[str, Any]) -> None:
        initial = {f"pauses_{kind}": list(reasons) for kind, reasons in given["pauses"].items()}
        floor = given["upgrade_floor"] // MINUTE
        super().__init__(data, initial={**initial, "reopen": given["reopen"], "floor": floor})
        for target in Target:
            self.fields[f"pauses_{target.value}"] = forms.MultipleChoiceField(
                label=str(target.label),
                choices=Pause.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def content(self) -> dict[str, Any]:
        """The rules as an agreement's content has them."""
        found = self.cleaned_data
        pauses = {target.value: list(found[f"pauses_{target.value}"]) for target in Target}
        return {"pauses": pauses, "reopen": found["reopen"], "upgrade_floor": found["floor"] * MINUTE}

    @property
    def pauses(self) -> list[BoundField]:
        """The field of each target."""
        return [self[f"pauses_{target.value}"] for target in Target]


def rules_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """The rules that an agreement's content says for all its lines, each as it says or else as usual."""
    return rules.read(content, "", usual=USUAL, kinds=Target.values)


def own_rules(line: Mapping[str, Any]) -> dict[str, Any]:
    """The rules that a line of an agreement's content says for itself."""
    return {name: line[name] for name in RULES if name in line}
