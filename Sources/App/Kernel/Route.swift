import Domain
import HTTP
import SQL

/// One row of the route table: what answers, who may ask, and how it runs.
struct Route: Sendable {
    /// Who may come through this door.
    enum Access: Sendable, Equatable {
        /// No account needed; the room itself decides (sign-in, shared links).
        case anyone
        /// Anybody signed in.
        case signedIn
        /// Anybody holding one of these.
        case holding([Permission])

        static func needs(_ permission: Permission) -> Access { .holding([permission]) }
    }

    enum Work: Sendable {
        /// Runs on a worker in one snapshot.
        case read(@Sendable (Call, borrowing Transaction) throws -> Response)
        /// A read of few rows by their index. It is tried at once on the event thread; what has to wait there, or takes
        /// longer than it should, runs on a worker like any other.
        case brief(@Sendable (Call, borrowing Transaction) throws -> Response)
        /// Runs on a worker in one transaction, committed when it returns.
        case write(@Sendable (Call, borrowing Transaction) throws -> Response)
        /// As `.write`, of what many wait for: what can be read of the request is read before its turn, and the answer is
        /// written after it.
        case save(@Sendable (Call) throws -> Saving)
        /// Runs on a worker and opens its own transactions (slow work such as password hashes stays outside them).
        case plain(@Sendable (Call) throws -> Response)
        /// Bytes of media: decided once on a worker, then served from the kept grant on the event thread.
        case media(@Sendable (Call, borrowing Transaction) throws -> MediaReply)
        /// A streamed request body.
        case upload(@Sendable (Call) throws -> any BodyReceiver)
    }

    /// What is done in the transaction, on whichever thread has its turn, and the answer once that is on disk.
    typealias Saving = @Sendable (borrowing Transaction) throws -> @Sendable () -> Response

    let method: Method
    /// Segments below `/api/v1`, `{name}` for a parameter.
    let pattern: String
    let access: Access
    /// The scope an API token needs; nil closes the route to tokens.
    let scope: Scope?
    /// Content types of the request's body; empty where it has none.
    let consumes: [String]
    let bodyLimit: Int
    let work: Work

    static let json = ["application/json"]
    static let jsonLimit = 1 << 20

    static func read(
        _ pattern: String, _ access: Access, _ scope: Scope?,
        _ run: @escaping @Sendable (Call, borrowing Transaction) throws -> Response
    ) -> Route {
        Route(
            method: .get, pattern: pattern, access: access, scope: scope, consumes: [], bodyLimit: 0,
            work: .read(run))
    }

    static func brief(
        _ pattern: String, _ access: Access, _ scope: Scope?,
        _ run: @escaping @Sendable (Call, borrowing Transaction) throws -> Response
    ) -> Route {
        Route(
            method: .get, pattern: pattern, access: access, scope: scope, consumes: [], bodyLimit: 0,
            work: .brief(run))
    }

    static func write(
        _ method: Method, _ pattern: String, _ access: Access, _ scope: Scope?, consumes: [String] = json,
        limit: Int = jsonLimit, _ run: @escaping @Sendable (Call, borrowing Transaction) throws -> Response
    ) -> Route {
        Route(
            method: method, pattern: pattern, access: access, scope: scope, consumes: consumes, bodyLimit: limit,
            work: .write(run))
    }

    /// Of repeatable methods alone: an answer that is written afterwards is not kept for an Idempotency-Key.
    static func save(
        _ method: Method, _ pattern: String, _ access: Access, _ scope: Scope?, limit: Int = jsonLimit,
        _ read: @escaping @Sendable (Call) throws -> Saving
    ) -> Route {
        Route(
            method: method, pattern: pattern, access: access, scope: scope, consumes: json, bodyLimit: limit,
            work: .save(read))
    }

    static func plain(
        _ method: Method, _ pattern: String, _ access: Access, _ scope: Scope?, consumes: [String] = json,
        limit: Int = jsonLimit, _ run: @escaping @Sendable (Call) throws -> Response
    ) -> Route {
        Route(
            method: method, pattern: pattern, access: access, scope: scope, consumes: consumes, bodyLimit: limit,
            work: .plain(run))
    }

    static func media(
        _ pattern: String, _ access: Access, _ scope: Scope?,
        _ run: @escaping @Sendable (Call, borrowing Transaction) throws -> MediaReply
    ) -> Route {
        Route(
            method: .get, pattern: pattern, access: access, scope: scope, consumes: [], bodyLimit: 0,
            work: .media(run))
    }

    static func upload(
        _ method: Method, _ pattern: String, _ access: Access, _ scope: Scope?, consumes: [String],
        _ run: @escaping @Sendable (Call) throws -> any BodyReceiver
    ) -> Route {
        Route(
            method: method, pattern: pattern, access: access, scope: scope, consumes: consumes, bodyLimit: .max,
            work: .upload(run))
    }
}

/// A page for people without an account: one file for every address `/name/{token}`, under a status that is decided.
struct DecidedPage: Sendable {
    let name: String
    /// Below the directory of static files.
    let file: String
    let headers: [(String, String)]
    /// Runs on a worker; the call has the parameter `token`.
    let status: @Sendable (Call) throws -> Int
}

/// The route table in a form that finds a row quickly.
struct RouteTable: Sendable {
    enum Match: Sendable {
        case found(Route, parameters: [String: String])
        case otherMethod(allowed: [Method])
        case nothing
    }

    private struct Row: Sendable {
        /// Literal segments and where they stand.
        let literals: [(place: Int, text: String)]
        let parameters: [(place: Int, name: String)]
        let route: Route
    }

    let routes: [Route]
    private let byLength: [Int: [Row]]

    init(_ routes: [Route]) {
        self.routes = routes
        var byLength: [Int: [Row]] = [:]
        for route in routes {
            let segments = route.pattern.split(separator: "/").enumerated()
            byLength[Array(segments).count, default: []].append(
                Row(
                    literals: segments.filter { !$1.hasPrefix("{") }.map { ($0, String($1)) },
                    parameters: segments.filter { $1.hasPrefix("{") }.map { ($0, String($1.dropFirst().dropLast())) },
                    route: route))
        }
        self.byLength = byLength
    }

    /// Literal segments win over parameters.
    func match(_ method: Method, _ path: ArraySlice<String>) -> Match {
        var allowed: [Method] = []
        var best: Row?
        for row in byLength[path.count] ?? [] where fits(row, path) {
            guard row.route.method == method else {
                allowed.append(row.route.method)
                continue
            }
            if best == nil || row.literals.count > best?.literals.count ?? 0 { best = row }
        }
        guard let best else { return allowed.isEmpty ? .nothing : .otherMethod(allowed: allowed) }
        var parameters: [String: String] = [:]
        for (place, name) in best.parameters { parameters[name] = path[path.startIndex + place] }
        return .found(best.route, parameters: parameters)
    }

    private func fits(_ row: Row, _ path: ArraySlice<String>) -> Bool {
        for (place, text) in row.literals where path[path.startIndex + place] != text { return false }
        return true
    }
}
