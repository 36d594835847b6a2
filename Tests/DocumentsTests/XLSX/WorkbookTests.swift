import Foundation
import Testing

@testable import Documents

/// Workbooks as libxlsxwriter makes them, in memory and in sealed scratch files.
struct WorkbookTests {
    /// Whether some bytes stand in a file.
    private func holds(_ file: SealedFile, _ text: String) throws -> Bool {
        let (all, word) = (try file.all(), Array(text.utf8))
        return all.indices.contains { all[$0] == word[0] && all[$0...].starts(with: word) }
    }

    @Test(arguments: [false, true]) func aWorkbookIsAZipInASealedFile(isStreamed: Bool) throws {
        let workbook = try Workbook(scratch: "/tmp", isStreamed: isStreamed)
        workbook.describe(title: "Title", author: "Ada", company: "House")
        let sheet = try workbook.sheet("First")
        sheet.setWidths([10, 20])
        try sheet.write([.text("Name", CellStyle(isHeading: true)), .empty, .integer(-7)], row: 0)
        try sheet.write(
            [
                .percent(83_333_333, decimals: 2),
                .time(CivilTime(year: 2026, month: 11, day: 12, hour: 14, minute: 2, second: 0)),
                .text("=1+1", CellStyle(isWrapped: true, tone: .bad)),
            ], row: 1)
        let file = try workbook.finish()
        #expect(try file.read(at: 0, atMost: 4) == [0x50, 0x4B, 3, 4])
        #expect(try holds(file, "xl/worksheets/sheet1.xml"))
    }

    @Test func aStreamedSheetOfManyRowsIsWhole() throws {
        let workbook = try Workbook(scratch: "/tmp", isStreamed: true)
        let sheet = try workbook.sheet("Long")
        for row in 0..<20_000 { try sheet.write([.integer(Int64(row)), .text("row \(row)")], row: row) }
        let file = try workbook.finish()
        #expect(file.size > 100_000 && file.size < 2_000_000)
    }

    @Test func aWrappedTextIsAsTallAsItsLines() {
        #expect(WrappedText.lines(of: "", width: 10) == 1)
        #expect(WrappedText.lines(of: "one two", width: 10) == 1)
        #expect(WrappedText.lines(of: "one two three", width: 10) == 2)
        #expect(WrappedText.lines(of: "one\n\ntwo", width: 10) == 3)
        #expect(WrappedText.lines(of: "one " + String(repeating: "x", count: 20), width: 11) == 3)
        #expect(WrappedText.lines(of: "お客様に挨拶", width: 7) == 2)
    }

    @Test(arguments: [false, true]) func aWorkbookThatIsGivenUpLeavesNothingOpen(isStreamed: Bool) throws {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "workbook-\(UUID())").path
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        do {
            let workbook = try Workbook(scratch: scratch, isStreamed: isStreamed)
            let sheet = try workbook.sheet("First")
            for row in 0..<1_000 { try sheet.write([.text("row \(row)")], row: row) }
            #expect(try open(in: scratch) > 0)
        }
        #expect(try open(in: scratch) == 0)
    }

    /// How many files of a directory this process has open, whether they have a name or not.
    private func open(in directory: String) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { number in
            let file = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)")
            return file?.hasPrefix(directory + "/") == true
        }
    }

    @Test func aScratchDirectoryThatIsNotThereIsAnError() throws {
        #expect(throws: (any Error).self) {
            let workbook = try Workbook(scratch: "/nonexistent", isStreamed: false)
            try workbook.sheet("First").write([.integer(1)], row: 0)
            _ = try workbook.finish()
        }
    }
}
