import Documents
import Foundation
import Testing

/// Archives, read back field by field.
struct ZipTests {
    private let modified: Int64 = 1_763_690_401_000  // 2025-11-21 02:00:01 UTC

    @Test func theChecksumIsTheOneOfTheStandard() {
        #expect(checksum(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(checksum([]) == 0)
        #expect(checksum(Array(repeating: 0, count: 32)) == 0x190A_55AD)
    }

    @Test func aChecksumTakenInPiecesIsTheSame() {
        let bytes = (0..<1000).map { UInt8($0 * 7 % 251) }
        for cut in [0, 1, 7, 8, 9, 500, 993, 1000] {
            var pieces = CRC32()
            pieces.update(Array(bytes[..<cut]))
            pieces.update(Array(bytes[cut...]))
            #expect(pieces.value == checksum(bytes))
        }
    }

    @Test func aSmallArchiveIsWrittenByteForByteAsTheFormatSays() throws {
        let entry = try ZipEntry(name: "a.txt", size: 2, crc: checksum(Array("hi".utf8)), modified: modified)
        let layout = try ZipLayout([entry])
        let archive = assembled(layout, [Array("hi".utf8)])
        let time: UInt16 = 2 << 11 | 0 << 5 | 0
        let date: UInt16 = 45 << 9 | 11 << 5 | 21
        var expected: [UInt8] = []
        expected += little32(0x0403_4B50) + little16(20, 0x0800, 0, time, date) + little32(entry.crc, 2, 2)
        let stamp = little16(0x5455, 5) + [1] + little32(UInt32(modified / 1000))
        expected += little16(5, 9) + Array("a.txt".utf8) + stamp + Array("hi".utf8)
        let start = UInt32(expected.count)
        expected += little32(0x0201_4B50) + little16(0x032D, 20, 0x0800, 0, time, date) + little32(entry.crc, 2, 2)
        expected += little16(5, 9, 0, 0, 0) + little32(0o100644 << 16, 0) + Array("a.txt".utf8) + stamp
        let size = UInt32(expected.count) - start
        expected += little32(0x0605_4B50) + little16(0, 0, 1, 1) + little32(size, start) + little16(0)
        #expect(archive == expected)
        #expect(layout.size == Int64(expected.count))
    }

    @Test func aWriterAndALayoutMakeTheSameArchive() throws {
        let contents = [[], Array("hello".utf8), (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }]
        let names = ["empty", "ordner/grüße.txt", "big.bin"]
        let file = try Scratch()
        var writer = ZipWriter(descriptor: file.descriptor)
        var heard: [Int64] = []
        for (name, content) in zip(names, contents) {
            let source = try Scratch(content)
            try writer.add(
                name: name, modified: modified, from: source.descriptor, size: Int64(content.count),
                progress: { heard.append($0) })
        }
        try writer.add(name: "note", modified: modified, bytes: [1, 2, 3])
        let size = try writer.finish()
        let all = contents + [[1, 2, 3]]
        let entries = try zip(names + ["note"], all).map {
            try ZipEntry(name: $0, size: Int64($1.count), crc: checksum($1), modified: modified)
        }
        let layout = try ZipLayout(entries)
        let written = try file.bytes()
        #expect(written == assembled(layout, all))
        #expect(size == Int64(written.count))
        #expect(heard == [5, 1_048_576, 2_097_152, 3_000_000])
    }

    @Test func beyondFourGigabytesTheNumbersMoveToZip64() throws {
        let huge: Int64 = 5 << 30
        let layout = try ZipLayout([
            try ZipEntry(name: "h", size: huge, crc: 1, modified: modified),
            try ZipEntry(name: "s", size: 1, crc: 2, modified: modified),
        ])
        guard case .bytes(let first) = layout.pieces[0], case .bytes(let end)? = layout.pieces.last else {
            Issue.record("no records")
            return
        }
        #expect(layout.pieces[1] == .file(0, size: huge))
        #expect(Array(first[18..<26]) == Array(repeating: 0xFF, count: 8))
        let zip64 = little16(1, 16) + little64(UInt64(huge), UInt64(huge))
        #expect(Array(first[31..<51]) == zip64)
        #expect(first.count == 60)
        // The first in the directory is large, the second far.
        #expect(Array(end[20..<28]) == Array(repeating: 0xFF, count: 8))
        #expect(Array(end[47..<67]) == zip64)
        let second = 76
        #expect(Array(end[(second + 20)..<(second + 28)]) == little32(1, 1))
        #expect(Array(end[(second + 42)..<(second + 46)]) == little32(0xFFFF_FFFF))
        #expect(Array(end[(second + 47)..<(second + 59)]) == little16(1, 8) + little64(UInt64(huge + 60)))
        // The end record of ZIP64, its locator, and the old end record that points to neither.
        let directory = UInt64(huge + 60 + 41)
        let tail = Array(end[(second + 68)...])
        #expect(tail.prefix(4) == little32(0x0606_4B50)[...])
        #expect(Array(tail[24..<56]) == little64(2, 2, UInt64(second + 68), directory))
        #expect(
            Array(tail[56..<76]) == little32(0x0706_4B50, 0) + little64(directory + UInt64(second + 68)) + little32(1))
        #expect(
            Array(tail[76...]) == little32(0x0605_4B50) + little16(0, 0, 2, 2)
                + little32(UInt32(second + 68), 0xFFFF_FFFF) + little16(0))
    }

    @Test func moreThan65534EntriesNeedZip64() throws {
        func end(_ count: Int) throws -> [UInt8] {
            let entries = try (0..<count).map { try ZipEntry(name: "\($0)", size: 0, crc: 0, modified: 0) }
            guard case .bytes(let end)? = try ZipLayout(entries).pieces.last else { return [] }
            return Array(end.suffix(98))
        }
        #expect(try end(65_535).starts(with: little32(0x0606_4B50)))
        #expect(try !end(65_534).starts(with: little32(0x0606_4B50)))
    }

    @Test(arguments: ["", "/a", "a/", "a//b", "../a", "a/../b", ".", "a\\b", "a\0b"])
    func aNameThatLeavesTheArchiveIsRefused(name: String) {
        let error = #expect(throws: ZipError.self) { try ZipEntry(name: name, size: 0, crc: 0, modified: 0) }
        #expect(error?.code == "zip_name")
    }

    @Test func aNameMayStandOnlyOnceWhateverItsCapitals() throws {
        let entries = try ["a", "A"].map { try ZipEntry(name: $0, size: 0, crc: 0, modified: 0) }
        let error = #expect(throws: ZipError.self) { try ZipLayout(entries) }
        #expect(error?.code == "zip_duplicate")
    }

    @Test func aFileThatBecameShorterIsTold() throws {
        let (file, source) = (try Scratch(), try Scratch([1, 2, 3]))
        var writer = ZipWriter(descriptor: file.descriptor)
        let error = #expect(throws: ZipError.self) {
            try writer.add(name: "x", modified: 0, from: source.descriptor, size: 4)
        }
        #expect(error?.code == "zip_changed")
    }

    @Test func datesBeyondTheFormatAreItsNearest() throws {
        func date(_ ms: Int64) throws -> [UInt8] {
            guard
                case .bytes(let header) = try ZipLayout([ZipEntry(name: "x", size: 0, crc: 0, modified: ms)]).pieces[0]
            else { return [] }
            return Array(header[10..<14])
        }
        #expect(try date(0) == little16(0, 1 << 5 | 1))
        #expect(try date(-5) == little16(0, 1 << 5 | 1))
        #expect(try date(1_709_164_799_000) == little16(23 << 11 | 59 << 5 | 29, 44 << 9 | 2 << 5 | 28))
        #expect(try date(1_709_164_800_000) == little16(0, 44 << 9 | 2 << 5 | 29))
        #expect(try date(99_999_999_999_999) == little16(23 << 11 | 59 << 5 | 29, 127 << 9 | 12 << 5 | 31))
    }

    private func checksum(_ bytes: [UInt8]) -> UInt32 {
        var crc = CRC32()
        crc.update(bytes)
        return crc.value
    }

    private func assembled(_ layout: ZipLayout, _ contents: [[UInt8]]) -> [UInt8] {
        layout.pieces.flatMap { piece in
            switch piece {
            case .bytes(let bytes): bytes
            case .file(let index, _): contents[index]
            }
        }
    }

    private func little16(_ values: UInt16...) -> [UInt8] { values.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }

    private func little32(_ values: UInt32...) -> [UInt8] {
        values.flatMap { little16(UInt16($0 & 0xFFFF), UInt16($0 >> 16)) }
    }

    private func little64(_ values: UInt64...) -> [UInt8] {
        values.flatMap { little32(UInt32($0 & 0xFFFF_FFFF), UInt32($0 >> 32)) }
    }
}

/// A file without a name, gone when it is let go.
private final class Scratch {
    private let handle: FileHandle
    var descriptor: Int32 { handle.fileDescriptor }

    init(_ content: [UInt8] = []) throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("earmark-\(UUID().uuidString)")
        try Data(content).write(to: url)
        handle = try FileHandle(forUpdating: url)
        try FileManager.default.removeItem(at: url)
    }

    func bytes() throws -> [UInt8] {
        try handle.seek(toOffset: 0)
        return Array(try handle.readToEnd() ?? Data())
    }
}
