"""Are the fields of a truth file called as they should be? A misspelled one would be a label that nobody judges."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from evaluation.records import IvrFact
from intake.fields import FIELDS as METADATA

LABELS = ("turns", "segments", "keys", "ivr", "agent_delivery", "agent_empathy")
"""The fields that are compared; any of them may be left out."""
OTHERS = ("id", "labelled", "channels", "customer_name", "duration", "prompts", "comment", *METADATA)
"""May stand beside them: a truth may be the recording's sidecar as well."""
READ = {"turns": ("role", "start", "end", "text", "markers", "speaker"), "segments": ("kind", "start", "end"),
        "keys": ("key", "start")}  # fmt: skip
"""The fields of the entries of each list that are read."""
UNREAD = {"turns": ("words", "comment"), "segments": ("audio", "announcements", "music", "comment"),
          "keys": ("end", "comment")}  # fmt: skip
"""May stand beside them, as in a report."""


def unknown_field(table: Mapping[str, Any]) -> str | None:
    """A sentence on the first field that has no meaning in a truth file, None where all have."""
    for where, entry, known in _entries(table):
        for name in entry:
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                hint = f"do you mean '{near[0]}'?" if near else f"the fields are {', '.join(known)}"
                return f"no field is called '{where}{name}'; {hint}"
    return None


def _entries(table: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any], tuple[str, ...]]]:
    """Each object of the file: where it is, the object, and the names it may use. What is no object is told later."""
    yield "", table, (*LABELS, *OTHERS)
    if isinstance(ivr := table.get("ivr"), dict):
        yield "ivr.", ivr, get_args(IvrFact)
    for field, known in READ.items():
        entries = table.get(field)
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, dict):
                yield f"{field}.{index}.", entry, known + UNREAD[field]
