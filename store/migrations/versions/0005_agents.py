"""How many agents speak in a call: figures of a call with several are nobody's alone"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("summaries", sa.Column("agents", sa.Integer(), server_default="1", nullable=False))
    op.execute(
        "UPDATE summaries SET agents = (SELECT count(DISTINCT speaker) FROM turns"
        " WHERE turns.analysis_id = summaries.analysis_id AND turns.role = 'agent')"
    )


def downgrade() -> None:
    op.drop_column("summaries", "agents")
