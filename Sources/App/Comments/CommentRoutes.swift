import Domain
import HTTP
import JSON

/// `interactions/{id}/comments` and `comments/{id}`.
enum CommentRoutes {
    static let all: [Route] = [
        .read("interactions/{id}/comments", .needs(.viewInteractions), .interactionsRead) { call, transaction in
            let caller = try call.caller()
            guard try FindInteraction.run(call.parameter("id"), for: caller, transaction) != nil else {
                throw Refusal.notFound
            }
            let comments = try CommentStore.all(of: call.parameter("id"), for: caller, transaction)
            return .json { writer in
                writer.field(
                    "items",
                    array: { list in
                        for comment in comments { list.object { comment.write(&$0, for: caller) } }
                    })
                writer.fieldNull("next")
            }
        },
        .write(
            .post, "interactions/{id}/comments", .needs(.writeComments), .interactionsWrite
        ) { call, transaction in
            var fields = try call.fields()
            let caller = try call.caller()
            let comment = try WriteComment.run(
                call.parameter("id"), WriteComment.Input(reading: &fields), by: caller, call.services, transaction)
            return .created(at: "comments/\(comment.id)") { comment.write(&$0, for: caller) }
        },
        .write(.patch, "comments/{id}", .needs(.writeComments), .interactionsWrite) { call, transaction in
            var fields = try call.fields()
            let body = try fields.optionalString("body", max: 20_000)
            let visibility = try fields.optionalChoice("visibility", of: CommentVisibility.self)
            try fields.finish()
            let caller = try call.caller()
            let comment = try ChangeComment.run(
                call.parameter("id"), body: body, visibility: visibility, by: caller, transaction)
            return .json { comment.write(&$0, for: caller) }
        },
        .write(.delete, "comments/{id}", .needs(.writeComments), .interactionsWrite, consumes: []) {
            call, transaction in
            try ChangeComment.delete(call.parameter("id"), by: try call.caller(), transaction)
            return .noContent
        },
    ]
}
