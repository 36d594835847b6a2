import Domain
import JSON
import SQL

/// Does one thing to many sessions, each for itself: what is refused for one stops none of the others.
///
/// Needs what the one thing needs: `assign_evaluations`, `extend_evaluations` or `archive_evaluations`.
enum ChangeEvaluations {
    static let most = 500

    /// What can be done to many sessions at once.
    enum Action: String, CaseIterable, Sendable {
        case assign, extend, archive, unarchive, void

        var permission: Permission {
            switch self {
            case .assign: .assignEvaluations
            case .extend: .extendEvaluations
            case .archive, .unarchive, .void: .archiveEvaluations
            }
        }
    }

    struct Input: Sendable {
        let action: Action
        /// Each once, in the order they were given.
        let evaluations: [String]
        let assignee: Assignee
        let dueAt: Int64?
        /// Why they are voided, the same for all of them.
        let reason: String?

        init(reading fields: inout JSONFields, _ settings: Settings) throws {
            action = try fields.choice("action", of: Action.self)
            var seen: Set<String> = []
            evaluations = try fields.strings("evaluations", max: most, min: 1, each: 100)
                .filter { seen.insert($0).inserted }
            guard !evaluations.isEmpty else {
                throw Refusal.field("/evaluations", "evaluations_count", "Name at least one evaluation.")
            }
            assignee = action == .assign ? Assignee(try Input.given("evaluatorId", &fields)) : .nobody
            dueAt = action == .extend ? try Input.due(&fields, settings) : nil
            reason =
                action == .void ? try VoidEvaluation.checked(try fields.optionalString("reason", max: 20_000)) : nil
            try fields.finish()
        }

        private static func due(_ fields: inout JSONFields, _ settings: Settings) throws -> Int64? {
            try check("dueAt", in: fields)
            return try DueDate.read(&fields, "dueAt", settings)
        }

        private static func given(_ name: String, _ fields: inout JSONFields) throws -> String? {
            try check(name, in: fields)
            return try fields.optionalString(name, max: 100)
        }

        /// Null says something here, leaving it out says nothing.
        private static func check(_ name: String, in fields: JSONFields) throws {
            guard fields.has(name) else {
                throw FieldError(
                    pointer: fields.pointer(to: name), code: "field_missing", sentence: "“\(name)” is missing.")
            }
        }
    }

    /// What became of one of them.
    struct Result: Sendable {
        let id: String
        /// Nil when it was done.
        let refusal: Refusal?
    }

    static func run(
        _ input: Input, by caller: Caller, _ transaction: borrowing Transaction
    ) throws -> [Result] {
        guard caller.may(input.action.permission) else { throw Refusal.forbidden(input.action.permission) }
        if input.action == .assign { _ = try input.assignee.checked(by: caller, transaction) }
        var results: [Result] = []
        for id in input.evaluations {
            var refusal: Refusal?
            do {
                try change(id, input, by: caller, transaction)
            } catch {
                // The rules refuse before anything is written, so that nothing is half done.
                guard let refused = error as? Refusal else { throw error }
                refusal = refused
            }
            results.append(Result(id: id, refusal: refusal))
        }
        return results
    }

    private static func change(
        _ id: String, _ input: Input, by caller: Caller, _ transaction: borrowing Transaction
    ) throws {
        switch input.action {
        case .assign:
            try AssignEvaluation.run(id, to: input.assignee, basedOn: nil, by: caller, transaction)
        case .extend:
            guard let record = try EvaluationStore.find(id, for: caller, transaction) else { throw Refusal.notFound }
            try ChangeEvaluation.checkChangeable(record, setsDueDate: true)
            try EvaluationStore.setDueDate(id, input.dueAt, transaction)
            try EventLog.record("evaluation.changed", .init(kind: "evaluation", id: id), by: caller, transaction) {
                $0.field("dueAt", instant: input.dueAt)
            }
        case .archive: try ArchiveEvaluation.run(id, basedOn: nil, by: caller, transaction)
        case .unarchive: try UnarchiveEvaluation.run(id, basedOn: nil, by: caller, transaction)
        case .void: try VoidEvaluation.run(id, because: input.reason, basedOn: nil, by: caller, transaction)
        }
    }
}
