/// The records of the ZIP format around the files' bytes, numbers little-endian.
///
/// APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 to 4.3.16 and 4.5.3 (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT).
enum ZipRecords {
    /// What does not fit 32 bits stands in a ZIP64 field, and this in its place.
    private static let elsewhere: UInt32 = 0xFFFF_FFFF

    static func localHeader(_ entry: ZipEntry) -> [UInt8] {
        let needsZip64 = entry.size >= Int64(elsewhere)
        var extra = Record()
        if needsZip64 {
            extra.put16(0x0001, 16)
            extra.put64(UInt64(entry.size), UInt64(entry.size))
        }
        extra.append(timestamp(entry))
        var record = Record()
        record.put32(0x0403_4B50)
        record.put16(needsZip64 ? 45 : 20)
        record.append(common(entry, sizes: needsZip64))
        record.put16(UInt16(entry.name.utf8.count), UInt16(extra.bytes.count))
        record.bytes += Array(entry.name.utf8)
        record.append(extra)
        return record.bytes
    }

    static func centralHeader(_ entry: ZipEntry, offset: Int64) -> [UInt8] {
        let isLarge = entry.size >= Int64(elsewhere)
        let isFar = offset >= Int64(elsewhere)
        var extra = Record()
        if isLarge || isFar {
            extra.put16(0x0001, (isLarge ? 16 : 0) + (isFar ? 8 : 0))
            if isLarge { extra.put64(UInt64(entry.size), UInt64(entry.size)) }
            if isFar { extra.put64(UInt64(offset)) }
        }
        extra.append(timestamp(entry))
        var record = Record()
        record.put32(0x0201_4B50)
        // Made on Unix, so that the mode below is read: a plain file, rw-r--r--.
        record.put16(3 << 8 | 45, isLarge || isFar ? 45 : 20)
        record.append(common(entry, sizes: isLarge))
        record.put16(UInt16(entry.name.utf8.count), UInt16(extra.bytes.count), 0, 0, 0)
        record.put32(0o100644 << 16, isFar ? elsewhere : UInt32(offset))
        record.bytes += Array(entry.name.utf8)
        record.append(extra)
        return record.bytes
    }

    /// The end of an archive whose directory of `size` bytes begins at `offset`.
    static func end(entries: Int, directoryAt offset: Int64, size: Int64) -> [UInt8] {
        var record = Record()
        if entries >= 0xFFFF || offset >= Int64(elsewhere) || size >= Int64(elsewhere) {
            record.put32(0x0606_4B50)
            record.put64(44)
            record.put16(3 << 8 | 45, 45)
            record.put32(0, 0)
            record.put64(UInt64(entries), UInt64(entries), UInt64(size), UInt64(offset))
            record.put32(0x0706_4B50, 0)
            record.put64(UInt64(offset + size))
            record.put32(1)
        }
        record.put32(0x0605_4B50)
        record.put16(0, 0, UInt16(clamping: entries), UInt16(clamping: entries))
        record.put32(UInt32(clamping: size), UInt32(clamping: offset))
        record.put16(0)
        return record.bytes
    }

    /// What local and central headers share: UTF-8 names, stored, time, checksum, sizes.
    private static func common(_ entry: ZipEntry, sizes areElsewhere: Bool) -> Record {
        let size = areElsewhere ? elsewhere : UInt32(entry.size)
        let (date, time) = dosTime(entry.modified)
        var record = Record()
        record.put16(1 << 11, 0, time, date)
        record.put32(entry.crc, size, size)
        return record
    }

    /// The instant in seconds since 1970, which unlike DOS time says its zone; left out where 32 bits do not hold it.
    private static func timestamp(_ entry: ZipEntry) -> Record {
        var record = Record()
        guard let seconds = Int32(exactly: entry.modified / 1000) else { return record }
        record.put16(0x5455, 5)
        record.bytes.append(1)
        record.put32(UInt32(bitPattern: seconds))
        return record
    }

    /// Date and time in UTC with a step of two seconds, from 1980 to 2107.
    private static func dosTime(_ ms: Int64) -> (date: UInt16, time: UInt16) {
        let seconds = min(max(ms / 1000, 315_532_800), 4_354_819_199)
        let (year, month, day) = civil(days: seconds / 86_400)
        let second = seconds % 86_400
        return (
            UInt16((year - 1980) << 9 | month << 5 | day),
            UInt16((second / 3600) << 11 | (second / 60 % 60) << 5 | (second % 60 / 2))
        )
    }

    /// The date so many days after 1970-01-01 (https://howardhinnant.github.io/date_algorithms.html#civil_from_days).
    private static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// Bytes of a record being put together.
    private struct Record {
        var bytes: [UInt8] = []

        mutating func put16(_ values: UInt16...) {
            for value in values { bytes += [UInt8(value & 0xFF), UInt8(value >> 8)] }
        }

        mutating func put32(_ values: UInt32...) {
            for value in values { put16(UInt16(value & 0xFFFF), UInt16(value >> 16)) }
        }

        mutating func put64(_ values: UInt64...) {
            for value in values { put32(UInt32(value & 0xFFFF_FFFF), UInt32(value >> 32)) }
        }

        mutating func append(_ other: Record) { bytes += other.bytes }
    }
}
