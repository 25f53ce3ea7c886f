"""What the API answers, each field with its unit; the schema is made from these."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field


class Out(BaseModel):
    """Read from our own types by their attributes."""

    model_config = ConfigDict(from_attributes=True)


class Problem(BaseModel):
    """Why not, in one sentence."""

    error: str = Field(examples=["This token has no scope 'calls'."])


class Hit(Out):
    """A turn in which the words were said."""

    start_s: float = Field(description="Seconds from the start of the recording")
    end_s: float
    role: str = Field(description="agent or customer")
    text: str


class Call(Out):
    """A call in short."""

    call_id: str = Field(examples=["2026-11-24-0815-A117"])
    began: datetime
    agent_id: str | None
    agent_name: str | None
    team: str | None
    queue: str | None
    duration_s: float
    empathy: float | None = Field(description="0 to 100, higher is warmer; null: too little to judge")
    delivery: float | None = Field(description="0 to 100, higher is livelier; null: too little to judge")
    friction: float | None = Field(description="0 to 100, higher is worse")
    hold_s: float
    worth: float | None = Field(description="Points of what hearing it would teach; null: not told to agents")
    reasons: list[str] = Field(description="What gave the points")
    reviewers: int | None = Field(description="Reviewers who have finished it; null: not told to agents")
    disputed: int | None = Field(description="Marks that a reviewer disputed; null: not told to agents")
    hits: list[Hit] = Field(description="Where the words asked for were said, three at most")


class Calls(BaseModel):
    """A page of calls."""

    calls: list[Call]
    page: int
    more: bool = Field(description="Whether there is a next page")


class Agent(Out):
    """An agent as the calls name them."""

    id: str = Field(examples=["A117"])
    name: str | None
    team: str | None


class Agents(BaseModel):
    """Agents with a call in the period."""

    agents: list[Agent]


class Estimate(Out):
    """A level, shrunk towards the team's where calls are few, with the interval that holds 95 %."""

    calls: int
    mean: float = Field(description="Plain mean of the calls")
    value: float
    low: float
    high: float


class Difference(Out):
    """A difference with the interval that holds 95 %; it is shown where the interval leaves out 0."""

    calls: int
    others: int = Field(description="Calls of the others")
    value: float
    low: float
    high: float
    is_shown: bool


class Figure(Out):
    """A figure of an agent; null where there are too few calls."""

    name: str = Field(examples=["empathy"])
    estimate: Estimate | None
    against_team: Difference | None = Field(description="On like calls: same queue, same mood at the start")
    trend: Difference | None = Field(description="Change in 30 days")


class Scorecard(Out):
    """An agent over a period; docs/scorecards.md tells each figure."""

    agent_id: str
    agent_name: str | None
    team: str | None
    since: datetime
    until: datetime
    calls: int
    figures: list[Figure]


class Share(Out):
    """A share with the interval that holds 95 %."""

    count: int
    of: int
    value: float = Field(description="0 to 1")
    low: float
    high: float


class Hour(Out):
    """Calls of a queue that began in an hour of the week; seconds are sums over them."""

    queue: str | None
    weekday: int = Field(description="0 is Monday")
    hour: int = Field(description="0 to 23, in the desk's time zone")
    calls: int
    queue_s: float
    hold_s: float
    ivr_s: float


class Option(Out):
    """A key that a menu reads out."""

    key: str
    taken: Share


class Prompt(Out):
    """A recorded prompt and what callers did at it."""

    text: str
    is_menu: bool
    wordings: int = Field(description="How differently it was recognised")
    heard: int
    zero_presses: int
    zeroed: Share = Field(description="Hearings after which 0 was pressed")
    options_changed: int
    invalid: int
    repeated: int
    options: list[Option]


class Mood(Out):
    """A quarter of the calls by their wait before a person."""

    least_s: float
    most_s: float
    upset: Share = Field(description="Customers with distress in the first third of the call")


class Waits(Out):
    """Menus and waits of a period."""

    calls: int
    hours: list[Hour]
    prompts: list[Prompt]
    moods: list[Mood]
    more_upset: tuple[float, float] | None = Field(
        description="Interval of the share after the longest waits less that after the shortest"
    )


class Initiative(Out):
    """Something begun for some agents from a day on."""

    id: int
    name: str
    note: str
    starts_on: date
    ends_on: date | None = Field(description="The first day that no longer counts; null: it goes on")
    agents: list[str]


class Initiatives(BaseModel):
    """All for agents the token's owner may see."""

    initiatives: list[Initiative]


class Level(Out):
    """A group's figure before and after, every agent counted alike."""

    agents: int
    calls_before: int
    calls_after: int
    before: float
    after: float


class Change(Out):
    """Difference in differences on like calls."""

    effect: Difference = Field(description="How much more the figure changed than the others' did")
    apart: Difference = Field(description="How far apart both were before")
    those: Level
    others: Level
    left_out: int = Field(description="Calls of these agents without a like one")


class Changed(Out):
    """A figure and its change; null: too few like calls."""

    figure: str
    change: Change | None


class InitiativeChange(BaseModel):
    """An initiative and what changed since. It is no experiment: docs/desk.md says what to be careful about."""

    initiative: Initiative
    days: int = Field(description="Of each of the two windows; 0: it has not begun")
    changes: list[Changed]


class Night(BaseModel):
    """A night's summary."""

    name: str
    ended_at: datetime
    page: str = Field(
        description="Path of the summary at the desk, for people", examples=["/nights/morning-2026-11-24"]
    )


class Failure(Out):
    """A recording that could not be analysed."""

    file: str = Field(description="Name of the file, without its folder")
    stage: str | None
    reason: str
    attempts: int
    failed_at: datetime
    may_pass: bool = Field(description="Whether it may pass by itself")


class Nights(BaseModel):
    """The last nights, the newest first, and what is in quarantine."""

    nights: list[Night]
    failures: list[Failure]
