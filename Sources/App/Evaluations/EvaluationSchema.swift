import SQL

/// Evaluation sessions, their forms, answers and drafts, and what they were drawn from.
enum EvaluationSchema {
    static let migrations: [Migration] = [
        Migration(name: "evaluations 1", tables: [draws, sessions, forms, answers, drafts, replacements]),
        Migration(name: "evaluations 2", tables: [revisions]),
        Migration(
            name: "evaluations 3",
            statements: [
                // One draw may make several sessions of an interaction, one for each of its evaluators; another draw none.
                "ALTER TABLE evaluations ADD COLUMN seat INTEGER NOT NULL DEFAULT 0 CHECK (seat >= 0)",
                "DROP INDEX evaluations_drawn_once",
                """
                CREATE UNIQUE INDEX evaluations_drawn_once ON evaluations (interaction_id, seat)
                WHERE origin = 'criteria' AND completed_at IS NULL AND archived_at IS NULL
                """,
            ]),
        GridSchema.migration,
        GridSchema.views,
        Migration(name: "evaluations 6", tables: [voids]),
        GridSchema.counts,
        Migration(
            name: "evaluations 8",
            statements: [
                // The saved answers a draft began from, kept once somebody else saved others.
                "ALTER TABLE evaluation_drafts ADD COLUMN base TEXT",
                // Whether *Default scores to 100%* is on.
                """
                ALTER TABLE evaluation_forms ADD COLUMN has_default_scores INTEGER NOT NULL DEFAULT 0
                CHECK (has_default_scores IN (0, 1))
                """,
            ]),
        Migration(name: "evaluations 9", statements: passMarks),
        GridSchema.narrowMoves,
    ]

    /// The pass mark that a session's score is measured by stands beside it, so that lists round no score across it. A
    /// session of several forms has none of its own.
    private static let passMarks = [
        "ALTER TABLE evaluations ADD COLUMN pass_mark INTEGER CHECK (pass_mark BETWEEN 0 AND 100000000)",
        "CREATE TRIGGER evaluation_forms_marked AFTER INSERT ON evaluation_forms BEGIN \(marking("= new.evaluation_id")); END",
        """
        CREATE TRIGGER evaluation_forms_marked_anew AFTER UPDATE OF version ON evaluation_forms
        BEGIN \(marking("= new.evaluation_id")); END
        """,
        """
        UPDATE evaluations SET pass_mark = f.mark FROM (
            SELECT f.evaluation_id, v.mark FROM evaluation_forms f
            JOIN (SELECT scorecard_id, number, json_extract(content, '$.passMark') AS mark FROM scorecard_versions) AS v
                ON v.scorecard_id = f.scorecard_id AND v.number = f.version
            WHERE v.mark IS NOT NULL AND f.position = 0
        ) AS f
        WHERE f.evaluation_id = evaluations.id
            AND NOT EXISTS (SELECT 1 FROM evaluation_forms o WHERE o.evaluation_id = evaluations.id AND o.position > 0)
        """,
    ]

    private static func marking(_ evaluation: String) -> String {
        """
        UPDATE evaluations SET pass_mark = (
            SELECT CASE WHEN count(*) = 1 THEN max(json_extract(v.content, '$.passMark')) END FROM evaluation_forms f
            JOIN scorecard_versions v ON v.scorecard_id = f.scorecard_id AND v.number = f.version
            WHERE f.evaluation_id \(evaluation)
        ) WHERE id \(evaluation)
        """
    }

    /// The search as it was when it was drawn from: a replacement is found by the same one.
    private static let draws = TableSchema("evaluation_draws") {
        $0.text("id", .primaryKey)
        $0.text("criteria_id", .null, .references("criteria", onDelete: .setNull))
        $0.text("criteria_name")
        $0.text("search")
        $0.text("seed")
        $0.int64("asked", .check("asked > 0"))
        $0.int64("drawn", .check("drawn >= 0"))
        $0.text("drawn_by", .references("users"))
        $0.int64("drawn_at")
    }
    .index("evaluation_draws_criteria", on: "criteria_id", "drawn_at")

    private static let sessions = TableSchema("evaluations") {
        $0.text("id", .primaryKey)
        $0.text("name")
        // A name somebody gave stays; the one made of scorecard and external ID follows the interaction.
        $0.bool("is_named")
        $0.text("state", .check("state IN ('unassigned', 'assigned', 'in_progress', 'completed')"))
        $0.text("origin", .check("origin IN ('criteria', 'manual', 'ad_hoc', 'calibration', 'goal', 'automation')"))
        $0.text("interaction_id", .references("interactions"))
        // The agent the session was drawn for, who stays the same when the interaction is replaced.
        $0.text("agent_id", .null, .references("users"))
        $0.text("draw_id", .null, .references("evaluation_draws"))
        $0.text("evaluator_id", .null, .references("users"))
        // Whether it was ever open to all evaluators: who comes too late is told who has it.
        $0.bool("was_open")
        // False until answers were saved: till then the scorecards' defaults stand.
        $0.bool("has_answers")
        $0.int64("due_at", .null)
        $0.int64("score", .null, .check("score BETWEEN 0 AND 100000000"))
        $0.bool("passed", .null)
        $0.int64("revision", .check("revision > 0"))
        $0.text("created_by", .references("users"))
        $0.int64("created_at")
        $0.text("edited_by", .null, .references("users"))
        $0.int64("edited_at", .null)
        $0.int64("completed_at", .null)
        $0.int64("archived_at", .null)
        $0.check("(evaluator_id IS NULL) = (state = 'unassigned')")
        $0.check("(completed_at IS NULL) = (state <> 'completed')")
        $0.check("(draw_id IS NULL) = (origin <> 'criteria')")
        $0.check("(edited_by IS NULL) = (edited_at IS NULL)")
        $0.check("has_answers = 1 OR score IS NULL")
    }
    .index("evaluations_created", on: "created_at", "id")
    .index("evaluations_due", on: "(coalesce(due_at, 9223372036854775807))", "id")
    .index("evaluations_completed", on: "(coalesce(completed_at, 0))", "id")
    .index("evaluations_evaluator", on: "evaluator_id", "created_at", "id")
    .index("evaluations_state", on: "state", "created_at", "id")
    .index("evaluations_interaction", on: "interaction_id", "created_at", "id")
    .index("evaluations_draw", on: "draw_id")
    // An interaction is in one open drawn session at most, whoever draws at the same time.
    .index(
        "evaluations_drawn_once", on: "interaction_id", unique: true,
        where: "origin = 'criteria' AND completed_at IS NULL AND archived_at IS NULL")

    private static let forms = TableSchema("evaluation_forms") {
        $0.text("id", .primaryKey)
        $0.text("evaluation_id", .references("evaluations", onDelete: .cascade))
        $0.int64("position", .check("position >= 0"))
        $0.text("scorecard_id")
        $0.int64("version")
        $0.int64("score", .null, .check("score BETWEEN 0 AND 100000000"))
        $0.bool("passed", .null)
        $0.bool("auto_failed")
        $0.foreignKey(
            ["scorecard_id", "version"], references: "scorecard_versions", ["scorecard_id", "number"])
        $0.unique("evaluation_id", "position")
        $0.unique("evaluation_id", "scorecard_id")
    }
    .index("evaluation_forms_scorecard", on: "scorecard_id", "version", "evaluation_id")

    private static let answers = TableSchema("evaluation_answers", withoutRowid: true) {
        $0.text("form_id", .references("evaluation_forms", onDelete: .cascade))
        $0.text("question")
        $0.text("option_key", .null)
        $0.bool("is_na")
        $0.text("comment", .null)
        // [[startMs, endMs], …]
        $0.text("evidence", .null)
        $0.bool("is_touched")
        $0.bool("is_confirmed")
        $0.primaryKey("form_id", "question")
        $0.check("is_na = 0 OR option_key IS NULL")
    }

    /// One per session and person; its revision outlives its content, so that an old one never looks current again.
    private static let drafts = TableSchema("evaluation_drafts", withoutRowid: true) {
        $0.text("evaluation_id", .references("evaluations", onDelete: .cascade))
        $0.text("user_id", .references("users"))
        $0.text("content", .null)
        $0.int64("revision", .check("revision > 0"))
        $0.int64("saved_at")
        $0.primaryKey("evaluation_id", "user_id")
    }

    private static let replacements = TableSchema("evaluation_replacements", withoutRowid: true) {
        $0.text("evaluation_id", .references("evaluations", onDelete: .cascade))
        $0.int64("position", .check("position >= 0"))
        $0.text("interaction_id", .references("interactions"))
        $0.text(
            "reason", .check("reason IN ('bad_audio', 'bad_video', 'irrelevant', 'wrong_agent', 'too_short', 'other')"))
        $0.text("note", .null)
        $0.text("replaced_by", .references("users"))
        $0.int64("replaced_at")
        $0.primaryKey("evaluation_id", "position")
        $0.unique("evaluation_id", "interaction_id")
        $0.check("reason <> 'other' OR note IS NOT NULL")
    }
    .index("evaluation_replacements_interaction", on: "interaction_id")

    /// What was withdrawn; a row is never changed.
    private static let voids = TableSchema("evaluation_voids", withoutRowid: true) {
        $0.text("evaluation_id", .primaryKey, .references("evaluations", onDelete: .cascade))
        $0.text("reason")
        $0.text("voided_by", .references("users"))
        $0.int64("voided_at")
    }

    /// Every save of a completed session, the completion first; a row is never changed.
    private static let revisions = TableSchema("evaluation_revisions", withoutRowid: true) {
        $0.text("evaluation_id", .references("evaluations", onDelete: .cascade))
        $0.int64("number", .check("number > 0"))
        $0.text("saved_by", .references("users"))
        $0.int64("saved_at")
        $0.text("reason", .null)
        $0.int64("score", .null, .check("score BETWEEN 0 AND 100000000"))
        $0.bool("passed", .null)
        // The answers by form, as JSON.
        $0.text("content")
        $0.primaryKey("evaluation_id", "number")
        $0.check("(reason IS NULL) = (number = 1)")
    }
}
