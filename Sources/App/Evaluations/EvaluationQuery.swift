import Domain
import JSON
import SQL

/// Which evaluations somebody looks for: each filter narrows, and of one filter's values any may hold.
struct EvaluationQuery: Sendable, Equatable {
    var states: [String] = []
    var evaluators: [String] = []
    /// Those that are nobody's, beside those of the evaluators.
    var isNobodys = false
    var scorecards: [String] = []
    var agents: [String] = []
    var teams: [String] = []
    var queues: [String] = []
    var channels: [String] = []
    var interaction: String?
    /// Words of the name or the external ID, or part of the agent's or evaluator's name.
    var text: String?
    var isExpired: Bool?
    var dates: GridDates?
    /// Micro-percent, both within.
    var scoreFrom: Int64?
    var scoreTo: Int64?
    /// Archived sessions show only when they are asked for.
    var isArchived = false

    init() {}

    /// Reads the query of `GET evaluations`.
    init(_ call: Call) throws {
        states = call.queryAll("state")
        for state in states where SessionState(rawValue: state) == nil {
            throw Refusal("query_invalid", "“\(state)” is no state of an evaluation.")
        }
        for evaluator in call.queryAll("evaluator") {
            switch evaluator {
            case "me": evaluators.append(try call.caller().id)
            case "none": isNobodys = true
            default: evaluators.append(evaluator)
            }
        }
        scorecards = call.queryAll("scorecard")
        agents = call.queryAll("agent")
        teams = call.queryAll("team")
        queues = call.queryAll("queue")
        channels = call.queryAll("channel")
        let values = evaluators.count + scorecards.count + agents.count + teams.count + queues.count + channels.count
        guard values <= EvaluationQuery.mostValues else {
            throw Refusal("query_invalid", "A list is filtered by at most \(EvaluationQuery.mostValues) values.")
        }
        interaction = call.query("interaction")
        text = call.query("q")
        isExpired = try call.truth("expired")
        isArchived = try call.truth("archived") ?? false
        dates = try GridDates(
            which: call.query("date"), period: call.query("period"), from: call.query("from"), to: call.query("to")
        ) { Refusal("query_invalid", $2) }
        scoreFrom = try EvaluationQuery.score(call, "scoreFrom")
        scoreTo = try EvaluationQuery.score(call, "scoreTo")
    }

    private static func score(_ call: Call, _ name: String) throws(Refusal) -> Int64? {
        guard let text = call.query(name) else { return nil }
        guard let score = Int64(text), (0...Scoring.whole).contains(score) else {
            throw Refusal("query_invalid", "“\(name)” is micro-percent, from 0 to \(Scoring.whole).")
        }
        return score
    }

    /// What it has to lie between, in the order in which one of them leads.
    func ranges(_ transaction: borrowing Transaction) throws -> [GridRange] {
        var ranges: [GridRange] = []
        if let dates { ranges.append(try dates.range(transaction)) }
        if scoreFrom != nil || scoreTo != nil {
            ranges.append(GridRange(column: "score", from: scoreFrom, to: scoreTo.map { $0 + 1 }))
        }
        return ranges
    }

    /// Values of all filters together.
    static let mostValues = 100

    /// The orders a page can be had in, the usual one first: what is searched by words comes in the order of its
    /// making, what is expired by its due date, what is looked for by a date or by scores by these.
    var sorts: [String] {
        if text != nil || interaction != nil { return GridSort.made.map(\.name) }
        if isExpired == true { return GridSort.due.map(\.name) }
        if let dates { return GridSort.by(dates.which).map(\.name) }
        return (scoreFrom != nil || scoreTo != nil ? GridSort.score : GridSort.all).map(\.name)
    }
}

/// An order of the list; what has no value comes last in both directions.
struct GridSort: Sendable, Equatable {
    let name: String
    /// Of `evaluation_places`; nil is the order of making, which its number gives.
    let column: String?
    let isDescending: Bool

    static let made = [
        GridSort(name: "-createdAt", column: nil, isDescending: true),
        GridSort(name: "createdAt", column: nil, isDescending: false),
    ]
    static let due = pair("dueAt", "due_at")
    static let score = pair("score", "score")
    private static let completed = pair("completedAt", "completed_at")
    private static let edited = pair("lastEditedAt", "edited_at")
    static let all = made + due + completed + edited + score

    /// By one of the dates, the usual way first.
    static func by(_ date: GridDates.Which) -> [GridSort] {
        switch date {
        case .created: made
        case .due: due
        case .completed: completed.reversed()
        case .edited: edited.reversed()
        }
    }

    private static func pair(_ name: String, _ column: String) -> [GridSort] {
        [
            GridSort(name: name, column: column, isDescending: false),
            GridSort(name: "-" + name, column: column, isDescending: true),
        ]
    }
}

/// Which sessions a caller may see at all.
///
/// An evaluator own and unassigned ones, a supervisor own ones and those on the teams' interactions, an admin all, an
/// agent none before their release.
enum EvaluationSight {
    /// Over the tables named `e` and `i`; the list holds the same by `GridLists.inSight`.
    static func seen(by caller: Caller) -> Condition {
        var condition = Condition()
        switch caller.sight {
        case .own: condition.add("1 = 0")
        case .everything where caller.role == .evaluator:
            condition.add("e.evaluator_id IS NULL OR e.evaluator_id = ?", .text(caller.id))
        case .everything: break
        case .teams:
            let teams = FindInteraction.byTeam(of: caller)
            condition.add("(\(teams.text)) OR e.evaluator_id = ?", teams.arguments + [.text(caller.id)])
        }
        return condition
    }

    /// Who was given an evaluation hears its conversation, whatever team that is of.
    static func opened(to caller: Caller) -> Condition {
        var condition = Condition()
        condition.add(
            """
            EXISTS (SELECT 1 FROM evaluations g
            WHERE g.interaction_id = i.id AND g.evaluator_id = ? AND g.archived_at IS NULL)
            """, .text(caller.id))
        return condition
    }
}
