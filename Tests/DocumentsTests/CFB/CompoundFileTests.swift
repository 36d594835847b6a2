import Documents
import Testing

/// Files with streams inside, read back by a reader that only follows what the file says of itself.
struct CompoundFileTests {
    /// 7 MiB and more need a list of table sectors that goes on behind the header.
    @Test(arguments: [0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 65_536, 7_000_000, 7_143_000, 15_500_003])
    func everyStreamComesBackWhateverItsSize(size: Int) throws {
        let package = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let small = Array("what it is".utf8)
        let long = [UInt8](repeating: 7, count: 5000)
        let file = try CompoundFile([
            .storage("\u{6}Inside", [.stream("Version", small), .storage("Deeper", [.stream("Empty", [])])]),
            .stream("Note", small + small), .stream("Long", long), .later("Package", size: Int64(size)),
        ])
        let memory = try MemoryFile()
        try memory.write(package, at: file.laterOffset)
        try file.write(to: memory.descriptor)
        #expect(memory.size == file.size)
        #expect(file.size % 512 == 0)

        let found = try CompoundReader(try memory.all()).streams()
        #expect(Set(found.keys) == ["\u{6}Inside/Version", "\u{6}Inside/Deeper/Empty", "Note", "Long", "Package"])
        #expect(found["\u{6}Inside/Version"] == small)
        #expect(found["\u{6}Inside/Deeper/Empty"] == [])
        #expect(found["Note"] == small + small)
        #expect(found["Long"] == long)
        #expect(found["Package"] == package)
    }

    @Test func aStreamThatNoReaderCouldTakeIsRefused() {
        #expect(throws: CompoundFileError.self) { try CompoundFile([.later("Package", size: 1 << 31)]) }
    }
}

/// Follows the chains of a compound file; refuses a sector that is in two of them.
private struct CompoundReader {
    private let bytes: [UInt8]
    private let table: [UInt32]
    private let miniTable: [UInt32]
    private let directory: [UInt8]
    private let mini: [UInt8]

    struct Broken: Error { let why: String }

    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        func number(_ offset: Int) -> UInt32 { CompoundReader.number(bytes, offset) }
        guard Array(bytes.prefix(8)) == [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] else {
            throw Broken(why: "signature")
        }
        var places = (0..<109).map { number(76 + $0 * 4) }
        var more = number(68)
        for _ in 0..<number(72) {
            let start = (Int(more) + 1) * 512
            places += (0..<127).map { number(start + $0 * 4) }
            more = number(start + 508)
        }
        guard more == 0xFFFF_FFFE else { throw Broken(why: "the list goes on") }
        let used = places.filter { $0 != 0xFFFF_FFFF }
        guard used.count == Int(number(44)) else { throw Broken(why: "table sectors") }
        let table = used.flatMap { place in (0..<128).map { number((Int(place) + 1) * 512 + $0 * 4) } }
        self.table = table
        guard used.allSatisfy({ table[Int($0)] == 0xFFFF_FFFD }) else { throw Broken(why: "table not marked") }
        directory = try CompoundReader.chain(number(48), table, 512, bytes.dropFirst(512))
        let miniTableBytes =
            number(64) == 0 ? [] : try CompoundReader.chain(number(60), table, 512, bytes.dropFirst(512))
        miniTable = stride(from: 0, to: miniTableBytes.count, by: 4).map { CompoundReader.number(miniTableBytes, $0) }
        let root = CompoundReader.number(directory, 116)
        mini = root == 0xFFFF_FFFE ? [] : try CompoundReader.chain(root, table, 512, bytes.dropFirst(512))
    }

    func streams() throws -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        try walk(CompoundReader.number(directory, 76), "", &found)
        return found
    }

    private func walk(_ node: UInt32, _ path: String, _ found: inout [String: [UInt8]]) throws {
        guard node != 0xFFFF_FFFF else { return }
        let at = Int(node) * 128
        let length = Int(directory[at + 64]) + Int(directory[at + 65]) << 8
        let name = String(
            decoding: stride(from: at, to: at + length - 2, by: 2).map {
                UInt16(directory[$0]) | UInt16(directory[$0 + 1]) << 8
            }, as: UTF16.self)
        try walk(CompoundReader.number(directory, at + 68), path, &found)
        try walk(CompoundReader.number(directory, at + 72), path, &found)
        if directory[at + 66] == 1 {
            return try walk(CompoundReader.number(directory, at + 76), path + name + "/", &found)
        }
        let start = CompoundReader.number(directory, at + 116)
        let size = Int(CompoundReader.number(directory, at + 120))
        guard size > 0 else {
            found[path + name] = []
            return
        }
        let whole =
            size < 4096
            ? try CompoundReader.chain(start, miniTable, 64, mini[...])
            : try CompoundReader.chain(start, table, 512, bytes.dropFirst(512))
        found[path + name] = Array(whole.prefix(size))
    }

    private static func chain(
        _ start: UInt32, _ table: [UInt32], _ size: Int, _ bytes: ArraySlice<UInt8>
    ) throws -> [UInt8] {
        var whole: [UInt8] = []
        var sector = start
        for _ in 0...table.count {
            if sector == 0xFFFF_FFFE { return whole }
            guard Int(sector) < table.count else { throw Broken(why: "sector \(sector)") }
            let from = bytes.startIndex + Int(sector) * size
            whole += bytes[from..<min(from + size, bytes.endIndex)]
            sector = table[Int(sector)]
        }
        throw Broken(why: "a ring")
    }

    private static func number(_ bytes: [UInt8], _ at: Int) -> UInt32 {
        UInt32(bytes[at]) | UInt32(bytes[at + 1]) << 8 | UInt32(bytes[at + 2]) << 16 | UInt32(bytes[at + 3]) << 24
    }
}
