/// Rows of comma-separated values (RFC 4180), UTF-8; texts that a spreadsheet would take for formulas are made harmless.
package struct CSVWriter {
    package private(set) var bytes: [UInt8] = []

    /// A byte order mark makes Excel read UTF-8.
    package init(byteOrderMark: Bool = false) {
        if byteOrderMark { bytes = [0xEF, 0xBB, 0xBF] }
    }

    /// One value of a row.
    package enum Cell: Equatable, Sendable {
        case text(String)
        /// Numbers are written as they are, negative ones too.
        case integer(Int64)
        /// A decimal number in digits, as "72.50".
        case decimal(String)
        case empty
    }

    package mutating func row(_ cells: [Cell]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            switch cell {
            case .text(let text): put(Self.guarded(text))
            case .integer(let integer): put("\(integer)")
            case .decimal(let digits): put(Self.isDecimal(digits) ? digits : Self.guarded(digits))
            // A row of one empty cell would be an empty line, which readers skip.
            case .empty: if cells.count == 1 { bytes += Array("\"\"".utf8) }
            }
        }
        bytes += [0x0D, 0x0A]
    }

    package mutating func row(_ texts: [String]) {
        row(texts.map(Cell.text))
    }

    /// A text with one apostrophe before what would begin a formula; one before an apostrophe too, so that taking exactly
    /// one away gives every text back.
    package static func guarded(_ text: String) -> String {
        switch text.utf8.first {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D,
            UInt8(ascii: "'"):
            "'" + text
        default: text
        }
    }

    /// The text that `guarded` made this of.
    package static func unguarded(_ text: String) -> String {
        text.utf8.first == UInt8(ascii: "'") ? String(text.unicodeScalars.dropFirst()) : text
    }

    private static func isDecimal(_ digits: String) -> Bool {
        let parts = digits.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        return digits.utf8.count - digits.drop { $0 == "-" }.utf8.count <= 1 && (1...2).contains(parts.count)
            && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }

    private mutating func put(_ text: String) {
        let quote = UInt8(ascii: "\"")
        let needsQuotes =
            text.isEmpty || text.utf8.first == 0x20 || text.utf8.last == 0x20
            || text.utf8.contains { $0 == quote || $0 == UInt8(ascii: ",") || $0 == 0x0D || $0 == 0x0A }
        guard needsQuotes else {
            bytes += Array(text.utf8)
            return
        }
        bytes.append(quote)
        for byte in text.utf8 {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }
}
