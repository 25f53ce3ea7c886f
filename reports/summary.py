"""One line a call, for the terminal."""

from calls.report import CallReport
from calls.scores import Score
from reports.clock import clock


def summary_line(report: CallReport, analysed_in_s: float) -> str:
    """Id, duration, hold, IVR, empathy, delivery with their intervals, and speed as a multiple of real time.

    At the end it says so where nobody speaks. `analysed_in_s` is the wall-clock time the analysis took.
    """
    hold, ivr = report.measures.hold, report.measures.ivr
    holds = f"hold {clock(hold.total_s)}" + (f" in {hold.count}" if hold.count > 1 else "")
    menus = f", {ivr.menus} menu{'s' if ivr.menus != 1 else ''}" if ivr.menus else ""
    columns = (
        f"{report.recording.call_id:<26}",
        f"{clock(report.duration_s):>7}",
        f"{holds:<14}",
        f"{'IVR ' + clock(ivr.total_s) + menus:<18}",
        f"empathy {_scored(report.scores.empathy):<11}",
        f"delivery {_scored(report.scores.delivery):<11}",
        f"{_speed(report.duration_s, analysed_in_s):>7} real time",
        *(() if report.transcript.words else ("nobody speaks",)),
    )
    return "  ".join(columns)


def _scored(score: Score) -> str:
    if score.value is None:
        return "n/a"
    between = f" ({score.low:.0f}-{score.high:.0f})" if score.low is not None and score.high is not None else ""
    return f"{score.value:.0f}{between}"


def _speed(duration_s: float, analysed_in_s: float) -> str:
    return f"{duration_s / analysed_in_s:.1f}x" if analysed_in_s > 0 else "-"
