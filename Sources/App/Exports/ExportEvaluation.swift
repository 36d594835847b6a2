import Crypto
import Domain
import JSON
import SQL

/// Gives one evaluation as a file: its saved answers with their scores. For whoever sees it, and told in the event log.
///
/// Refuses an Excel file without a password of at least eight characters; the password is forgotten with the request.
enum ExportEvaluation {
    struct Input: Sendable {
        let format: ExportFormat
        /// Nil for what is not encrypted.
        let lock: OfficeLock?

        init(reading fields: inout JSONFields, formats: [ExportFormat] = ExportFormat.allCases) throws {
            let format = try fields.choice("format", of: ExportFormat.self)
            let password = try fields.optionalString("password", max: 2000)
            try fields.finish()
            guard formats.contains(format) else {
                throw Refusal.field("/format", "format_unsuitable", "A list is exported as CSV or Excel.")
            }
            self.format = format
            guard format == .xlsx else {
                // Whoever gives one believes that the file will be locked.
                guard password == nil else {
                    throw Refusal.field(
                        "/password", "password_unused", "Only an Excel file is locked; leave the password out.")
                }
                lock = nil
                return
            }
            lock = try OfficeLock(password: try ExportPassword.check(password))
        }
    }

    struct File: Sendable {
        let name: String
        let format: ExportFormat
        let bytes: [UInt8]
    }

    static func run(_ id: String, _ input: Input, by caller: Caller, _ services: Services) throws -> File {
        let report = try services.database.read { try SessionReport.load(id, for: caller, $0) }
        let bytes = try content(report, input, services)
        try services.database.write { transaction in
            try EventLog.record("evaluation.exported", .init(kind: "evaluation", id: id), by: caller, transaction) {
                $0.field("format", input.format.rawValue)
            }
        }
        return File(name: report.fileStem + "." + input.format.rawValue, format: input.format, bytes: bytes)
    }

    private static func content(_ report: SessionReport, _ input: Input, _ services: Services) throws -> [UInt8] {
        switch (input.format, input.lock) {
        case (.csv, _): SessionCSV.bytes(report)
        case (.pdf, _): try SessionPDF.bytes(report)
        case (.xlsx, let lock?):
            try LockedWorkbook.bytes(of: try SessionWorkbook.make(report, scratch: services.blobs.scratch), lock)
        case (.xlsx, nil): throw Refusal("password_missing", "An Excel file is exported with a password; give one.")
        }
    }
}
