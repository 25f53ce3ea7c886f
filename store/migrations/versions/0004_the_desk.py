"""The desk: a line a call to read from, accounts, reviews; full-text search over what people said"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SQLITE_SEARCH = (
    "CREATE VIRTUAL TABLE spoken USING fts5(words, content='summaries', content_rowid='recording_id',"
    " tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER spoken_new AFTER INSERT ON summaries BEGIN"
    " INSERT INTO spoken(rowid, words) VALUES (new.recording_id, new.words); END",
    "CREATE TRIGGER spoken_gone AFTER DELETE ON summaries BEGIN"
    " INSERT INTO spoken(spoken, rowid, words) VALUES ('delete', old.recording_id, old.words); END",
    "CREATE TRIGGER spoken_changed AFTER UPDATE OF words ON summaries BEGIN"
    " INSERT INTO spoken(spoken, rowid, words) VALUES ('delete', old.recording_id, old.words);"
    " INSERT INTO spoken(rowid, words) VALUES (new.recording_id, new.words); END",
)
"""An index beside the table, without a second copy of the words, kept by the database itself."""
POSTGRES_SEARCH = (
    "ALTER TABLE summaries ADD COLUMN words_searched tsvector"
    " GENERATED ALWAYS AS (to_tsvector('english', words)) STORED",
    "CREATE INDEX ix_summaries_words ON summaries USING gin (words_searched)",
)
"""Kept beside the words: a phrase found in the index is looked at again, which would take the words apart each time."""


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("shares_moments", sa.Boolean(), nullable=False),
        sa.Column("oidc_subject", sa.Text(), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("login", name=op.f("uq_users_login")),
        sa.UniqueConstraint("oidc_subject", name=op.f("uq_users_oidc_subject")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("call_id", sa.Text(), nullable=True),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_audit_user_id_users"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_action"), "audit", ["action"], unique=False)
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)
    op.create_index(op.f("ix_audit_call_id"), "audit", ["call_id"], unique=False)
    op.create_index(op.f("ix_audit_login"), "audit", ["login"], unique=False)
    op.create_index(op.f("ix_audit_user_id"), "audit", ["user_id"], unique=False)
    op.create_table(
        "comments",
        sa.Column("at_s", sa.Float(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recordings.id"], name=op.f("fk_comments_recording_id_recordings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_comments_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    op.create_index(op.f("ix_comments_recording_id"), "comments", ["recording_id"], unique=False)
    op.create_index(op.f("ix_comments_user_id"), "comments", ["user_id"], unique=False)
    op.create_table(
        "corrections",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=False),
        sa.Column("end_ms", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recordings.id"], name=op.f("fk_corrections_recording_id_recordings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_corrections_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index(op.f("ix_corrections_recording_id"), "corrections", ["recording_id"], unique=False)
    op.create_index(op.f("ix_corrections_user_id"), "corrections", ["user_id"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_drafts_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "place", name=op.f("pk_drafts")),
    )
    op.create_table(
        "initiatives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_initiatives_created_by_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiatives")),
    )
    op.create_table(
        "reviews",
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recordings.id"], name=op.f("fk_reviews_recording_id_recordings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reviews_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("recording_id", "user_id", name=op.f("uq_reviews_recording_id")),
    )
    op.create_index(op.f("ix_reviews_recording_id"), "reviews", ["recording_id"], unique=False)
    op.create_index(op.f("ix_reviews_state"), "reviews", ["state"], unique=False)
    op.create_index(op.f("ix_reviews_user_id"), "reviews", ["user_id"], unique=False)
    op.create_table(
        "tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_tokens_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_tokens_token_sha256")),
    )
    op.create_index(op.f("ix_tokens_user_id"), "tokens", ["user_id"], unique=False)
    op.create_table(
        "user_teams",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_teams_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "team", name=op.f("pk_user_teams")),
    )
    op.create_table(
        "verdicts",
        sa.Column("marker", sa.String(length=48), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=False),
        sa.Column("end_ms", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recordings.id"], name=op.f("fk_verdicts_recording_id_recordings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_verdicts_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdicts")),
        sa.UniqueConstraint(
            "recording_id", "user_id", "marker", "start_ms", "end_ms", name=op.f("uq_verdicts_recording_id")
        ),
    )
    op.create_index(op.f("ix_verdicts_marker"), "verdicts", ["marker"], unique=False)
    op.create_index(op.f("ix_verdicts_recording_id"), "verdicts", ["recording_id"], unique=False)
    op.create_index(op.f("ix_verdicts_user_id"), "verdicts", ["user_id"], unique=False)
    op.create_table(
        "initiative_agents",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiatives.id"],
            name=op.f("fk_initiative_agents_initiative_id_initiatives"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("initiative_id", "agent_id", name=op.f("pk_initiative_agents")),
    )
    op.create_table(
        "moments",
        sa.Column("kind", sa.String(length=48), nullable=False),
        sa.Column("start_s", sa.Float(), nullable=False),
        sa.Column("end_s", sa.Float(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answer_end_s", sa.Float(), nullable=False),
        sa.Column("answer_words", sa.Text(), nullable=False),
        sa.Column("wait_s", sa.Float(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["analyses.id"], name=op.f("fk_moments_analysis_id_analyses"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moments")),
    )
    op.create_index(op.f("ix_moments_analysis_id"), "moments", ["analysis_id"], unique=False)
    op.create_index(op.f("ix_moments_answer"), "moments", ["answer"], unique=False)
    op.create_table(
        "prompts",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start_s", sa.Float(), nullable=False),
        sa.Column("end_s", sa.Float(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_menu", sa.Boolean(), nullable=False),
        sa.Column("options", sa.Integer(), nullable=False),
        sa.Column("options_heard", sa.Integer(), nullable=False),
        sa.Column("options_changed", sa.Boolean(), nullable=False),
        sa.Column("invalid", sa.Boolean(), nullable=False),
        sa.Column("repeated", sa.Boolean(), nullable=False),
        sa.Column("zero_presses", sa.Integer(), nullable=False),
        sa.Column("keys_pressed", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.String(length=1), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["analyses.id"], name=op.f("fk_prompts_analysis_id_analyses"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompts")),
    )
    op.create_index(op.f("ix_prompts_analysis_id"), "prompts", ["analysis_id"], unique=False)
    op.create_table(
        "summaries",
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Text(), nullable=False),
        sa.Column("began", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=True),
        sa.Column("agent_name", sa.Text(), nullable=True),
        sa.Column("team", sa.Text(), nullable=True),
        sa.Column("queue", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("duration_s", sa.Float(), nullable=False),
        sa.Column("empathy", sa.Float(), nullable=True),
        sa.Column("empathy_low", sa.Float(), nullable=True),
        sa.Column("empathy_high", sa.Float(), nullable=True),
        sa.Column("delivery", sa.Float(), nullable=True),
        sa.Column("friction", sa.Float(), nullable=True),
        sa.Column("hold_s", sa.Float(), nullable=False),
        sa.Column("hold_longest_s", sa.Float(), nullable=False),
        sa.Column("queue_s", sa.Float(), nullable=False),
        sa.Column("ivr_s", sa.Float(), nullable=False),
        sa.Column("zero_presses", sa.Integer(), nullable=False),
        sa.Column("distress", sa.Integer(), nullable=False),
        sa.Column("manager", sa.Integer(), nullable=False),
        sa.Column("upset_at_start", sa.Boolean(), nullable=False),
        sa.Column("met", sa.Float(), nullable=True),
        sa.Column("talk_share", sa.Float(), nullable=True),
        sa.Column("latency_s", sa.Float(), nullable=True),
        sa.Column("warm_marks", sa.Integer(), nullable=False),
        sa.Column("cold_marks", sa.Integer(), nullable=False),
        sa.Column("worth", sa.Float(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("draw", sa.Float(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["analysis_id"], ["analyses.id"], name=op.f("fk_summaries_analysis_id_analyses"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recordings.id"], name=op.f("fk_summaries_recording_id_recordings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("recording_id", name=op.f("pk_summaries")),
        sa.UniqueConstraint("analysis_id", name=op.f("uq_summaries_analysis_id")),
        sa.UniqueConstraint("call_id", name=op.f("uq_summaries_call_id")),
    )
    op.create_index("ix_summaries_agent_id_began", "summaries", ["agent_id", "began"], unique=False)
    op.create_index(op.f("ix_summaries_began"), "summaries", ["began"], unique=False)
    op.create_index(op.f("ix_summaries_delivery"), "summaries", ["delivery"], unique=False)
    op.create_index(op.f("ix_summaries_empathy"), "summaries", ["empathy"], unique=False)
    op.create_index(op.f("ix_summaries_friction"), "summaries", ["friction"], unique=False)
    op.create_index(op.f("ix_summaries_hold_s"), "summaries", ["hold_s"], unique=False)
    op.create_index("ix_summaries_queue_began", "summaries", ["queue", "began"], unique=False)
    op.create_index("ix_summaries_team_began", "summaries", ["team", "began"], unique=False)
    op.create_index(op.f("ix_summaries_worth"), "summaries", ["worth"], unique=False)
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_SEARCH if is_sqlite else POSTGRES_SEARCH:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE spoken")
    op.drop_index(op.f("ix_summaries_worth"), table_name="summaries")
    op.drop_index("ix_summaries_team_began", table_name="summaries")
    op.drop_index("ix_summaries_queue_began", table_name="summaries")
    op.drop_index(op.f("ix_summaries_began"), table_name="summaries")
    op.drop_index(op.f("ix_summaries_delivery"), table_name="summaries")
    op.drop_index(op.f("ix_summaries_empathy"), table_name="summaries")
    op.drop_index(op.f("ix_summaries_friction"), table_name="summaries")
    op.drop_index(op.f("ix_summaries_hold_s"), table_name="summaries")
    op.drop_index("ix_summaries_agent_id_began", table_name="summaries")
    op.drop_table("summaries")
    op.drop_index(op.f("ix_prompts_analysis_id"), table_name="prompts")
    op.drop_table("prompts")
    op.drop_index(op.f("ix_moments_answer"), table_name="moments")
    op.drop_index(op.f("ix_moments_analysis_id"), table_name="moments")
    op.drop_table("moments")
    op.drop_table("initiative_agents")
    op.drop_index(op.f("ix_verdicts_user_id"), table_name="verdicts")
    op.drop_index(op.f("ix_verdicts_recording_id"), table_name="verdicts")
    op.drop_index(op.f("ix_verdicts_marker"), table_name="verdicts")
    op.drop_table("verdicts")
    op.drop_table("user_teams")
    op.drop_index(op.f("ix_tokens_user_id"), table_name="tokens")
    op.drop_table("tokens")
    op.drop_index(op.f("ix_reviews_user_id"), table_name="reviews")
    op.drop_index(op.f("ix_reviews_state"), table_name="reviews")
    op.drop_index(op.f("ix_reviews_recording_id"), table_name="reviews")
    op.drop_table("reviews")
    op.drop_table("initiatives")
    op.drop_table("drafts")
    op.drop_index(op.f("ix_corrections_user_id"), table_name="corrections")
    op.drop_index(op.f("ix_corrections_recording_id"), table_name="corrections")
    op.drop_table("corrections")
    op.drop_index(op.f("ix_comments_user_id"), table_name="comments")
    op.drop_index(op.f("ix_comments_recording_id"), table_name="comments")
    op.drop_table("comments")
    op.drop_index(op.f("ix_audit_user_id"), table_name="audit")
    op.drop_index(op.f("ix_audit_login"), table_name="audit")
    op.drop_index(op.f("ix_audit_call_id"), table_name="audit")
    op.drop_index(op.f("ix_audit_at"), table_name="audit")
    op.drop_index(op.f("ix_audit_action"), table_name="audit")
    op.drop_table("audit")
    op.drop_table("users")
