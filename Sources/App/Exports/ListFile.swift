import Crypto
import Documents
import Domain

/// A list on its way into a file, row by row, none of which stays in memory.
protocol ListFile {
    mutating func add(_ rows: [ListRow]) throws
    /// Nothing comes any more; `tell` hears how far what is left to do is.
    mutating func finish(tell: (Double) throws -> Void) throws
}

/// A list as comma-separated values.
struct ListCSV: ListFile {
    private let draft: Draft
    private var position: Int64 = 0

    init(_ clock: AccountClock, to draft: Draft) throws {
        self.draft = draft
        var csv = CSVWriter(byteOrderMark: true)
        csv.row(ListRow.titles(clock))
        try write(csv.bytes)
    }

    mutating func add(_ rows: [ListRow]) throws {
        var csv = CSVWriter()
        for row in rows { csv.row(row.csv) }
        try write(csv.bytes)
    }

    func finish(tell: (Double) throws -> Void) throws {}

    private mutating func write(_ bytes: [UInt8]) throws {
        try draft.write(bytes, at: position)
        position += Int64(bytes.count)
    }
}

/// A list as an encrypted workbook; rows go to sealed files, and so does what is packed of them in the end: memory holds
/// none.
struct ListWorkbook: ListFile {
    private let draft: Draft
    private let lock: OfficeLock
    private let workbook: Workbook
    private let sheet: Worksheet
    private var row = 1

    init(_ clock: AccountClock, rows: Int64, lockedBy lock: OfficeLock, to draft: Draft, scratch: String) throws {
        guard rows < Worksheet.mostRows else {
            throw Refusal(
                "too_many_rows", "Excel takes 1,048,575 rows; filter the list, or export it as CSV.")
        }
        self.draft = draft
        self.lock = lock
        workbook = try Workbook(scratch: scratch, isStreamed: true)
        sheet = try workbook.sheet("Evaluations")
        sheet.setWidths(ListRow.widths)
        sheet.freeze(rows: 1, filtered: ListRow.widths.count, upTo: Int(rows))
        sheet.fitToWidth(landscape: true)
        try sheet.write(SheetTitles.row(ListRow.titles(clock), numbers: ListRow.numbers), row: 0)
    }

    mutating func add(_ rows: [ListRow]) throws {
        for added in rows where row < Worksheet.mostRows {
            try sheet.write(added.worksheet, row: row)
            row += 1
        }
    }

    func finish(tell: (Double) throws -> Void) throws {
        let packed = try workbook.finish()
        try tell(0)
        _ = try LockedWorkbook.write(packed, lock, to: draft.descriptor, tell: tell)
    }
}
