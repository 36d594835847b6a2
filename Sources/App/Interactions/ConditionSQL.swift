import Domain
import SQL

extension Condition {
    /// What must hold of an interaction, over the table named `i`.
    mutating func add(_ tree: ConditionTree) {
        var arguments: [SQLValue] = []
        let text = Condition.text(of: tree, &arguments)
        add(text, arguments)
    }

    private static func text(of tree: ConditionTree, _ arguments: inout [SQLValue]) -> String {
        switch tree {
        case .all(let parts): return joined(parts, "AND", &arguments)
        case .any(let parts): return joined(parts, "OR", &arguments)
        case .named(let field, let isIn, let values): return text(of: field, isIn: isIn, values, &arguments)
        case .indicator(let isMentioned, let phrases): return heard(phrases, isMentioned, &arguments)
        case .duration(let atLeastMs, let atMostMs):
            var bounds: [String] = []
            if let atLeastMs {
                bounds.append("i.duration_ms >= ?")
                arguments.append(.integer(atLeastMs))
            }
            if let atMostMs {
                bounds.append("i.duration_ms <= ?")
                arguments.append(.integer(atMostMs))
            }
            return bounds.joined(separator: " AND ")
        }
    }

    private static func joined(
        _ parts: [ConditionTree], _ word: String, _ arguments: inout [SQLValue]
    ) -> String {
        parts.map { "(\(text(of: $0, &arguments)))" }.joined(separator: " \(word) ")
    }

    private static func text(
        of field: ConditionTree.Field, isIn: Bool, _ values: [String], _ arguments: inout [SQLValue]
    ) -> String {
        arguments += values.map(SQLValue.text)
        let marks = SQLValue.marks(values.count)
        let column: String
        switch field {
        case .topic:
            let found = """
                EXISTS (SELECT 1 FROM interaction_topics o WHERE o.interaction_id = i.id AND o.topic IN (\(marks)))
                """
            return isIn ? found : "NOT \(found)"
        case .agent: column = "i.agent_id"
        case .team: column = "i.team_id"
        case .channel: column = "i.channel"
        case .queue: column = "i.queue"
        case .disposition: column = "i.disposition"
        case .language: column = "i.language"
        }
        return isIn ? "\(column) IN (\(marks))" : "\(column) IS NULL OR \(column) NOT IN (\(marks))"
    }

    private static func heard(_ phrases: [String], _ isMentioned: Bool, _ arguments: inout [SQLValue]) -> String {
        arguments.append(.text(phrases.compactMap(FullText.phrase).joined(separator: " OR ")))
        return """
            EXISTS (SELECT 1 FROM transcripts h WHERE h.interaction_id = i.id)
            AND i.id \(isMentioned ? "" : "NOT ")IN (SELECT s.interaction_id FROM segment_index x
            JOIN segments s ON s.id = x.rowid WHERE segment_index MATCH ?)
            """
    }
}
