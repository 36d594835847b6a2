import Domain
import HTTP
import JSON
import Logging
import SQL

/// Turns what went wrong into RFC 9457 problem details; the one table from refusal to HTTP status.
enum Problems {
    /// Codes that are not here are rules of the domain: 422.
    static let statuses: [String: Int] = [
        "not_signed_in": 401, "wrong_login": 401, "wrong_password": 401, "share_locked": 401,
        "forbidden": 403, "reuse_not_allowed": 403, "sharing_forbidden": 403, "cross_site": 403,
        "not_found": 404, "no_such_path": 404, "method_not_allowed": 405,
        "already_taken": 409, "already_evaluated": 409, "due_date_passed": 409, "replace_not_allowed": 409,
        "no_candidate": 409, "external_id_taken": 409, "login_taken": 409, "name_taken": 409, "monitor_taken": 409,
        "party_taken": 409, "not_ready": 409, "no_thumbnails": 409, "no_poster": 409, "not_allowed_now": 409,
        "in_use": 409, "read_already": 409,
        "upload_offset": 409, "idempotency_key_reused": 409, "proposals_undecided": 409, "tones_unsearched": 409,
        "no_agent": 409,
        "agent_inactive": 409, "calibration": 409, "evaluation_moved": 409,
        "already_completed": 409, "archived": 409, "archive_not_allowed": 409, "not_automated": 409, "automated": 409,
        "voided": 409, "not_taken": 409,
        "key_taken": 409, "nothing_to_publish": 409, "never_published": 409, "not_yours": 403,
        "upload_gone": 410, "upload_expired": 410, "checksum_unsupported": 400, "checksum_mismatch": 460, "stale": 412,
        "tus_version": 412, "too_large": 413, "unsupported_type": 415, "upload_locked": 423,
        "precondition_required": 428, "too_many_attempts": 429, "busy": 503, "disk_full": 507, "no_space": 507,
        "if_match_invalid": 400, "cursor_invalid": 400, "query_invalid": 400,
    ]

    static func response(to error: any Error, requestID: String, log: Logger) -> Response {
        switch error {
        case let refusal as Refusal: return problem(for: refusal)
        case let detailed as DetailedRefusal: return problem(for: detailed)
        case let error as JSONError:
            return problem(status: 400, code: error.code, detail: error.sentence)
        case let error as FieldError:
            return problem(
                status: 422, code: "invalid_input", detail: error.sentence,
                errors: [Refusal.Field(pointer: error.pointer, code: error.code, sentence: error.sentence)])
        case let error where DiskFull.isMeant(by: error):
            log.failure("disk full", error, requestID: requestID)
            return problem(for: DiskFull.refusal)
        default:
            log.failure("request failed", error, requestID: requestID)
            return problem(
                status: 500, code: "internal",
                detail: "Something went wrong on our side. Quote request \(requestID) when you report it.")
        }
    }

    static func problem(for refusal: Refusal) -> Response {
        problem(for: DetailedRefusal(refusal))
    }

    private static func problem(for detailed: DetailedRefusal) -> Response {
        let refusal = detailed.refusal
        var response = problem(
            status: statuses[refusal.code] ?? 422, code: refusal.code, detail: refusal.sentence,
            errors: refusal.fields ?? [], extras: detailed.extras)
        if let seconds = detailed.retryAfterSeconds { response = response.header("Retry-After", String(seconds)) }
        if refusal.code == "not_signed_in" { response = response.header("WWW-Authenticate", "Bearer") }
        if refusal.code == "tus_version" { response = response.header("Tus-Version", "1.0.0") }
        return response
    }

    static func problem(
        status: Int, code: String, detail: String, errors: [Refusal.Field] = [],
        extras: [(name: String, json: [UInt8])] = []
    ) -> Response {
        Response.json(status) { writer in
            writer.field("type", "about:blank")
            writer.field("title", code.replacing("_", with: " "))
            writer.field("status", status)
            writer.field("code", code)
            writer.field("detail", detail)
            if !errors.isEmpty {
                writer.field(
                    "errors",
                    array: { list in
                        for error in errors {
                            list.object {
                                $0.field("pointer", error.pointer)
                                $0.field("code", error.code)
                                $0.field("detail", error.sentence)
                            }
                        }
                    })
            }
            for extra in extras { writer.field(extra.name, raw: extra.json) }
        }.asProblem
    }
}

/// A refusal that brings more than a sentence: who holds the record, what collided, when to try again.
struct DetailedRefusal: Error {
    let refusal: Refusal
    /// Further members of the problem document, as JSON.
    let extras: [(name: String, json: [UInt8])]
    let retryAfterSeconds: Int?

    init(_ refusal: Refusal, extras: [(name: String, json: [UInt8])] = [], retryAfterSeconds: Int? = nil) {
        self.refusal = refusal
        self.extras = extras
        self.retryAfterSeconds = retryAfterSeconds
    }
}

extension Refusal {
    static let notSignedIn = Refusal("not_signed_in", "Sign in first.")
    static let crossSite = Refusal("cross_site", "This request came from another site and was not carried out.")
    static let preconditionRequired = Refusal(
        "precondition_required", "Send If-Match with the ETag of what this change is based on.")
}

extension Response {
    fileprivate var asProblem: Response {
        var copy = self
        copy.headers = copy.headers.filter { $0.0 != "Content-Type" } + [("Content-Type", "application/problem+json")]
        return copy
    }
}

extension Logger {
    /// A failure nobody outside is told about, with the request it belongs to.
    func failure(_ what: Message, _ error: any Error, requestID: String) {
        self.error(what, metadata: ["error": "\(error)", "requestId": "\(requestID)"])
    }
}
