"""The house's evaluation form. configs/forms/house.toml documents every key."""

import tomllib
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError, model_validator
from pydantic.dataclasses import dataclass as checked

from calls.errors import SetupBroken
from configs.section import section

Kind = Literal["yes_no", "scale", "text"]
Measure = Literal[
    "hold_total_s", "hold_longest_s", "seconds_to_human", "interruptions_by_agent", "overtalk_count",
    "response_latency_s", "longest_silence_s", "agent_wpm", "agent_talk_share",
]  # fmt: skip
Marks = Annotated[tuple[str, ...], Field(min_length=1)]
NOT_APPLICABLE = "na"
YES, NO = "yes", "no"


@section
class Present:
    """Yes where there is one of the marks; `first_s` from the agent's first word."""

    rule: Literal["present"]
    marks: Marks
    first_s: float | None = None


@section
class Absent:
    """Yes where there is none of the marks."""

    rule: Literal["absent"]
    marks: Marks


@section
class Met:
    """The share of the moments that called for empathy which were met."""

    rule: Literal["met"]


@section
class Followed:
    """Each of the marks is followed by one of `by`: later in the call, or (softened) in the same answer."""

    rule: Literal["followed", "softened"]
    marks: Marks
    by: Marks


@section
class Held:
    """Each hold asked for before and thanked for after."""

    rule: Literal["hold"]


@section
class Measured:
    """A measure within a limit."""

    rule: Literal["measure"]
    measure: Measure
    at_most: float | None = None
    at_least: float | None = None


Rule = Annotated[Present | Absent | Met | Followed | Held | Measured, Field(discriminator="rule")]


@checked(frozen=True, kw_only=True, config={"extra": "forbid"})
class Question:
    """What a reviewer is asked; `values` are the answers it takes."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    text: Annotated[str, Field(min_length=1)]
    kind: Kind
    weight: Annotated[float, Field(ge=0)] = 0.0
    top: Annotated[int, Field(ge=1, le=10)] | None = None
    fatal: bool = False
    proposed: Rule | None = None

    @model_validator(mode="after")
    def fits(self) -> "Question":
        """What belongs to one kind only."""
        if (self.kind == "scale") != (self.top is not None):
            raise ValueError("'top' belongs to a scale, and a scale needs it")
        if self.kind == "text" and (self.weight or self.proposed):
            raise ValueError("a question of kind text has no weight and no 'proposed'")
        if self.fatal and self.kind != "yes_no":
            raise ValueError("'fatal' belongs to a question of kind yes_no")
        if isinstance(self.proposed, Measured) and (self.proposed.at_most is None) == (self.proposed.at_least is None):
            raise ValueError("a measure needs either at_most or at_least")
        return self

    @property
    def values(self) -> tuple[str, ...]:
        """All answers; none of a text."""
        if self.kind == "text":
            return ()
        graded = (YES, NO) if self.top is None else tuple(str(step) for step in range(self.top + 1))
        return (*graded, NOT_APPLICABLE)


@section
class FormSection:
    """Questions under a title."""

    title: Annotated[str, Field(min_length=1)]
    question: Annotated[tuple[Question, ...], Field(min_length=1)]


@section
class EvaluationForm:
    """All of it."""

    name: Annotated[str, Field(min_length=1, max_length=64)]
    section: Annotated[tuple[FormSection, ...], Field(min_length=1)]

    @property
    def questions(self) -> tuple[Question, ...]:
        """In their order."""
        return tuple(question for part in self.section for question in part.question)


def load_form(name: str) -> EvaluationForm:
    """A file of configs/forms, else the file at this path.

    Raises SetupBroken with the file, the key and what is wrong with it.
    """
    given = resources.files("configs").joinpath("forms", name) if "/" not in name and "\\" not in name else None
    path = Path(name)
    try:
        text = given.read_text("utf-8") if given is not None and given.is_file() else path.read_text("utf-8")
        values = tomllib.loads(text)
    except OSError as error:
        raise SetupBroken(f"{name}: the evaluation form can't be read ({error.strerror}); check [desk] form") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SetupBroken(f"{name}: the evaluation form is not valid TOML ({error}); correct that line") from error
    try:
        form = TypeAdapter(EvaluationForm).validate_python(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        why = f"{first['msg']}; configs/forms/house.toml documents every key"
        raise SetupBroken(f"{name}: '{where}' of the evaluation form: {why}") from error
    ids = [question.id for question in form.questions]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise SetupBroken(f"{name}: two questions of the evaluation form have the id '{twice[0]}'; rename one")
    return form
