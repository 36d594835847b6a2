import Domain
import JSON

/// The filters of an exported list as its row keeps them.
enum ExportQueryJSON {
    static func text(_ query: EvaluationQuery) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            for (name, values) in lists(query) { writer.field(name, values) }
            writer.field("unassigned", query.isNobodys)
            writer.field("interaction", query.interaction)
            writer.field("text", query.text)
            if let isExpired = query.isExpired { writer.field("expired", isExpired) }
            writer.field("archived", query.isArchived)
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    static func read(_ text: String) throws -> EvaluationQuery {
        var fields = try JSONFields(try JSONReader.read(Array(text.utf8)))
        var query = EvaluationQuery()
        func values(_ name: String) throws -> [String] { try fields.strings(name, max: 1000, each: 65_536) }
        query.states = try values("states")
        query.evaluators = try values("evaluators")
        query.scorecards = try values("scorecards")
        query.agents = try values("agents")
        query.teams = try values("teams")
        query.queues = try values("queues")
        query.channels = try values("channels")
        query.isNobodys = try fields.optionalBool("unassigned") ?? false
        query.interaction = try fields.optionalString("interaction", max: 65_536)
        query.text = try fields.optionalString("text", max: 65_536)
        query.isExpired = try fields.optionalBool("expired")
        query.isArchived = try fields.optionalBool("archived") ?? false
        return query
    }

    private static func lists(_ query: EvaluationQuery) -> [(name: String, values: [String])] {
        [
            ("states", query.states), ("evaluators", query.evaluators), ("scorecards", query.scorecards),
            ("agents", query.agents), ("teams", query.teams), ("queues", query.queues), ("channels", query.channels),
        ]
    }
}
