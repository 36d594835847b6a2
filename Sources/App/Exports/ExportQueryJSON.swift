import Domain
import JSON

/// The filters of an exported list as its row keeps them.
enum ExportQueryJSON {
    static func text(_ query: EvaluationQuery) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("states", query.states)
            switch query.evaluator {
            case nil: break
            case EvaluationQuery.Evaluator.none?: writer.field("unassigned", true)
            case .person(let id)?: writer.field("evaluator", id)
            }
            writer.field("interaction", query.interaction)
            writer.field("scorecard", query.scorecard)
            writer.field("text", query.text)
            if let isExpired = query.isExpired { writer.field("expired", isExpired) }
            writer.field("archived", query.isArchived)
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    static func read(_ text: String) throws -> EvaluationQuery {
        var fields = try JSONFields(try JSONReader.read(Array(text.utf8)))
        var query = EvaluationQuery()
        query.states = try fields.strings("states", max: 100, each: 100)
        if try fields.optionalBool("unassigned") == true { query.evaluator = EvaluationQuery.Evaluator.none }
        if let id = try fields.optionalString("evaluator", max: 1000) { query.evaluator = .person(id) }
        query.interaction = try fields.optionalString("interaction", max: 65_536)
        query.scorecard = try fields.optionalString("scorecard", max: 65_536)
        query.text = try fields.optionalString("text", max: 65_536)
        query.isExpired = try fields.optionalBool("expired")
        query.isArchived = try fields.optionalBool("archived") ?? false
        return query
    }
}
