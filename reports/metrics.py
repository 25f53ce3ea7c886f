"""A night's figures for an alarm system: Prometheus' text format, for node_exporter's textfile collector.

A night is a batch job: it ends before anybody would scrape it, so the figures are gauges of the last one.
No words, names or ids of calls.
"""

from collections import Counter
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Gauge
from prometheus_client.exposition import generate_latest

from calls.outcome import Outcome
from configs.operation_settings import NightlySettings
from reports.morning import Night, worse_than_limits
from store.worked import Worked

STATUSES = ("done", "skipped", "failed", "quarantined", "left")
NO_STAGE = "before the first stage"


def _reason(failure: Outcome) -> str:
    """Its kind: whole sentences name files, and would make a row each."""
    if failure.may_pass:
        return "for now"
    return "past a limit" if ": stopped, " in str(failure.reason) else "can't be analysed"


def night_metrics(night: Night, worked: Iterable[Worked], settings: NightlySettings) -> str:
    """The text. `worked` are the analyses of the night."""
    registry = CollectorRegistry()

    def gauge(name: str, meaning: str, *labels: str) -> Gauge:
        return Gauge(f"warmline_night_{name}", meaning, labels, registry=registry)

    calls = gauge("calls", "Recordings of the last night by what became of them.", "status")
    for status in STATUSES:
        calls.labels(status).set(len(night.having(status)))
    failures = gauge("failures", "Recordings that failed in the last night by stage and reason.", "stage", "reason")
    for labels, count in Counter((o.stage or NO_STAGE, _reason(o)) for o in night.having("failed")).items():
        failures.labels(*labels).set(count)
    gauge("seconds", "Wall-clock seconds the last night took.").set(night.took_s)
    gauge("audio_seconds", "Seconds of the calls it analysed.").set(night.audio_s)
    gauge("ended_timestamp_seconds", "When it ended.").set(night.ended.timestamp())
    good = worse_than_limits(night, settings) is None
    gauge("within_limits", "1: a good night; 0: worse than the limits of [nightly].").set(good)
    stages: Counter[str] = Counter()
    oldest_s = 0.0
    for analysis in worked:
        stages.update(analysis.stage_s)
        if analysis.started_at:
            oldest_s = max(oldest_s, (analysis.analysed_at - analysis.started_at).total_seconds())
    stage_s = gauge("stage_seconds", "Seconds of work by stage, over all processes.", "stage")
    for stage, seconds in sorted(stages.items()):
        stage_s.labels(stage).set(seconds)
    oldest = gauge("oldest_call_seconds", "Longest time from a call's beginning to its analysis, of calls that tell.")
    oldest.set(oldest_s)
    return generate_latest(registry).decode()
