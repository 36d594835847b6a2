import Domain
import JSON
import SQL

/// A filter of the list of sessions that a person has named: what the address of the page says, without the page.
///
/// It is its owner's alone: what it shows depends on who looks, and an address can be handed on as it is.
struct GridView: Sendable {
    let id: String
    let name: String
    let query: Query

    /// Views a person keeps.
    static let most = 50

    /// Filters and order as the address says them; a person's own sessions stay `me`, whoever that is.
    struct Query: Sendable, Equatable {
        var lists: [String: [String]] = [:]
        var text: String?
        var isExpired: Bool?
        var isArchived: Bool?
        var dates: GridDates?
        var scoreFrom: Int64?
        var scoreTo: Int64?
        var sort: String?

        static let listNames = ["state", "evaluator", "scorecard", "agent", "team", "queue", "channel"]

        init(reading fields: inout JSONFields) throws {
            for name in Query.listNames {
                lists[name] = try fields.strings(name, max: EvaluationQuery.mostValues, each: 250)
            }
            for state in lists["state"] ?? [] where SessionState(rawValue: state) == nil {
                throw FieldError(
                    pointer: fields.pointer(to: "state"), code: "field_value",
                    sentence: "“\(state)” is no state of an evaluation.")
            }
            text = try fields.optionalString("q", max: 500)
            isExpired = try fields.optionalBool("expired")
            isArchived = try fields.optionalBool("archived")
            dates = try GridDates(
                which: try fields.optionalString("date", max: 20), period: try fields.optionalString("period", max: 20),
                from: try fields.optionalString("from", max: 40), to: try fields.optionalString("to", max: 40)
            ) { [fields] in FieldError(pointer: fields.pointer(to: $0), code: $1, sentence: $2) }
            scoreFrom = try fields.optionalInt64("scoreFrom", in: 0...Scoring.whole)
            scoreTo = try fields.optionalInt64("scoreTo", in: 0...Scoring.whole)
            sort = try fields.optionalString("sort", max: 50)
            if let sort, !GridSort.all.contains(where: { $0.name == sort }) {
                throw FieldError(
                    pointer: fields.pointer(to: "sort"), code: "field_value", sentence: "This list has no such order.")
            }
            try fields.finish()
        }

        func write(_ writer: inout JSONWriter) {
            for name in Query.listNames {
                if let values = lists[name], !values.isEmpty { writer.field(name, values) }
            }
            if let text { writer.field("q", text) }
            if let isExpired { writer.field("expired", isExpired) }
            if let isArchived { writer.field("archived", isArchived) }
            dates?.write(&writer)
            if let scoreFrom { writer.field("scoreFrom", scoreFrom) }
            if let scoreTo { writer.field("scoreTo", scoreTo) }
            if let sort { writer.field("sort", sort) }
        }
    }

    /// What a request gives: a name and a query.
    struct Input: Sendable {
        let name: String
        let query: Query

        init(reading fields: inout JSONFields) throws {
            name = try fields.name("name", longest: 100)
            var query = try fields.object("query")
            self.query = try Query(reading: &query)
            try fields.finish()
        }
    }

    func write(_ writer: inout JSONWriter) {
        writer.field("id", id)
        writer.field("name", name)
        writer.field("query", object: query.write)
    }
}

/// Keeps a filter under a name for the caller. Refuses a name the caller has used, and more than fifty.
enum SaveView {
    static func run(
        _ input: GridView.Input, by caller: Caller, _ services: Services, _ transaction: borrowing Transaction
    ) throws -> GridView {
        guard try GridViewStore.all(of: caller, transaction).count < GridView.most else {
            throw Refusal("views_many", "You keep \(GridView.most) filters. Delete one first.")
        }
        let view = GridView(id: services.outside.id(), name: input.name, query: input.query)
        guard try GridViewStore.insert(view, of: caller, transaction) else { throw Refusal.viewNameTaken }
        return view
    }
}

/// Gives a kept filter another name or other filters. Refuses one that is not the caller's, and a name that is used.
enum ChangeView {
    static func run(
        _ id: String, _ input: GridView.Input, by caller: Caller, _ transaction: borrowing Transaction
    ) throws -> GridView {
        let all = try GridViewStore.all(of: caller, transaction)
        guard all.contains(where: { $0.id == id }) else { throw Refusal.notFound }
        guard !all.contains(where: { $0.name == input.name && $0.id != id }) else { throw Refusal.viewNameTaken }
        let view = GridView(id: id, name: input.name, query: input.query)
        try GridViewStore.update(view, transaction)
        return view
    }
}

/// Takes a kept filter away. Refuses one that is not the caller's.
enum DeleteView {
    static func run(_ id: String, by caller: Caller, _ transaction: borrowing Transaction) throws {
        guard try GridViewStore.delete(id, of: caller, transaction) else { throw Refusal.notFound }
    }
}

extension Refusal {
    fileprivate static let viewNameTaken = Refusal.field(
        "/name", "name_taken", "You have a filter of this name already.")
}
