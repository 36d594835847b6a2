import Documents
import Testing

/// Rows out of files that people and spreadsheets made.
struct CSVReaderTests {
    private func read(_ text: String) throws -> [CSVReader.Row] {
        try CSVReader.read(Array(text.utf8), limit: 100)
    }

    @Test func cellsComeBackAsTheyWereWritten() throws {
        let texts = ["plain", "a,b", "say \"hi\"", "two\r\nlines", "cr\ronly", " edge ", "", "é\u{301}", "日本", "=1"]
        var csv = CSVWriter(byteOrderMark: true)
        csv.row(texts)
        csv.row([""])
        csv.row(texts.reversed())
        let rows = try CSVReader.read(csv.bytes, limit: 100)
        #expect(rows.map(\.cells) == [texts, texts.reversed()].map { $0.map(CSVWriter.guarded) })
        #expect(rows[0].cells.map(CSVWriter.unguarded).map { Array($0.utf8) } == texts.map { Array($0.utf8) })
    }

    @Test func rowsKnowTheLineTheyBeginAt() throws {
        let rows = try read("a,b\n\"x\ny\r\nz\",c\r\n\r\nd\re")
        #expect(rows.map(\.line) == [1, 2, 6, 7])
        #expect(rows.map(\.cells) == [["a", "b"], ["x\ny\r\nz", "c"], ["d"], ["e"]])
    }

    @Test func cellsAreApartByWhicheverOfCommaAndSemicolonStandsFirst() throws {
        #expect(try read("a;b\n1,5;\"x;y\"").map(\.cells) == [["a", "b"], ["1,5", "x;y"]])
        #expect(try read("a,b;c\nd;e,f").map(\.cells) == [["a", "b;c"], ["d;e", "f"]])
        #expect(try read("\"a,b\";c\n\nd;e").map(\.cells) == [["a,b", "c"], ["d", "e"]])
    }

    @Test func theLastLineNeedNotEnd() throws {
        #expect(try read("a,").map(\.cells) == [["a", ""]])
        #expect(try read("a,\"\"").map(\.cells) == [["a", ""]])
        #expect(try read("").isEmpty)
    }

    @Test(arguments: [
        ("a\n\"x\ny", 2, CSVError.Problem.quoteOpen), ("a\nb\"c", 2, .quoteMisplaced),
        ("\"a\nb\"c", 2, .quoteMisplaced),
        ("a\nb\nc\nd", 4, .tooManyRows),
    ])
    func whatIsNoCSVIsRefusedWithItsLine(text: String, line: Int, problem: CSVError.Problem) {
        let error = #expect(throws: CSVError.self) { try CSVReader.read(Array(text.utf8), limit: 3) }
        #expect(error == CSVError(line: line, problem: problem))
    }

    @Test func whatIsNotUTF8IsRefusedWithItsLine() {
        let error = #expect(throws: CSVError.self) {
            try CSVReader.read(Array("a\nb,".utf8) + [0xC3, 0x28], limit: 3)
        }
        #expect(error == CSVError(line: 2, problem: .notUTF8))
    }
}
