import Domain
import HTTP
import JSON
import SQL

/// Slow work as a durable row: written in the transaction that asked for it, run by a worker, watched by its id.
struct Job: Sendable {
    enum State: String, Sendable { case queued, running, done, failed, cancelled }

    let id: String
    let kind: String
    /// What it works on, by id.
    let subjectID: String
    /// The room's own input, JSON.
    let input: String
    let state: State
    let attempts: Int64
    let errorCode: String?
    let errorMessage: String?
    /// Where the result is, below `/api/v1/`.
    let resultPath: String?
    let createdBy: String
    let createdAt: Int64
    let startedAt: Int64?
    let finishedAt: Int64?

    var isFinished: Bool { state == .done || state == .failed || state == .cancelled }
    var path: String { "jobs/\(id)" }
}

/// A kind of job a room knows how to run.
struct JobKind: Sendable {
    let name: String
    /// Does the work; it may be run again after a crash, so its visible effect belongs into `JobRun.finish`.
    let run: @Sendable (JobRun) throws -> Void
    /// Tells the room, in the transaction that ends the job, that it failed for good or was cancelled.
    let gaveUp: @Sendable (Job, Refusal, borrowing Transaction) throws -> Void
    /// Whether somebody sees what such a job works on.
    let isSeen: @Sendable (Job, Caller, borrowing Transaction) throws -> Bool
    /// ms between the runs of work that comes back by itself, the first one at the start; nil for work that was asked for.
    var everyMs: Int64? = nil
    var turn = JobTurn.usual
}

/// When a job's turn comes, the first to go first.
enum JobTurn: CaseIterable, Sendable {
    /// Somebody sits and waits for it; of two and more threads, one does nothing else.
    case awaited
    /// Somebody waits and has been told that it takes long; such jobs run one at a time.
    case awaitedLong
    /// Nobody waits for it.
    case usual
    /// It may take long, and can wait; such jobs run one at a time.
    case patient

    var isAlone: Bool { self == .awaitedLong || self == .patient }
}

/// The table of jobs.
enum JobQueue {
    static let maximumAttempts: Int64 = 5

    /// Adds a job unless one of the same kind and subject (and input) is still open; gives the open one's id.
    static func enqueue(
        _ kind: String, subject: String, input: String = "{}", for caller: Caller, _ services: Services,
        _ transaction: borrowing Transaction
    ) throws -> String {
        let id = services.outside.id()
        let added: String? = try transaction.row(
            """
            INSERT INTO jobs (id, kind, subject_id, input, state, attempts, run_after, created_by, created_at)
            VALUES (?, ?, ?, ?, 'queued', 0, ?, ?, ?)
            ON CONFLICT (kind, subject_id, input) WHERE state IN ('queued', 'running') DO NOTHING RETURNING id
            """,
            .text(id), .text(kind), .text(subject), .text(input), .integer(transaction.now), .text(caller.id),
            .integer(transaction.now)
        ) { $0.text(0) }
        guard added == nil else {
            let worker = services.worker
            transaction.afterCommit { worker.wake() }
            return id
        }
        return try open(kind, subject: subject, input: input, transaction)?.id ?? id
    }

    /// The job of a kind, subject and input that is not over yet.
    static func open(
        _ kind: String, subject: String, input: String = "{}", _ transaction: borrowing Transaction
    ) throws -> Job? {
        try transaction.row(
            """
            SELECT \(columns) FROM jobs
            WHERE kind = ? AND subject_id = ? AND input = ? AND state IN ('queued', 'running')
            """, .text(kind), .text(subject), .text(input), make: Job.init(row:))
    }

    /// The newest job of a kind, subject and input, whatever its state.
    static func latest(
        _ kind: String, subject: String, input: String, _ transaction: borrowing Transaction
    ) throws -> Job? {
        try transaction.row(
            """
            SELECT \(columns) FROM jobs WHERE kind = ? AND subject_id = ? AND input = ?
            ORDER BY created_at DESC, id DESC LIMIT 1
            """, .text(kind), .text(subject), .text(input), make: Job.init(row:))
    }

    static func find(_ id: String, _ transaction: borrowing Transaction) throws -> Job? {
        try transaction.row("SELECT \(columns) FROM jobs WHERE id = ?", .text(id), make: Job.init(row:))
    }

    /// Takes the oldest job that is due and marks it running; only of these kinds, where some are named.
    static func claim(of kinds: [String]? = nil, _ transaction: borrowing Transaction) throws -> Job? {
        try transaction.row(
            """
            UPDATE jobs SET state = 'running', attempts = attempts + 1, started_at = ?
            WHERE id = (
                SELECT id FROM \(queued(kinds)) AND run_after <= ? ORDER BY run_after, id LIMIT 1)
            RETURNING \(columns)
            """,
            [.integer(transaction.now)] + (kinds ?? []).map(SQLValue.text) + [.integer(transaction.now)],
            make: Job.init(row:))
    }

    /// When the next waiting job is due, of these kinds where some are named; nil when none waits.
    static func nextDue(of kinds: [String]? = nil, _ transaction: borrowing Transaction) throws -> Int64? {
        try transaction.row(
            "SELECT run_after FROM \(queued(kinds)) ORDER BY run_after, id LIMIT 1", (kinds ?? []).map(SQLValue.text)
        ) { $0.int64(0) }
    }

    /// Waiting jobs; a few kinds are looked up one by one, past any number of others.
    private static func queued(_ kinds: [String]?) -> String {
        guard let kinds else { return "jobs WHERE state = 'queued'" }
        let marks = SQLValue.marks(kinds.count)
        return "jobs INDEXED BY jobs_due_of_kind WHERE state = 'queued' AND kind IN (\(marks))"
    }

    /// Jobs that a stopped process left running go back into the queue.
    static func requeueInterrupted(_ transaction: borrowing Transaction) throws {
        try transaction.execute(
            "UPDATE jobs SET state = 'queued', run_after = ? WHERE state = 'running'", .integer(transaction.now))
    }

    /// Makes sure that work which comes back by itself is waiting, and due.
    static func rouse(_ kind: JobKind, _ services: Services, _ transaction: borrowing Transaction) throws {
        let id = try enqueue(kind.name, subject: "account", for: .system, services, transaction)
        try postpone(id, until: transaction.now, transaction)
    }

    /// Leaves a waiting job until an instant.
    static func postpone(_ id: String, until instant: Int64, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            "UPDATE jobs SET run_after = ? WHERE id = ? AND state = 'queued'", .integer(instant), .text(id))
    }

    static func retry(_ job: Job, after milliseconds: Int64, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            "UPDATE jobs SET state = 'queued', run_after = ? WHERE id = ? AND state = 'running'",
            .integer(transaction.now + milliseconds), .text(job.id))
    }

    /// True when this call ended the job; false when it was already over.
    static func end(
        _ id: String, _ state: Job.State, resultPath: String? = nil, refusal: Refusal? = nil,
        _ transaction: borrowing Transaction
    ) throws -> Bool {
        try transaction.execute(
            """
            UPDATE jobs SET state = ?, finished_at = ?, result_path = ?, error_code = ?, error_message = ?
            WHERE id = ? AND state IN ('queued', 'running')
            """,
            .text(state.rawValue), .integer(transaction.now), .optional(resultPath), .optional(refusal?.code),
            .optional(refusal?.sentence), .text(id)) > 0
    }

    private static let columns = """
        id, kind, subject_id, input, state, attempts, error_code, error_message, result_path, created_by, created_at, \
        started_at, finished_at
        """

    static let migrations: [Migration] = [
        Migration(
            name: "jobs 1",
            statements: [
                """
                CREATE TABLE jobs (
                    id TEXT NOT NULL PRIMARY KEY,
                    kind TEXT NOT NULL,
                    subject_id TEXT NOT NULL,
                    input TEXT NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
                    attempts INTEGER NOT NULL,
                    run_after INTEGER NOT NULL,
                    error_code TEXT,
                    error_message TEXT,
                    result_path TEXT,
                    created_by TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    started_at INTEGER,
                    finished_at INTEGER
                ) STRICT
                """,
                "CREATE INDEX jobs_due ON jobs (run_after, id) WHERE state = 'queued'",
                """
                CREATE UNIQUE INDEX jobs_open ON jobs (kind, subject_id, input)
                WHERE state IN ('queued', 'running')
                """,
                "CREATE INDEX jobs_subject ON jobs (kind, subject_id, created_at)",
            ]),
        Migration(
            name: "jobs 2",
            statements: [
                // What somebody waits for is found past any number of other jobs.
                "CREATE INDEX jobs_due_of_kind ON jobs (kind, run_after, id) WHERE state = 'queued'"
            ]),
    ]
}

extension Job {
    fileprivate init(row: Row) {
        id = row.text(0)
        kind = row.text(1)
        subjectID = row.text(2)
        input = row.text(3)
        state = State(rawValue: row.text(4)) ?? .failed
        attempts = row.int64(5)
        errorCode = row.optionalText(6)
        errorMessage = row.optionalText(7)
        resultPath = row.optionalText(8)
        createdBy = row.text(9)
        createdAt = row.int64(10)
        startedAt = row.optionalInt64(11)
        finishedAt = row.optionalInt64(12)
    }
}
