import Domain
import JSON

/// The filters of an exported list as its row keeps them.
enum ExportQueryJSON {
    /// Days become instants: the list is that of the moment it was asked for.
    static func text(_ query: EvaluationQuery, _ settings: Settings, now: Int64) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            for (name, values) in lists(query) { writer.field(name, values) }
            writer.field("unassigned", query.isNobodys)
            writer.field("interaction", query.interaction)
            writer.field("text", query.text)
            if let isExpired = query.isExpired { writer.field("expired", isExpired) }
            writer.field("archived", query.isArchived)
            if let dates = query.dates {
                let (from, to) = dates.instants(settings, now: now)
                writer.field("date", dates.which.rawValue)
                writer.field("from", instant: from)
                writer.field("to", instant: to)
            }
            writer.field("scoreFrom", query.scoreFrom)
            writer.field("scoreTo", query.scoreTo)
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
        query.dates = try GridDates(
            which: try fields.optionalString("date", max: 20), period: nil,
            from: try fields.optionalString("from", max: 40), to: try fields.optionalString("to", max: 40)
        ) { Refusal("query_invalid", $2) }
        query.scoreFrom = try fields.optionalInt64("scoreFrom")
        query.scoreTo = try fields.optionalInt64("scoreTo")
        return query
    }

    private static func lists(_ query: EvaluationQuery) -> [(name: String, values: [String])] {
        [
            ("states", query.states), ("evaluators", query.evaluators), ("scorecards", query.scorecards),
            ("agents", query.agents), ("teams", query.teams), ("queues", query.queues), ("channels", query.channels),
        ]
    }
}
