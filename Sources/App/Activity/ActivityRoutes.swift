import Domain
import HTTP
import JSON

/// `activity`: what happened in this account, newest first.
enum ActivityRoutes {
    static let all: [Route] = [
        .read("activity", .needs(.viewActivity), .activityRead) { call, transaction in
            let limit = try PageLimit(call, sorts: ["-sequence"])
            return .list(try ActivityStore.page(limit, transaction), for: call) { writer, entry in
                writer.field("sequence", entry.sequence)
                writer.field("at", instant: entry.at)
                writer.field("actor", entry.actor)
                writer.field("action", entry.action)
                writer.field(
                    "subject",
                    object: {
                        $0.field("kind", entry.subject.kind)
                        $0.field("id", entry.subject.id)
                    })
                writer.field("detail", raw: Array(entry.detail.utf8))
            }
        }
    ]
}
