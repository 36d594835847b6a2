import Glibc

/// A file with storages and streams inside, as Office keeps encrypted documents ([MS-CFB], version 3, sectors of 512
/// bytes), laid out before a byte of its large stream is known.
///
/// Every stream stands in one piece, so the large one can be written straight to its place.
package struct CompoundFile: Sendable {
    /// What stands in a storage.
    package indirect enum Entry: Sendable {
        case storage(String, [Entry])
        case stream(String, [UInt8])
        /// The stream whose bytes are written later, by its size; one a file.
        case later(String, size: Int64)

        var name: String {
            switch self {
            case .storage(let name, _), .stream(let name, _), .later(let name, _): name
            }
        }
    }

    /// Bytes of the file.
    package let size: Int64
    /// Where the stream that is written later begins.
    package let laterOffset: Int64
    /// Everything else, with its place; what lies between is zero.
    package let pieces: [(offset: Int64, bytes: [UInt8])]

    /// A stream shorter than this stands in the mini stream (2.6.3).
    static let miniCutoff: Int64 = 4096
    static let sector: Int64 = 512
    static let miniSector: Int64 = 64
    /// A stream of version 3 is at most this long (2.6.3).
    static let longest: Int64 = 0x7FFF_FFFF

    package init(_ entries: [Entry]) throws(CompoundFileError) {
        var plan = CompoundPlan()
        plan.addRoot(entries)
        guard plan.streams.allSatisfy({ $0.size <= Self.longest }) else { throw CompoundFileError() }
        let miniBytes = plan.placeMiniStreams()
        let (places, table) = Self.sectors(
            large: plan.streams.filter { $0.size >= Self.miniCutoff }.map(\.size), mini: miniBytes,
            miniTable: Int64(plan.miniTable.count) * 4, directory: Int64(plan.directoryBytes))

        func offset(_ sector: Int64) -> Int64 { (sector + 1) * Self.sector }
        plan.settle(large: places.large, mini: places.mini, miniBytes: miniBytes)
        var pieces: [(offset: Int64, bytes: [UInt8])] = [(0, CompoundHeader.bytes(places))]
        var later: Int64 = offset(0)
        for stream in plan.streams where stream.size > 0 {
            let start = stream.isMini ? offset(places.mini) + stream.start * Self.miniSector : offset(stream.start)
            if let bytes = stream.bytes { pieces.append((start, bytes)) } else { later = start }
        }
        if !plan.miniTable.isEmpty {
            pieces.append((offset(places.miniTable), Self.padded(plan.miniTable, to: Int(places.miniTableCount) * 128)))
        }
        pieces.append((offset(places.directory), plan.directory()))
        pieces.append((offset(places.table), Self.bytes(table)))
        if places.moreCount > 0 { pieces.append((offset(places.more), CompoundHeader.more(places))) }
        self.pieces = pieces
        laterOffset = later
        size = offset(places.total)
    }

    /// Where everything stands, sector by sector, and the table that chains it (2.3).
    private static func sectors(
        large: [Int64], mini: Int64, miniTable: Int64, directory: Int64
    ) -> (CompoundPlaces, [UInt32]) {
        func count(_ bytes: Int64) -> Int64 { (bytes + sector - 1) / sector }
        var places = CompoundPlaces()
        var table: [UInt32] = []
        func chain(_ count: Int64) -> Int64 {
            let start = Int64(table.count)
            for index in 0..<count { table.append(index + 1 < count ? UInt32(start + index + 1) : CompoundPlaces.end) }
            return start
        }
        for bytes in large { places.large.append(chain(count(bytes))) }
        places.miniCount = count(mini)
        places.mini = chain(places.miniCount)
        places.miniTableCount = count(miniTable)
        places.miniTable = chain(places.miniTableCount)
        places.directory = chain(count(directory))
        // The table tells of itself too, so its length is found step by step.
        let others = Int64(table.count)
        while true {
            let all = others + places.tableCount + places.moreCount
            let needed = (all + 127) / 128
            let more = max(0, (needed - 109 + 126) / 127)
            if needed == places.tableCount, more == places.moreCount { break }
            (places.tableCount, places.moreCount) = (needed, more)
        }
        places.table = others
        places.more = others + places.tableCount
        places.total = places.more + places.moreCount
        table += [UInt32](repeating: CompoundPlaces.tableSector, count: Int(places.tableCount))
        table += [UInt32](repeating: CompoundPlaces.moreSector, count: Int(places.moreCount))
        let free = Int(places.tableCount) * 128 - table.count
        return (places, table + [UInt32](repeating: CompoundPlaces.free, count: free))
    }

    private static func padded(_ table: [UInt32], to count: Int) -> [UInt8] {
        bytes(table + [UInt32](repeating: CompoundPlaces.free, count: count - table.count))
    }

    static func bytes(_ numbers: [UInt32]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(numbers.count * 4)
        for number in numbers { for shift in [0, 8, 16, 24] { bytes.append(UInt8(number >> UInt32(shift) & 0xFF)) } }
        return bytes
    }
}

extension CompoundFile {
    /// Writes everything but the large stream, and makes the file as long as it is to be.
    package func write(to descriptor: Int32) throws {
        for piece in pieces { try MemoryFile.write(piece.bytes, at: piece.offset, to: descriptor) }
        guard ftruncate(descriptor, Int(size)) == 0 else { throw MemoryFileError(code: errno) }
    }
}

/// A stream is longer than such a file can hold: 2 GiB.
package struct CompoundFileError: Error, Equatable, Sendable {
    package let code = "document_too_large"
}

/// Sectors by number, and how many each part takes.
struct CompoundPlaces {
    static let end: UInt32 = 0xFFFF_FFFE
    static let free: UInt32 = 0xFFFF_FFFF
    static let tableSector: UInt32 = 0xFFFF_FFFD
    static let moreSector: UInt32 = 0xFFFF_FFFC

    var large: [Int64] = []
    var mini: Int64 = 0
    var miniCount: Int64 = 0
    var miniTable: Int64 = 0
    var miniTableCount: Int64 = 0
    var directory: Int64 = 0
    /// The table of sectors (FAT).
    var table: Int64 = 0
    var tableCount: Int64 = 0
    /// Where the table stands, as far as the header has no room for it (DIFAT).
    var more: Int64 = 0
    var moreCount: Int64 = 0
    var total: Int64 = 0
}
