"""The form that [desk] form names, read once."""

from functools import cache

from calls.errors import SetupBroken
from configs.forms import EvaluationForm, load_form
from reports.marker_names import MARKERS
from scores.form_answers import marks_asked
from web.desk import Desk


def house_form(desk: Desk) -> EvaluationForm:
    """Raises SetupBroken where it is none."""
    return checked_form(desk.settings.desk.form)


@cache
def checked_form(name: str) -> EvaluationForm:
    """Read, and its marks known. Raises SetupBroken."""
    form = load_form(name)
    if unknown := sorted(marks_asked(form) - set(MARKERS)):
        raise SetupBroken(f"{name}: the evaluation form asks for a mark '{unknown[0]}'; docs/markers.md lists them")
    return form
