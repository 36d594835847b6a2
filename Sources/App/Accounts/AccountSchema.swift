import SQL

/// People, teams, sign-ins, tokens and the account's settings.
enum AccountSchema {
    static let migrations: [Migration] = [
        Migration(name: "accounts 1", statements: people + proofs + account)
    ]

    private static let people = [
        """
        CREATE TABLE users (
            id TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('person', 'service')),
            login TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('agent', 'evaluator', 'supervisor', 'admin')),
            password_hash TEXT,
            disabled_at INTEGER,
            created_at INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX users_name ON users (kind, name, id)",
        """
        CREATE TABLE teams (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            created_at INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE team_members (
            team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
            user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            PRIMARY KEY (team_id, user_id)
        ) STRICT
        """,
        "CREATE INDEX team_members_user ON team_members (user_id, team_id)",
        """
        CREATE TABLE team_supervisors (
            team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
            user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            PRIMARY KEY (team_id, user_id)
        ) STRICT
        """,
        "CREATE INDEX team_supervisors_user ON team_supervisors (user_id, team_id)",
        """
        INSERT INTO users (id, kind, login, name, role, created_at) VALUES
        ('\(ServiceUser.operatorID)', 'service', '(operator)', 'Operator', 'admin', 0),
        ('\(ServiceUser.systemID)', 'service', '(system)', 'System', 'admin', 0)
        """,
    ]

    private static let proofs = [
        """
        CREATE TABLE sessions (
            token_hash TEXT NOT NULL PRIMARY KEY,
            user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
            created_at INTEGER NOT NULL,
            last_used_at INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX sessions_user ON sessions (user_id)",
        "CREATE INDEX sessions_age ON sessions (created_at)",
        """
        CREATE TABLE tokens (
            id TEXT NOT NULL PRIMARY KEY,
            user_id TEXT NOT NULL REFERENCES users (id),
            name TEXT NOT NULL,
            token_hash TEXT NOT NULL UNIQUE,
            scopes TEXT NOT NULL,
            created_by TEXT NOT NULL REFERENCES users (id),
            created_at INTEGER NOT NULL,
            revoked_at INTEGER
        ) STRICT
        """,
    ]

    private static let account = [
        """
        CREATE TABLE settings (
            id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
            account_name TEXT NOT NULL,
            time_zone TEXT NOT NULL,
            share_outside INTEGER NOT NULL,
            evaluators_may_share INTEGER NOT NULL,
            require_password INTEGER NOT NULL,
            longest_expiry_hours INTEGER NOT NULL,
            allow_download INTEGER NOT NULL,
            capture_policy TEXT NOT NULL
        ) STRICT
        """,
        """
        INSERT INTO settings VALUES
        (1, 'Earmark', 'UTC', 1, 0, 1, 2160, 1, '{"screens":false,"channels":["voice"]}')
        """,
    ]
}
