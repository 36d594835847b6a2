/// How many lines a text takes in a column, counted in characters since no font is at hand.
enum WrappedText {
    /// `width` is a column's, in digits of the workbook's font; a little of it is lost at the cell's edges.
    static func lines(of text: String, width: Double) -> Int {
        let room = max(1, width - 1)
        return text.split(separator: "\n", omittingEmptySubsequences: false).reduce(0) { $0 + lines($1, room) }
    }

    private static func lines(_ paragraph: Substring, _ room: Double) -> Int {
        var lines = 1
        var used = 0.0
        for word in paragraph.split(separator: " ", omittingEmptySubsequences: false) {
            let long = word.unicodeScalars.reduce(0.0) { $0 + (isWide($1) ? 2 : 1) }
            // What is written without spaces is broken anywhere.
            let begun = used > 0 ? used + 1 : 0
            if begun + long <= room {
                used = begun + long
            } else {
                let more = max(1, (long / room).rounded(.up))
                lines += Int(more) - (used > 0 ? 0 : 1)
                used = long - (more - 1) * room
            }
        }
        return lines
    }

    /// Han, kana, Hangul and their full-width forms take two digits.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
