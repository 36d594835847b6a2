import Domain
import JSON
import SQL

/// Which evaluations somebody looks for.
struct EvaluationQuery: Sendable {
    var states: [String] = []
    var evaluator: Evaluator?
    var interaction: String?
    var scorecard: String?
    var text: String?
    var isExpired: Bool?
    /// Archived sessions show only when they are asked for.
    var isArchived = false

    /// Whose evaluations.
    enum Evaluator: Sendable, Equatable {
        case none
        case person(String)
    }

    init() {}

    /// Reads the query of `GET evaluations`.
    init(_ call: Call) throws {
        states = call.queryAll("state")
        for state in states where SessionState(rawValue: state) == nil {
            throw Refusal("query_invalid", "“\(state)” is no state of an evaluation.")
        }
        switch call.query("evaluator") {
        case nil: break
        case "me"?: evaluator = .person(try call.caller().id)
        case "none"?: evaluator = Evaluator.none
        case let id?: evaluator = .person(id)
        }
        interaction = call.query("interaction")
        scorecard = call.query("scorecard")
        text = call.query("q")
        isExpired = try call.truth("expired")
        isArchived = try call.truth("archived") ?? false
    }

    /// The query as a condition over `e` and its interaction `i`, within what the caller may see.
    func condition(for caller: Caller, now: Int64) -> Condition {
        var condition = EvaluationSight.seen(by: caller)
        condition.add("e.state", in: states)
        switch evaluator {
        case nil: break
        case Evaluator.none?: condition.add("e.evaluator_id IS NULL")
        case .person(let id)?: condition.add("e.evaluator_id = ?", .text(id))
        }
        if let interaction { condition.add("e.interaction_id = ?", .text(interaction)) }
        if let scorecard {
            condition.add(
                "EXISTS (SELECT 1 FROM evaluation_forms f WHERE f.evaluation_id = e.id AND f.scorecard_id = ?)",
                .text(scorecard))
        }
        if let isExpired {
            let expired = "e.completed_at IS NULL AND e.due_at IS NOT NULL AND e.due_at < ?"
            condition.add(isExpired ? expired : "NOT (\(expired))", .integer(now))
        }
        condition.add("e.archived_at IS \(isArchived ? "NOT " : "")NULL")
        if let text { condition.add(session: text) }
        return condition
    }
}

/// Which sessions a caller may see at all.
///
/// An evaluator own and unassigned ones, a supervisor own ones and those on the teams' interactions, an admin all, an
/// agent none before their release.
enum EvaluationSight {
    /// Over the tables named `e` and `i`.
    static func seen(by caller: Caller) -> Condition {
        var condition = Condition()
        switch caller.sight {
        case .own: condition.add("1 = 0")
        case .everything where caller.role == .evaluator:
            condition.add("e.evaluator_id IS NULL OR e.evaluator_id = ?", .text(caller.id))
        case .everything: break
        case .teams:
            let teams = FindInteraction.inSight(of: caller)
            condition.add("(\(teams.text)) OR e.evaluator_id = ?", teams.arguments + [.text(caller.id)])
        }
        return condition
    }
}

extension Condition {
    /// Part of the session's name, the external ID, or the agent's or evaluator's name; small and large letters alike.
    fileprivate mutating func add(session text: String) {
        let small = String(decoding: text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
        add(
            """
            instr(lower(e.name), ?) > 0 OR instr(lower(i.external_id), ?) > 0
            OR EXISTS (SELECT 1 FROM users p WHERE p.id IN (i.agent_id, e.evaluator_id) AND instr(lower(p.name), ?) > 0)
            """, .text(small), .text(small), .text(small))
    }
}
