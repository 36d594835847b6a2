import SQL

/// What the list of sessions is read from: for every list that a session stands in (all, an evaluator's, an agent's, a
/// team's …) one row with all that can be sorted by.
///
/// A list and a state are one stretch of every index, in the order of its sort; whatever the list is filtered and
/// sorted by, a page is read from such stretches and merged. Triggers keep the rows, so that no change can forget them.
enum GridSchema {
    static let migration = Migration(
        name: "evaluations 4", tables: [], statements: numbers + lists + words + subjects + triggers + filling)

    static let views = Migration(
        name: "evaluations 5",
        tables: [
            TableSchema("evaluation_views") {
                $0.text("id", .primaryKey)
                $0.text("user_id", .references("users", onDelete: .cascade))
                $0.text("name")
                // The filters and the order, as JSON.
                $0.text("query")
                $0.int64("created_at")
                $0.unique("user_id", "name")
            },
            // Names of columns with blanks between them.
            TableSchema("evaluation_columns", withoutRowid: true) {
                $0.text("user_id", .references("users", onDelete: .cascade))
                $0.text("columns")
                $0.primaryKey("user_id")
            },
        ])

    /// How many sessions stand in each list at each place, so that a list knows its size without being read.
    static let counts = Migration(
        name: "evaluations 7",
        tables: [
            TableSchema("evaluation_counts", withoutRowid: true) {
                $0.int64("list", .references("evaluation_lists"))
                $0.int64("place")
                $0.int64("held", .check("held >= 0"))
                $0.primaryKey("list", "place")
            }
        ],
        statements: [
            "INSERT INTO evaluation_counts (list, place, held) SELECT list, place, count(*) FROM evaluation_places GROUP BY list, place",
            "CREATE TRIGGER evaluation_places_came AFTER INSERT ON evaluation_places BEGIN \(oneMore); END",
            "CREATE TRIGGER evaluation_places_went AFTER DELETE ON evaluation_places BEGIN \(oneLess); END",
            """
            CREATE TRIGGER evaluation_places_moved AFTER UPDATE OF place ON evaluation_places
            WHEN old.place <> new.place
            BEGIN \(oneLess); \(oneMore); END
            """,
        ])

    /// A save changes when a session was edited, and perhaps its score: then only what is sorted by these is written anew,
    /// and not the rows of all five orders.
    static let narrowMoves = Migration(
        name: "evaluations 10",
        statements: [
            "DROP TRIGGER evaluations_moved",
            """
            CREATE TRIGGER evaluations_moved AFTER UPDATE OF state, archived_at ON evaluations WHEN \(moves)
            BEGIN
                UPDATE evaluation_places SET place = \(place("new")), due_at = new.due_at,
                    completed_at = new.completed_at, edited_at = new.edited_at, score = new.score
                WHERE number = new.number;
            END
            """,
        ]
            + ["due_at", "completed_at", "edited_at", "score"].map { column in
                """
                CREATE TRIGGER evaluations_\(column)_changed AFTER UPDATE OF \(column) ON evaluations
                WHEN old.\(column) IS NOT new.\(column) AND NOT (\(moves))
                BEGIN UPDATE evaluation_places SET \(column) = new.\(column) WHERE number = new.number; END
                """
            })

    private static let moves = "old.state <> new.state OR (old.archived_at IS NULL) <> (new.archived_at IS NULL)"

    private static let oneMore = """
        INSERT INTO evaluation_counts (list, place, held) VALUES (new.list, new.place, 1)
            ON CONFLICT (list, place) DO UPDATE SET held = held + 1
        """
    private static let oneLess = """
        UPDATE evaluation_counts SET held = held - 1 WHERE list = old.list AND place = old.place
        """

    /// Sessions by number, in the order of their making.
    private static let numbers = [
        "ALTER TABLE evaluations ADD COLUMN number INTEGER NOT NULL DEFAULT 0",
        """
        UPDATE evaluations SET number = n.number FROM
            (SELECT id, row_number() OVER (ORDER BY created_at, id) AS number FROM evaluations) AS n
        WHERE n.id = evaluations.id
        """,
        "CREATE UNIQUE INDEX evaluations_number ON evaluations (number)",
        "DROP INDEX evaluations_created",
        "DROP INDEX evaluations_due",
        "DROP INDEX evaluations_completed",
        "DROP INDEX evaluations_evaluator",
        "DROP INDEX evaluations_state",
        "DROP INDEX evaluations_interaction",
        "CREATE INDEX evaluations_interaction ON evaluations (interaction_id, number)",
    ]

    private static let lists =
        TableSchema("evaluation_lists") {
            $0.int64("id", .primaryKey)
            $0.text("kind", .check("kind IN (\(kinds))"))
            $0.text("subject")
            $0.unique("kind", "subject")
        }.statements + ["INSERT INTO evaluation_lists (id, kind, subject) VALUES (1, 'all', '')"]
        + TableSchema("evaluation_places", withoutRowid: true) {
            $0.int64("number", .references("evaluations", "number", onDelete: .cascade))
            $0.int64("list", .references("evaluation_lists"))
            // 0 unassigned, 1 assigned, 2 in progress, 3 completed; 4 more in the archive.
            $0.int64("place", .check("place BETWEEN 0 AND 7"))
            $0.int64("due_at", .null)
            $0.int64("completed_at", .null)
            $0.int64("edited_at", .null)
            $0.int64("score", .null)
            $0.primaryKey("number", "list")
        }
        .index("evaluation_places_made", on: "list", "place", "number")
        .index("evaluation_places_due", on: "list", "place", "due_at", "number")
        .index("evaluation_places_completed", on: "list", "place", "completed_at", "number")
        .index("evaluation_places_edited", on: "list", "place", "edited_at", "number")
        .index("evaluation_places_score", on: "list", "place", "score", "number")
        .statements

    private static let kinds = "'all', 'evaluator', 'scorecard', 'agent', 'team', 'queue', 'channel', 'creator'"

    /// Name and external ID, for searching by words; people are found by name and then by their lists.
    private static let words = [
        """
        CREATE VIRTUAL TABLE evaluation_words USING fts5 (
            words, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2'
        )
        """
    ]

    /// The lists that each session stands in. Who made an interaction sees it, so its sessions are in that person's list.
    private static let subjects = [
        """
        CREATE VIEW evaluation_subjects AS
        SELECT e.number, 'all' AS kind, '' AS subject FROM evaluations e
        UNION ALL SELECT e.number, 'evaluator', e.evaluator_id FROM evaluations e WHERE e.evaluator_id IS NOT NULL
        UNION ALL SELECT e.number, 'scorecard', f.scorecard_id
            FROM evaluations e JOIN evaluation_forms f ON f.evaluation_id = e.id
        UNION ALL SELECT e.number, 'agent', i.agent_id
            FROM evaluations e JOIN interactions i ON i.id = e.interaction_id WHERE i.agent_id IS NOT NULL
        UNION ALL SELECT e.number, 'team', i.team_id
            FROM evaluations e JOIN interactions i ON i.id = e.interaction_id WHERE i.team_id IS NOT NULL
        UNION ALL SELECT e.number, 'queue', i.queue
            FROM evaluations e JOIN interactions i ON i.id = e.interaction_id WHERE i.queue IS NOT NULL
        UNION ALL SELECT e.number, 'channel', i.channel
            FROM evaluations e JOIN interactions i ON i.id = e.interaction_id
        UNION ALL SELECT e.number, 'creator', i.created_by
            FROM evaluations e JOIN interactions i ON i.id = e.interaction_id
            JOIN users u ON u.id = i.created_by AND u.kind = 'person'
        """
    ]

    private static let triggers = [
        """
        CREATE TRIGGER evaluations_listed AFTER INSERT ON evaluations
        BEGIN \(listing("= new.number")); \(wording("= new.number")); END
        """,
        """
        CREATE TRIGGER evaluation_forms_listed AFTER INSERT ON evaluation_forms
        BEGIN \(listing("= (SELECT number FROM evaluations WHERE id = new.evaluation_id)")); END
        """,
        """
        CREATE TRIGGER evaluations_listed_anew AFTER UPDATE OF evaluator_id, interaction_id ON evaluations
        WHEN old.evaluator_id IS NOT new.evaluator_id OR old.interaction_id <> new.interaction_id
        BEGIN
            DELETE FROM evaluation_places WHERE number = new.number;
            \(listing("= new.number"));
        END
        """,
        """
        CREATE TRIGGER evaluations_moved AFTER UPDATE OF state, archived_at, due_at, completed_at, edited_at, score
        ON evaluations
        BEGIN
            UPDATE evaluation_places SET place = \(place("new")), due_at = new.due_at,
                completed_at = new.completed_at, edited_at = new.edited_at, score = new.score
            WHERE number = new.number;
        END
        """,
        """
        CREATE TRIGGER evaluations_worded AFTER UPDATE OF name, interaction_id ON evaluations
        WHEN old.name <> new.name OR old.interaction_id <> new.interaction_id
        BEGIN
            DELETE FROM evaluation_words WHERE rowid = new.number;
            \(wording("= new.number"));
        END
        """,
        """
        CREATE TRIGGER evaluations_unworded AFTER DELETE ON evaluations
        BEGIN DELETE FROM evaluation_words WHERE rowid = old.number; END
        """,
        """
        CREATE TRIGGER evaluations_interaction_changed
        AFTER UPDATE OF external_id, agent_id, team_id, queue, channel ON interactions
        WHEN old.external_id <> new.external_id OR old.agent_id IS NOT new.agent_id OR old.team_id IS NOT new.team_id
            OR old.queue IS NOT new.queue OR old.channel <> new.channel
        BEGIN
            DELETE FROM evaluation_places WHERE number \(ofInteraction);
            DELETE FROM evaluation_words WHERE rowid \(ofInteraction);
            \(listing(ofInteraction));
            \(wording(ofInteraction));
        END
        """,
    ]

    private static let ofInteraction = "IN (SELECT number FROM evaluations WHERE interaction_id = new.id)"

    private static let filling = [
        making + " WHERE true ON CONFLICT DO NOTHING",
        placing + " WHERE true ON CONFLICT DO NOTHING",
        wordsOf,
    ]

    private static func place(_ row: String) -> String {
        """
        CASE \(row).state WHEN 'unassigned' THEN 0 WHEN 'assigned' THEN 1 WHEN 'in_progress' THEN 2 ELSE 3 END
            + CASE WHEN \(row).archived_at IS NULL THEN 0 ELSE 4 END
        """
    }

    private static let placing = """
        INSERT INTO evaluation_places (number, list, place, due_at, completed_at, edited_at, score)
            SELECT e.number, l.id, \(place("e")), e.due_at, e.completed_at, e.edited_at, e.score
            FROM evaluation_subjects s JOIN evaluations e ON e.number = s.number
            JOIN evaluation_lists l ON l.kind = s.kind AND l.subject = s.subject
        """

    /// Puts sessions into the lists they stand in; a list is made with its first session.
    private static func listing(_ numbers: String) -> String {
        """
        \(making) WHERE number \(numbers) ON CONFLICT DO NOTHING;
            \(placing) WHERE s.number \(numbers) ON CONFLICT DO NOTHING
        """
    }

    private static let making = """
        INSERT INTO evaluation_lists (kind, subject) SELECT DISTINCT kind, subject FROM evaluation_subjects
        """

    private static let wordsOf = """
        INSERT INTO evaluation_words (rowid, words) SELECT e.number, e.name || ' ' || i.external_id
            FROM evaluations e JOIN interactions i ON i.id = e.interaction_id
        """

    private static func wording(_ numbers: String) -> String { "\(wordsOf) WHERE e.number \(numbers)" }
}
