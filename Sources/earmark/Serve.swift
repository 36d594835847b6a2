import App
import ArgumentParser
import Foundation
import Glibc
import Logging

/// `earmark serve`: migrates and serves until it is told to stop.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the workbench.",
        discussion: "Prints the address on stdout when ready and stops cleanly on SIGTERM or SIGINT.")

    @OptionGroup var data: DataOptions
    @Option(help: "The address to listen on.") var host = "127.0.0.1"
    @Option(help: "The port to listen on; 0 takes any free one.") var port = 8080
    @Option(name: .customLong("public-url"), help: "How people reach this server from a browser.")
    var publicURL: String?
    @Option(name: .customLong("static"), help: "The directory of the browser's files.")
    var staticFiles: String?
    @Option(
        name: .customLong("trusted-proxy"),
        help: "A proxy (CIDR) whose X-Forwarded-For is believed; may be given several times.")
    var trustedProxies: [String] = []
    @Flag(help: "Answer /metrics (Prometheus text, counts only) to whoever reaches this server.")
    var metrics = false
    @Flag(name: .customLong("insecure-http"), help: "Serve beyond this machine over plain HTTP all the same.")
    var insecureHTTP = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("A port is a number from 0 to 65535.") }
        if let publicURL, !publicURL.hasPrefix("https://"), !publicURL.hasPrefix("http://") {
            throw ValidationError("The public URL begins with https:// or http://.")
        }
    }

    func run() throws {
        try refusePlainHTTP()
        guard let pages = staticFiles ?? Installed.staticFiles() else {
            throw Refused(description: "The browser's files were not found; say where they are with --static.")
        }
        LogLines.start(level: .info)
        raiseDescriptorLimit()
        var stopped = StopSignal()
        let configuration = Configuration(
            data: data.directory, mediaProgram: Installed.mediaProgram, staticFiles: pages, host: host, port: port,
            publicURL: publicURL.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 },
            trustedProxies: trustedProxies, hasMetrics: metrics, writeAccess: LogLine.write)
        let instance = try Instance(configuration, log: Logger(label: "earmark"))
        let port = try instance.start()
        print("Earmark is ready at \(publicURL ?? "http://\(host):\(port)")")
        fflush(nil)
        stopped.wait()
        instance.stop()
    }

    /// Passwords and recordings cross a network only encrypted, unless somebody insists.
    private func refusePlainHTTP() throws {
        let isLoopback = host == "localhost" || host == "::1" || host.hasPrefix("127.")
        let isSecure = publicURL?.hasPrefix("https://") == true
        guard isLoopback || isSecure || insecureHTTP else {
            throw Refused(
                description: "Beyond this machine Earmark wants https: give --public-url https://… (with a proxy in "
                    + "front), or --insecure-http if you know what you do.")
        }
    }

    private func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, 65_536)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}

/// SIGTERM and SIGINT, kept from every thread and waited for by one.
private struct StopSignal {
    private var signals = sigset_t()

    /// To be made before any other thread, which inherits what is blocked.
    init() {
        signal(SIGPIPE, SIG_IGN)
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    mutating func wait() {
        var number: Int32 = 0
        sigwait(&signals, &number)
    }
}
