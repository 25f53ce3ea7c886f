"""Retention as a Prefect flow, which prefect.yaml deploys. Importing this imports Prefect."""

from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from calls.errors import NeedsAttention
from flows.order import Order
from flows.retention import retain

ARTIFACT = "retention"


@flow(name="retention", persist_result=False)
def retention(out: str, config: str | None = None, dry_run: bool = False) -> int:
    """Delete what the settings keep no longer; the number of calls. Its artifact counts the parts.

    Fails where something could not be deleted: a person should look, rules of law may hang on it.
    """
    removals = tuple(retain(Order(Path(out), Path(config) if config else None), dry_run=dry_run))
    problems = [removal for removal in removals if removal.problem]
    lines = [f"{'Would delete' if dry_run else 'Deleted'} of {len(removals)} calls and summaries:", ""]
    lines += [
        f"- {what}: {sum(what in removal.parts for removal in removals)}"
        for what in ("recording", "sound", "report", "rows", "summary")
    ]
    lines += ["", f"Not deleted: {len(problems)}"]
    create_markdown_artifact(key=ARTIFACT, markdown="\n".join(lines), description="What retention deleted")
    if problems:
        raise NeedsAttention(
            f"{len(problems)} calls could not be deleted, the first, {problems[0].call_id}, because: "
            f"{problems[0].problem}"
        )
    return len(removals)
