import Glibc

/// Dates as headers carry them (RFC 9110, section 5.6.7): second precision, always GMT.
package enum HTTPDate {
    /// `unixSeconds` as an IMF-fixdate.
    package static func text(_ unixSeconds: Int64) -> String {
        var time = time_t(unixSeconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        var buffer = [CChar](repeating: 0, count: 40)
        // strftime in the C locale; the program sets no other.
        let length = strftime(&buffer, buffer.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
        return String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The unix seconds of a date in one of the three forms a server must read, or nil.
    static func unixSeconds(_ text: String) -> Int64? {
        let words = text.split { " ,-".contains($0) }
        // Sun, 06 Nov 1994 08:49:37 GMT; Sunday, 06-Nov-94 08:49:37 GMT; Sun Nov  6 08:49:37 1994
        let isFixed = words.count == 6 && words[5] == "GMT"
        guard isFixed || words.count == 5 else { return nil }
        let (day, month, year, clock) =
            isFixed ? (words[1], words[2], words[3], words[4]) : (words[2], words[1], words[4], words[3])
        let time = clock.split(separator: ":").map { Int32($0) ?? -1 }
        guard let day = Int32(day), let month = months.firstIndex(of: String(month)), let year = Int32(year),
            (1...31).contains(day), time.count == 3, (0...23).contains(time[0]), (0...59).contains(time[1]),
            (0...60).contains(time[2]), year >= 0
        else { return nil }
        var parts = tm()
        (parts.tm_mday, parts.tm_mon) = (day, Int32(month))
        // Two digits are the century that is nearest.
        parts.tm_year = year >= 100 ? year - 1900 : (year < 70 ? year + 100 : year)
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (time[0], time[1], time[2])
        return Int64(timegm(&parts))
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
