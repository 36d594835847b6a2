import Domain
import HTTP
import JSON
import SQL

/// Looks whether everything that is kept is whole: the database, the chain of the event log, every file of media.
///
/// Needs `manage_settings`; reads all media, so it takes its time.
enum CheckIntegrity {
    /// What was looked at and what is wrong, in sentences.
    struct Report: Sendable {
        var problems: [String]
        var events: Int64
        var files: Int
    }

    static let route = Route.plain(.post, "integrity-check", .needs(.manageSettings), nil) { call in
        let report = try run(call.services)
        return .json { writer in
            writer.field("problems", report.problems)
            writer.field("events", report.events)
            writer.field("files", report.files)
        }
    }

    static func run(_ services: Services) throws -> Report {
        var report = Report(problems: try services.database.problems(), events: 0, files: 0)
        let hashes = try services.database.read { transaction in
            report.events = try transaction.row("SELECT count(*) FROM activity") { $0.int64(0) } ?? 0
            for sequence in try VerifyActivity.brokenLinks(transaction) {
                report.problems.append("Entry \(sequence) of the event log was changed, or one before it is missing.")
            }
            var hashes: Set<String> = []
            for query in Rooms.media.blobs { try transaction.forEach(query) { hashes.insert($0.text(0)) } }
            return hashes
        }
        for hash in hashes.sorted() {
            report.files += 1
            do {
                guard try services.blobs.verify(hash) else {
                    report.problems.append("The file \(hash) is not what it was when it was stored.")
                    continue
                }
            } catch {
                report.problems.append("The file \(hash) cannot be read (error \(error.code)).")
            }
        }
        return report
    }
}
