import Domain
import HTTP

/// What a door may refuse: what the front door sees to, known from the route, and what the room itself declines.
enum Refusable {
    /// Codes in alphabetical order by their HTTP status.
    static func codes(_ route: Route, _ operation: Operation) -> [(status: Int, codes: [String])] {
        var codes = Set(operation.refusals).union(["internal"])
        codes.formUnion(ofCaller(route))
        codes.formUnion(ofRequest(route, operation))
        if route.pattern.contains("{") { codes.insert("not_found") }
        if route.method != .get { codes.formUnion(["cross_site", "disk_full"]) }
        var byStatus: [Int: [String]] = [:]
        for code in codes { byStatus[status(of: code), default: []].append(code) }
        return byStatus.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sorted()) }
    }

    static func status(of code: String) -> Int {
        if code == "internal" { return 500 }
        if code.hasPrefix("json_") { return 400 }
        return Problems.statuses[code] ?? 422
    }

    /// What may be wrong with a document, in the words of the JSON reader.
    static let ofJSON = [
        "json_depth", "json_duplicate_key", "json_number", "json_surrogate", "json_syntax", "json_trailing",
        "json_utf8",
    ]

    private static func ofCaller(_ route: Route) -> [String] {
        switch route.access {
        // A token that does not hold is refused even where none is needed.
        case .anyone: ["not_signed_in"]
        case .signedIn, .holding: ["not_signed_in", "forbidden"]
        }
    }

    private static func ofRequest(_ route: Route, _ operation: Operation) -> [String] {
        var codes: [String] = []
        if !route.consumes.isEmpty { codes += ["unsupported_type", "too_large"] }
        if operation.content?.types.contains(where: { $0.name == "application/json" }) == true {
            codes += ofJSON + ["invalid_input"]
        }
        if isIdempotent(route) { codes += ["idempotency_key_reused", "query_invalid"] }
        let names = operation.parameters.map(\.name)
        if operation.parameters.contains(where: { $0.place == .query }) { codes.append("query_invalid") }
        if names.contains("cursor") { codes.append("cursor_invalid") }
        if let ifMatch = operation.parameters.first(where: { $0.name == "If-Match" }) {
            codes += ["stale", "if_match_invalid"] + (ifMatch.isRequired ? ["precondition_required"] : [])
        }
        return codes
    }

    /// Whether a repeat under the same Idempotency-Key gets the first answer again.
    static func isIdempotent(_ route: Route) -> Bool {
        if case .write = route.work { return route.method == .post && route.access != .anyone }
        return false
    }
}
