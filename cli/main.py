"""`warmline`: the commands and what is common to them."""

from typing import Annotated

import typer

from cli import (
    analyse,
    batch,
    calibrate,
    demo,
    doctor,
    evaluate,
    health,
    labels,
    markers,
    models,
    nightly,
    plan,
    prompts,
    retention,
    scorecard,
    scripted,
    serve,
    version,
)
from cli.edge import OneSentenceGroup
from cli.logs import log_to_stderr

app = typer.Typer(
    name="warmline",
    cls=OneSentenceGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Listens to recorded calls and says how the customer was treated, with the seconds that prove it.",
)


@app.callback()
def common(
    debug: Annotated[bool, typer.Option("--debug", help="Log everything; show where an error came from.")] = False,
) -> None:
    """Listens to recorded calls and says how the customer was treated, with the seconds that prove it."""
    log_to_stderr(debug=debug)


app.command()(analyse.analyse)
app.command()(batch.batch)
app.command()(calibrate.calibrate)
app.command()(demo.demo)
app.command()(doctor.doctor)
app.command()(evaluate.evaluate)
app.command()(health.health)
app.command()(labels.labels)
app.command()(nightly.nightly)
app.command()(plan.plan)
app.command()(retention.retention)
app.command()(scorecard.scorecard)
app.command()(scripted.scripted)
app.command()(serve.serve)
app.command()(serve.password)
app.command()(version.version)
app.add_typer(markers.app, name="markers")
app.add_typer(models.app, name="models")
app.add_typer(prompts.app, name="prompts")
