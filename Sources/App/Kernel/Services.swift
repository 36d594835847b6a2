import Domain
import Foundation
import HTTP
import Logging
import SQL
import Sandbox

/// What the rooms work with: the database, the media on disk, the media child, the jobs, and the outside world.
final class Services: Sendable {
    let database: Database
    let blobs: BlobStore
    let media: MediaPool
    let worker = Worker()
    let grants = Grants()
    let compositions = Compositions()
    let longReads = LongReads()
    let outside: Outside
    let log: Logger
    /// How people reach this server from a browser, without a trailing slash.
    let publicURL: String
    /// Whether somebody said so; else it is the address listened on.
    let isPublicURLGiven: Bool
    let proxies: TrustedProxies
    let signInThrottle = SignInThrottle()
    /// Whether `/metrics` answers.
    let hasMetrics: Bool

    /// Cookies are `Secure` and `__Host-` exactly when people come over https.
    var isSecure: Bool { publicURL.hasPrefix("https://") }

    init(
        data: String, mediaProgram: String, publicURL: String, isPublicURLGiven: Bool = true,
        trustedProxies: [String] = [], hasMetrics: Bool = false,
        glancing: Int64 = Database.usualGlance, outside: Outside = .real, log: Logger
    ) throws {
        self.outside = outside
        self.log = log
        self.publicURL = publicURL
        self.hasMetrics = hasMetrics
        self.isPublicURLGiven = isPublicURLGiven
        proxies = try TrustedProxies(trustedProxies)
        try FileManager.default.createDirectory(
            atPath: data, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        database = try Database(directory: data, glancing: glancing, clock: outside.now)
        try Migrator.run(Rooms.migrations, on: database)
        blobs = try BlobStore(directory: data + "/media")
        media = MediaPool(program: mediaProgram, size: 4) { MediaLog.write($0, to: log) }
    }

    /// Takes away those of some blobs that nothing refers to any more; nobody can begin to meanwhile.
    func removeUnused(_ hashes: [String]) throws {
        try database.write(spendingReserve: true) { transaction in
            for hash in Set(hashes) {
                let isUsed = try Rooms.media.blobs.contains { query in
                    let found: Int64? = try transaction.row(
                        "SELECT CASE WHEN ? IN (\(query)) THEN 1 ELSE 0 END", .text(hash)
                    ) { $0.int64(0) }
                    return found == 1
                }
                if !isUsed { blobs.remove(hash) }
            }
        }
        grants.clear()
    }

    /// Starts the threads that run jobs.
    func startJobs(threads: Int = 3) throws {
        try worker.start(self, kinds: Rooms.jobKinds, threads: threads)
    }

    /// Ends the jobs (they go on at the next start), the media children and the database, in this order.
    func stop() {
        worker.stop()
        media.stop()
        database.close()
    }
}
