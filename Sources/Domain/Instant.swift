/// A moment in time as the product writes it: milliseconds since 1970 in UTC, shown as RFC 3339.
package struct Instant: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// `2026-11-12T14:02:00.000Z`
    package var text: String { lend { String(decoding: $0, as: UTF8.self) } }

    /// Lends the text as UTF-8, without a String: for what is written by the thousand.
    package func withText(_ body: (UnsafeBufferPointer<UInt8>) -> Void) { lend(body) }

    private func lend<T>(_ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
        let day = Int64(86_400_000)
        let days = milliseconds >= 0 ? milliseconds / day : (milliseconds - day + 1) / day
        let rest = milliseconds - days * day
        let date = CalendarDay(daysSinceEpoch: days)
        let seconds = rest / 1000
        guard (0...9999).contains(date.year) else {
            var text =
                date.text + "T" + padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2)
                + ":" + padded(seconds % 60, 2) + "." + padded(rest % 1000, 3) + "Z"
            return text.withUTF8(body)
        }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { bytes in
            func write(_ number: Int64, at place: Int, then mark: Unicode.Scalar) {
                bytes[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10)
                bytes[place + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10)
                bytes[place + 2] = UInt8(ascii: mark)
            }
            write(date.year / 100, at: 0, then: "-")
            write(date.year % 100, at: 2, then: "-")
            write(date.month, at: 5, then: "-")
            write(date.day, at: 8, then: "T")
            write(seconds / 3600, at: 11, then: ":")
            write(seconds / 60 % 60, at: 14, then: ":")
            write(seconds % 60, at: 17, then: ".")
            write(rest % 1000 / 10, at: 20, then: "Z")
            bytes[22] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            bytes[23] = UInt8(ascii: "Z")
            return body(UnsafeBufferPointer(bytes))
        }
    }

    /// Reads RFC 3339 with any offset; a fraction is cut to milliseconds.
    package init?(text: String) {
        var scanner = Scanner(bytes: Array(text.utf8))
        guard let date = scanner.date(), scanner.take("T") || scanner.take("t") || scanner.take(" "),
            let hour = scanner.number(2), hour < 24, scanner.take(":"),
            let minute = scanner.number(2), minute < 60, scanner.take(":"),
            let second = scanner.number(2), second <= 60
        else { return nil }
        guard let fraction = scanner.fraction(), let offsetMinutes = scanner.offset(), scanner.isAtEnd
        else { return nil }
        let seconds = hour * 3600 + (minute - offsetMinutes) * 60 + min(second, 59)
        milliseconds = date.daysSinceEpoch * 86_400_000 + seconds * 1000 + fraction
    }
}

/// A day of the Gregorian calendar without a time zone.
package struct CalendarDay: Hashable, Sendable {
    package let year: Int64
    package let month: Int64
    package let day: Int64

    /// Reads `2026-11-30`.
    package init?(text: String) {
        var scanner = Scanner(bytes: Array(text.utf8))
        guard let date = scanner.date(), scanner.isAtEnd else { return nil }
        self = date
    }

    package init?(year: Int64, month: Int64, day: Int64) {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...9999).contains(year), (1...12).contains(month), (1...lengths[Int(month) - 1]).contains(day)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    package init(daysSinceEpoch: Int64) {
        let shifted = daysSinceEpoch + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    }

    /// The same source, days_from_civil.
    package var daysSinceEpoch: Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// `2026-11-30`
    package var text: String {
        padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
    }
}

private func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

private struct Scanner {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ character: Character) -> Bool {
        guard position < bytes.count, bytes[position] == character.asciiValue else { return false }
        position += 1
        return true
    }

    mutating func number(_ width: Int) -> Int64? {
        guard position + width <= bytes.count else { return nil }
        var value: Int64 = 0
        for byte in bytes[position..<position + width] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 48)
        }
        position += width
        return value
    }

    mutating func date() -> CalendarDay? {
        guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2)
        else { return nil }
        return CalendarDay(year: year, month: month, day: day)
    }

    /// Milliseconds; 0 where there is no fraction, nil where a dot has no digit.
    mutating func fraction() -> Int64? {
        guard take(".") else { return 0 }
        var value: Int64 = 0
        var digits = 0
        while let digit = number(1) {
            if digits < 3 { value = value * 10 + digit }
            digits += 1
        }
        guard digits > 0 else { return nil }
        for _ in min(digits, 3)..<3 { value *= 10 }
        return value
    }

    /// Minutes east of UTC.
    mutating func offset() -> Int64? {
        if take("Z") || take("z") { return 0 }
        let east = take("+")
        guard east || take("-"), let hours = number(2), hours < 24, take(":"), let minutes = number(2), minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * (east ? 1 : -1)
    }
}
