/// The first sector of a compound file, and those that go on with its list of table sectors ([MS-CFB] 2.2 and 2.5).
enum CompoundHeader {
    static func bytes(_ places: CompoundPlaces) -> [UInt8] {
        var bytes: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
        bytes += [UInt8](repeating: 0, count: 16)
        // Minor and major version, little-endian, sectors of 2^9 and mini sectors of 2^6 bytes.
        bytes += [0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]
        bytes += [UInt8](repeating: 0, count: 6)
        bytes += CompoundFile.bytes([
            0, UInt32(places.tableCount), UInt32(places.directory), 0, UInt32(CompoundFile.miniCutoff),
            places.miniTableCount > 0 ? UInt32(places.miniTable) : CompoundPlaces.end, UInt32(places.miniTableCount),
            places.moreCount > 0 ? UInt32(places.more) : CompoundPlaces.end, UInt32(places.moreCount),
        ])
        return bytes + CompoundFile.bytes(tableSectors(places, 0..<109))
    }

    /// Sectors of 127 entries each, the last number of a sector naming the next.
    static func more(_ places: CompoundPlaces) -> [UInt8] {
        var numbers: [UInt32] = []
        for index in 0..<places.moreCount {
            let first = 109 + index * 127
            numbers += tableSectors(places, first..<(first + 127))
            numbers.append(index + 1 < places.moreCount ? UInt32(places.more + index + 1) : CompoundPlaces.end)
        }
        return CompoundFile.bytes(numbers)
    }

    private static func tableSectors(_ places: CompoundPlaces, _ range: Range<Int64>) -> [UInt32] {
        range.map { $0 < places.tableCount ? UInt32(places.table + $0) : CompoundPlaces.free }
    }
}
