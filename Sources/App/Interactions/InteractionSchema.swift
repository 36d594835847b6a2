import SQL

/// Interactions with what is said about them.
enum InteractionSchema {
    static let migrations: [Migration] = [
        Migration(
            name: "interactions 1",
            statements: [
                """
                CREATE TABLE interactions (
                    id TEXT NOT NULL PRIMARY KEY,
                    external_id TEXT NOT NULL UNIQUE,
                    channel TEXT NOT NULL CHECK (channel IN ('voice', 'chat', 'email', 'messaging', 'other')),
                    agent_id TEXT REFERENCES users (id),
                    team_id TEXT REFERENCES teams (id),
                    queue TEXT,
                    disposition TEXT,
                    language TEXT,
                    customer TEXT,
                    started_at INTEGER NOT NULL,
                    duration_ms INTEGER NOT NULL CHECK (duration_ms >= 0),
                    is_offline INTEGER NOT NULL CHECK (is_offline IN (0, 1)),
                    evaluated_at INTEGER,
                    created_by TEXT NOT NULL REFERENCES users (id),
                    created_at INTEGER NOT NULL
                ) STRICT
                """,
                "CREATE INDEX interactions_started ON interactions (started_at, id)",
                "CREATE INDEX interactions_duration ON interactions (duration_ms, id)",
                "CREATE INDEX interactions_agent ON interactions (agent_id, started_at, id)",
                "CREATE INDEX interactions_team ON interactions (team_id, started_at, id)",
                "CREATE INDEX interactions_queue ON interactions (queue, started_at, id)",
                """
                CREATE TABLE interaction_topics (
                    interaction_id TEXT NOT NULL REFERENCES interactions (id) ON DELETE CASCADE,
                    position INTEGER NOT NULL,
                    topic TEXT NOT NULL,
                    PRIMARY KEY (interaction_id, position)
                ) STRICT
                """,
                "CREATE INDEX interaction_topics_topic ON interaction_topics (topic, interaction_id)",
            ])
    ]
}
