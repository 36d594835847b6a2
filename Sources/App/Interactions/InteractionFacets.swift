import JSON
import SQL

/// The values that occur among the interactions a caller may see, for the filters of the list.
struct InteractionFacets: Sendable {
    let agents: [Reference]
    let teams: [Reference]
    let queues: [String]
    let channels: [String]
    let dispositions: [String]
    let languages: [String]

    private static let longest = 1000

    static func load(for caller: Caller, _ transaction: borrowing Transaction) throws -> InteractionFacets {
        let condition = InteractionStore.seen(by: caller)
        return InteractionFacets(
            agents: try references("users", "i.agent_id", condition, transaction),
            teams: try references("teams", "i.team_id", condition, transaction),
            queues: try values("i.queue", condition, transaction),
            channels: try values("i.channel", condition, transaction),
            dispositions: try values("i.disposition", condition, transaction),
            languages: try values("i.language", condition, transaction))
    }

    func write(_ writer: inout JSONWriter) {
        writer.field("agents", agents)
        writer.field("teams", teams)
        writer.field("queues", queues)
        writer.field("channels", channels)
        writer.field("dispositions", dispositions)
        writer.field("languages", languages)
    }

    private static func values(
        _ column: String, _ condition: Condition, _ transaction: borrowing Transaction
    ) throws -> [String] {
        try transaction.rows(
            """
            SELECT DISTINCT \(column) FROM interactions i WHERE \(condition.text) AND \(column) IS NOT NULL
            ORDER BY 1 LIMIT \(longest)
            """, condition.arguments
        ) { $0.text(0) }
    }

    private static func references(
        _ table: String, _ column: String, _ condition: Condition, _ transaction: borrowing Transaction
    ) throws -> [Reference] {
        try transaction.rows(
            """
            SELECT DISTINCT n.id, n.name FROM interactions i JOIN \(table) n ON n.id = \(column)
            WHERE \(condition.text) ORDER BY n.name, n.id LIMIT \(longest)
            """, condition.arguments
        ) { Reference(id: $0.text(0), name: $0.text(1)) }
    }
}
