"""Calibration for people (lines), for programs (JSON) and for the settings (TOML)."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from calibration.agreement import Estimate
from calibration.calibrate import Calibration
from calibration.weights import Proposal


def as_json(found: Calibration) -> dict[str, Any]:
    """Everything; `settings` is the proposal as TOML, empty where nothing is proposed."""
    return {
        "markers": [asdict(marker) for marker in found.markers],
        "proposals": [asdict(proposal) | {"is_better": proposal.is_better} for proposal in found.proposals],
        "settings": as_toml(found.proposals),
        "notes": list(found.notes),
    }


def as_lines(found: Calibration) -> list[str]:
    """A line a marker, a table a score, and the notes; intervals are of 95 %."""
    lines: list[str] = []
    if found.markers:
        heads = "".join(f"{head:>22}" for head in ("precision", "recall", "kappa machine", "kappa reviewers"))
        lines.append(f"{'marker':20}{'right':>6}{'wrong':>6}{'missed':>7}{heads}")
    for marker in found.markers:
        estimates = (marker.precision, marker.recall, marker.kappa_machine, marker.kappa_reviewers)
        counts = f"{marker.right:>6}{marker.wrong:>6}{marker.missed:>7}"
        lines.append(f"{marker.marker:20}{counts}" + "".join(_estimate(estimate) for estimate in estimates))
    for proposal in found.proposals:
        lines += ["", *_proposal(proposal)]
    return [*lines, *(["", *found.notes] if found.notes else [])]


def as_toml(proposals: Sequence[Proposal]) -> str:
    """The weights of the proposals that do better, as settings that overlay the defaults; empty for none."""
    blocks = []
    for proposal in proposals:
        if proposal.is_better:
            head = (
                f"# Fitted to reviewers' scores of {proposal.calls} calls (warmline calibrate): one left out is\n"
                f"# off by {proposal.error_after:.1f} points, by the weights before {proposal.error_before:.1f}.\n"
            )
            rows = [f"{name} = {value}" for name, value in proposal.proposed.items()]
            blocks.append(head + "\n".join([f"[{proposal.score}]", *rows]) + "\n")
    return "\n".join(blocks)


def _estimate(estimate: Estimate | None) -> str:
    if estimate is None:
        return f"{'-':>22}"
    return f"{f'{estimate.value:.2f} ({estimate.low:.2f} to {estimate.high:.2f})':>22}"


def _proposal(proposal: Proposal) -> list[str]:
    error = (
        f"off by {proposal.error_before:.1f} points now, by {proposal.error_after:.1f} with fitted weights (left out)"
    )
    lines = [f"{proposal.score}: {proposal.calls} calls scored by reviewers; {error}"]
    if not proposal.is_better:
        return [*lines, "  Fitted weights do no better on calls left out: nothing is proposed."]
    changed = [f"  {name:20}{proposal.present[name]:>8.2f} -> {value:.2f}" for name, value in proposal.proposed.items()]
    return [*lines, *changed]
