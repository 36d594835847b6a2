import Domain
import JSON
import Testing

@testable import App

/// Random sequences of what people do to a session, held against a model of its states.
struct StateModelTests {
    /// What people may try; the number is the person's: two evaluators, then the supervisor.
    enum Action: Sendable {
        case take(Int)
        case give(to: Int?)
        case save(Int)
        case complete(Int, isWhole: Bool)
        case replace(Int)
        case setDue(isPast: Bool)
        case archive(Int)
        case unarchive(Int)
    }

    /// What is known of a session, and what each action does to it: written from the rules' words, not from their code.
    struct Model: Equatable {
        var state = "unassigned"
        var holder: Int?
        var wasOpen = true
        var isAnswered = false
        var isWhole = false
        var isArchived = false
        var revisions = 0
        var isPastDue = false
        var candidates: Int

        private static let supervisor = 2

        private func isSeen(by person: Int) -> Bool {
            person == Model.supervisor || holder == nil || holder == person
        }

        /// Why somebody may not answer; nil when they may.
        private func bar(_ person: Int) -> (Int, String)? {
            if holder == nil { return (409, "not_taken") }
            return holder == person ? nil : (403, "not_yours")
        }

        /// The status and code the action is answered with, after it was done.
        mutating func answer(_ action: Action) -> (Int, String?) {
            switch action {
            case .take(let person):
                if !isSeen(by: person) { return wasOpen ? (409, "already_taken") : (404, "not_found") }
                if holder == person { return (200, nil) }
                if holder != nil { return (409, "already_taken") }
                if isArchived { return (409, "archived") }
                (state, holder) = ("assigned", person)
                return (200, nil)
            case .give(let person):
                if isArchived { return (409, "archived") }
                if state == "completed" { return (409, "already_completed") }
                if person == nil {
                    state = "unassigned"
                    wasOpen = true
                } else if state == "unassigned" {
                    state = "assigned"
                }
                holder = person
                return (200, nil)
            case .save(let person):
                if !isSeen(by: person) { return (404, "not_found") }
                if isArchived { return (409, "archived") }
                if state == "completed" {
                    if holder != person, person != Model.supervisor { return (403, "not_yours") }
                    if !isWhole { return (422, "nothing_changed") }
                    (isWhole, revisions) = (false, revisions + 1)
                    return (200, nil)
                }
                if let bar = bar(person) { return bar }
                (state, isAnswered) = ("in_progress", true)
                return (200, nil)
            case .complete(let person, let isWhole):
                if !isSeen(by: person) { return (404, "not_found") }
                if isArchived { return (409, "archived") }
                if state == "completed" { return (409, "already_completed") }
                if let bar = bar(person) { return bar }
                if isPastDue { return (409, "due_date_passed") }
                if !isWhole { return (422, "required_unanswered") }
                (state, isAnswered, self.isWhole, revisions) = ("completed", true, true, 1)
                return (200, nil)
            case .replace(let person):
                if !isSeen(by: person) { return (404, "not_found") }
                if isArchived { return (409, "archived") }
                if state == "completed" || state == "unassigned" { return (409, "replace_not_allowed") }
                if let bar = bar(person) { return bar }
                if isPastDue { return (409, "replace_not_allowed") }
                if candidates == 0 { return (409, "no_candidate") }
                (state, isAnswered, candidates) = ("assigned", false, candidates - 1)
                return (200, nil)
            case .archive(let person):
                if person != Model.supervisor { return (403, "forbidden") }
                if !isArchived, state != "completed", !isPastDue { return (409, "archive_not_allowed") }
                isArchived = true
                return (200, nil)
            case .unarchive(let person):
                if person != Model.supervisor { return (403, "forbidden") }
                isArchived = false
                return (200, nil)
            case .setDue(let isPast):
                if isArchived { return (409, "archived") }
                if state == "completed" { return (409, "already_completed") }
                isPastDue = isPast
                return (200, nil)
            }
        }
    }

    @Test func noSequenceOfActionsLeavesTheModel() throws {
        let day = try Workday()
        let people = [day.evaluator, day.colleague, day.supervisor]
        var chance = Chance(state: 20_261_112)
        for run in 0..<20 {
            try day.calls(4, named: "R\(run)x")
            let criteria = try day.criteria(#"{"q":"R\#(run)x-"}"#, named: "Run \(run)")
            let id = try #require(try day.drawn(1, from: criteria).first)
            var model = Model(candidates: 3)
            var done: [String] = []
            for _ in 0..<30 {
                let action = chance.action()
                let expected = model.answer(action)
                let reply = try perform(action, on: id, day, people)
                done.append("\(action) -> \(reply.status) \(reply.code ?? "")")
                let seen = try day.admin.get("evaluations/\(id)")
                let holder = people.firstIndex { $0.id == seen["/evaluator/id"]?.text }
                let revisions = try day.admin.get("evaluations/\(id)/revisions")["/items"]?.elements?.count
                let isRight =
                    reply.status == expected.0 && reply.code == expected.1 && seen["/state"]?.text == model.state
                    && holder == model.holder
                    && seen["/expired"]?.truth == (model.isPastDue && model.state != "completed")
                    && (seen["/forms/0/answers/q1"] != nil) == model.isAnswered
                    && seen["/replaced"]?.elements?.count == 3 - model.candidates
                    && (seen["/archivedAt"] != nil) == model.isArchived
                    && revisions == model.revisions
                try #require(isRight, "run \(run), expected \(expected), \(model):\n\(done.joined(separator: "\n"))")
            }
        }
    }

    private func perform(_ action: Action, on id: String, _ day: Workday, _ people: [Asker]) throws -> Reply {
        let path = "evaluations/\(id)"
        let seen = try day.admin.get(path)
        /// The revision as the person would have it: with their own draft's.
        func etag(_ person: Int) throws -> String {
            let reply = try people[person].get(path)
            return reply.status == 200 ? reply.etag : seen.etag
        }
        switch action {
        case .take(let person): return try people[person].put("\(path)/assignment", #"{"evaluatorId":"me"}"#)
        case .give(let person):
            let name = person.map { "\"\(people[$0].id)\"" } ?? "null"
            return try people[2].put("\(path)/assignment", #"{"evaluatorId":\#(name)}"#)
        case .save(let person):
            return try people[person].put(
                "\(path)/answers", day.forms(seen, #"{"q1":{"option":"y"}}"#).dropLast() + #","reason":"Again."}"#,
                ifMatch: etag(person))
        case .complete(let person, let isWhole):
            return try people[person].post(
                "\(path)/completion", day.forms(seen, isWhole ? Workday.full : "{}"), ifMatch: etag(person))
        case .replace(let person):
            return try people[person].post("\(path)/replacement", #"{"reason":"irrelevant"}"#, ifMatch: etag(person))
        case .archive(let person): return try people[person].put("\(path)/archive", "")
        case .unarchive(let person): return try people[person].delete("\(path)/archive")
        case .setDue(let isPast):
            let date = isPast ? "2026-01-01" : "2027-01-01"
            return try people[2].patch(path, #"{"dueAt":"\#(date)"}"#, ifMatch: etag(2))
        }
    }
}

/// Chance that can be repeated: SplitMix64.
private struct Chance {
    var state: UInt64

    mutating func below(_ bound: UInt64) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((bits ^ (bits >> 31)) % bound)
    }

    mutating func action() -> StateModelTests.Action {
        switch below(20) {
        case 0...2: return .take(below(3))
        case 3...4:
            let person = below(4)
            return .give(to: person == 3 ? nil : person)
        case 5...7: return .save(below(3))
        case 8: return .complete(below(3), isWhole: true)
        case 9...10: return .complete(below(3), isWhole: false)
        case 11...13: return .replace(below(3))
        case 14...15: return .setDue(isPast: below(3) == 0)
        case 16...17: return .archive(below(4) == 0 ? 0 : 2)
        default: return .unarchive(below(4) == 0 ? 1 : 2)
        }
    }
}
