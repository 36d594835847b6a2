import Domain
import HTTP
import JSON

/// `shares` and `moments/{id}/shares`: the links people gave out.
enum ShareRoutes {
    static let all: [Route] = [
        .read("shares/policy", .signedIn, .sharesWrite) { call, transaction in
            let caller = try call.caller()
            let policy = try FindShares.policy(for: caller, transaction)
            return .json { writer in
                writer.field("mayShare", caller.may(.shareMoments) && policy.mayShare)
                writer.field("passwordRequired", policy.passwordRequired)
                writer.field("longestExpiryHours", policy.longestExpiryHours)
                writer.field("mayAllowDownload", policy.mayAllowDownload)
            }
        },
        .plain(.post, "moments/{id}/shares", .needs(.shareMoments), .sharesWrite) { call in
            var fields = try call.fields()
            let input = try MakeShare.Input(reading: &fields)
            let made = try MakeShare.run(call.parameter("id"), input, by: try call.caller(), call.services)
            return .created(at: "shares/\(made.id)") {
                $0.field("id", made.id)
                $0.field("url", call.publicURL + "/s/" + made.token)
            }.secret
        },
        .read("moments/{id}/shares", .needs(.shareMoments), .sharesWrite) { call, transaction in
            let found = try FindShares.ofMoment(call.parameter("id"), for: try call.caller(), transaction)
            return .json { writer in
                writer.field(
                    "items",
                    array: { list in for share in found.shares { list.object { found.write(share, &$0) } } })
                writer.fieldNull("next")
            }
        },
        .read("shares", .needs(.shareMoments), .sharesWrite) { call, transaction in
            let limit = try PageLimit(call, sorts: ["-createdAt"])
            let (page, found) = try FindShares.page(for: try call.caller(), limit, transaction)
            return .list(page, for: call) { writer, share in found.write(share, &writer) }
        },
        .read("shares/{id}", .needs(.shareMoments), .sharesWrite) { call, transaction in
            let (found, views) = try FindShares.one(call.parameter("id"), for: try call.caller(), transaction)
            return .json { writer in
                for share in found.shares { found.write(share, &writer) }
                writer.field("viewLog", array: { list in for view in views { list.object { view.write(&$0) } } })
            }
        },
        .write(.delete, "shares/{id}", .needs(.shareMoments), .sharesWrite, consumes: []) { call, transaction in
            try RevokeShare.run(call.parameter("id"), by: try call.caller(), call.services, transaction)
            return .noContent
        },
    ]
}
