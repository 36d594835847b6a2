/// Reads rows of comma-separated values (RFC 4180), UTF-8 with or without a byte order mark; lines may end in CRLF, LF
/// or CR. Where people write 1,5 spreadsheets put semicolons between the cells: whichever stands first in the first line
/// does so in all.
package enum CSVReader {
    /// One row and the line of the file it begins at, from 1; a quoted cell may go over several lines.
    package struct Row: Equatable, Sendable {
        package let line: Int
        package let cells: [String]
    }

    /// Lines that hold nothing are left out. Refuses more than `limit` rows.
    package static func read(_ bytes: [UInt8], limit: Int) throws(CSVError) -> [Row] {
        var scan = CSVScan(bytes)
        var rows: [Row] = []
        while let row = try scan.row() {
            if row.cells == [""] { continue }
            guard rows.count < limit else { throw CSVError(line: row.line, problem: .tooManyRows) }
            rows.append(row)
        }
        return rows
    }
}

/// Why a file is no CSV, and at which line.
package struct CSVError: Error, Equatable, Sendable {
    package enum Problem: Equatable, Sendable {
        case notUTF8
        /// A quoted cell that never ends.
        case quoteOpen
        /// A quote within a cell that is not quoted, or something behind the quote that ends one.
        case quoteMisplaced
        case tooManyRows
    }

    package let line: Int
    package let problem: Problem

    package init(line: Int, problem: Problem) {
        self.line = line
        self.problem = problem
    }
}

/// Where a reader stands in its bytes.
private struct CSVScan {
    private static let (quote, comma, cr, lf) = (UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(0x0D), UInt8(0x0A))

    private static let semicolon = UInt8(ascii: ";")

    private let bytes: [UInt8]
    private let separator: UInt8
    private var at: Int
    private var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        separator = Self.separator(of: bytes[at...])
    }

    /// The first that stands outside of quotes in the first line that has any.
    private static func separator(of bytes: ArraySlice<UInt8>) -> UInt8 {
        var isQuoted = false
        for byte in bytes {
            if byte == quote { isQuoted.toggle() }
            if !isQuoted, byte == comma || byte == semicolon { return byte }
        }
        return comma
    }

    /// Nil at the end.
    mutating func row() throws(CSVError) -> CSVReader.Row? {
        guard at < bytes.count else { return nil }
        let first = line
        var cells: [String] = []
        while true {
            cells.append(try cell())
            guard at < bytes.count, bytes[at] == separator else { break }
            at += 1
        }
        if at < bytes.count { endLine() }
        return CSVReader.Row(line: first, cells: cells)
    }

    private mutating func cell() throws(CSVError) -> String {
        guard at < bytes.count, bytes[at] == Self.quote else { return try plainCell() }
        let first = line
        var content: [UInt8] = []
        at += 1
        while true {
            guard at < bytes.count else { throw CSVError(line: first, problem: .quoteOpen) }
            let byte = bytes[at]
            if byte == Self.quote {
                at += 1
                guard at < bytes.count, bytes[at] == Self.quote else { break }
            } else if byte == Self.lf || (byte == Self.cr && !(at + 1 < bytes.count && bytes[at + 1] == Self.lf)) {
                line += 1
            }
            content.append(byte)
            at += 1
        }
        guard at == bytes.count || isEnd(bytes[at]) else { throw CSVError(line: line, problem: .quoteMisplaced) }
        return try text(content[...], line: first)
    }

    private mutating func plainCell() throws(CSVError) -> String {
        let start = at
        while at < bytes.count, !isEnd(bytes[at]) {
            if bytes[at] == Self.quote { throw CSVError(line: line, problem: .quoteMisplaced) }
            at += 1
        }
        return try text(bytes[start..<at], line: line)
    }

    private func isEnd(_ byte: UInt8) -> Bool { byte == separator || byte == Self.cr || byte == Self.lf }

    private mutating func endLine() {
        if bytes[at] == Self.cr, at + 1 < bytes.count, bytes[at + 1] == Self.lf { at += 1 }
        at += 1
        line += 1
    }

    private func text(_ content: ArraySlice<UInt8>, line: Int) throws(CSVError) -> String {
        guard let text = String(validating: content, as: UTF8.self) else {
            throw CSVError(line: line, problem: .notUTF8)
        }
        return text
    }
}
