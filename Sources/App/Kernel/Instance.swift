import Domain
import Glibc
package import HTTP
package import Logging
import SQL

/// Where an installation keeps its data and how it is reached.
package struct Configuration: Sendable {
    package var data: String
    package var mediaProgram: String
    package var staticFiles: String
    package var host: String
    package var port: Int
    /// As people type it, without a trailing slash; nil is the address listened on.
    package var publicURL: String?
    /// CIDR ranges of proxies whose X-Forwarded-For is believed.
    package var trustedProxies: [String]
    /// Whether `/metrics` answers whoever reaches this server.
    package var hasMetrics: Bool
    /// Takes lines of the access log, whole ones; nil where requests are told to the log like everything else.
    package var writeAccess: (@Sendable ([UInt8]) -> Void)?

    package init(
        data: String, mediaProgram: String, staticFiles: String, host: String = "127.0.0.1", port: Int = 0,
        publicURL: String? = nil, trustedProxies: [String] = [], hasMetrics: Bool = false,
        writeAccess: (@Sendable ([UInt8]) -> Void)? = nil
    ) {
        self.data = data
        self.mediaProgram = mediaProgram
        self.staticFiles = staticFiles
        self.host = host
        self.port = port
        self.publicURL = publicURL
        self.trustedProxies = trustedProxies
        self.hasMetrics = hasMetrics
        self.writeAccess = writeAccess
    }
}

/// One running Earmark: its data opened, and, once started, its doors open.
package final class Instance: Sendable {
    private let configuration: Configuration
    private let services: Services
    let door: FrontDoor
    private let server: Server
    private let control: Server
    private let log: Logger

    /// Opens the data directory, brings its tables up to date and starts the jobs; refuses one that is in use.
    /// `now` gives milliseconds since 1970; without it the machine's clock does.
    package init(_ configuration: Configuration, now: (@Sendable () -> Int64)? = nil, log: Logger) throws {
        self.configuration = configuration
        self.log = log
        let publicURL = configuration.publicURL ?? "http://\(configuration.host):\(configuration.port)"
        services = try Services(
            data: configuration.data, mediaProgram: configuration.mediaProgram, publicURL: publicURL,
            isPublicURLGiven: configuration.publicURL != nil, trustedProxies: configuration.trustedProxies,
            hasMetrics: configuration.hasMetrics, outside: now.map(Outside.init(now:)) ?? .real, log: log)
        door = FrontDoor(services: services, pages: StaticFiles(root: configuration.staticFiles))
        var front = Server.Configuration(
            listener: .address(host: configuration.host, port: configuration.port), log: log)
        front.commonHeaders = SecurityHeaders.all(services)
        front.redactPath = SecretPaths.redacted
        if let write = configuration.writeAccess { front.accessSink = { write(AccessLines.bytes(of: $0)) } }
        server = Server(front)
        control = Server(Server.Configuration(listener: .socket(path: configuration.data + "/control.sock"), log: log))
        services.database.willBlock = { assert(!EventThread.isCurrent, "the database was asked on an event thread") }
        try SweepMedia.atStart(services)
        try services.startJobs()
    }

    /// Begins to answer; the port is the one listened on.
    package func start() throws -> Int {
        try control.start(door)
        try server.start(door)
        return server.port
    }

    /// Lets what runs come to its end, then closes everything.
    package func stop() {
        server.stop()
        control.stop()
        services.stop()
    }

    /// Answers a request of the operator's at this machine, through the same routes as everybody's.
    package func operate(
        _ method: HTTP.Method, _ path: String, headers: [(String, String)] = [("Content-Type", "application/json")],
        body: [UInt8]
    ) throws -> Response {
        let head = try Head(method: method, target: "/api/v1/" + path, headers: headers, peer: .control)
        return door.answer(Request(head: head, body: body), as: .operatorAtMachine)
    }
}

/// Headers every answer carries (SAFETY.md, "People and browsers").
private enum SecurityHeaders {
    static func all(_ services: Services) -> [(String, String)] {
        var headers = [
            (
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
                    + "media-src 'self' blob:; connect-src 'self'; font-src 'self'; form-action 'self'; "
                    + "frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; "
                    + "trusted-types 'none'"
            ),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Referrer-Policy", "no-referrer"),
            ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
        ]
        if services.isSecure { headers.append(("Strict-Transport-Security", "max-age=31536000")) }
        return headers
    }
}

/// Paths that are themselves a secret never reach the log.
private enum SecretPaths {
    static let redacted: @Sendable (String) -> String = { path in
        for prefix in ["/s/", "/api/v1/shared/"] where path.hasPrefix(prefix) {
            let rest = path.dropFirst(prefix.count).drop { $0 != "/" }
            return prefix + "…" + rest
        }
        return path
    }
}
