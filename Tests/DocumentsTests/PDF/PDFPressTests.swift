import Documents
import Testing

/// Printed documents: every one of them has its catalog, whatever its length, and threads do not meet.
struct PDFPressTests {
    private func document(_ blocks: [PDFDocument.Block]) -> PDFDocument {
        PDFDocument(
            title: "Title", language: "en", author: "Ada", createdAt: "2026-11-12T14:02:00Z",
            head: (start: "House", end: "Paper"), foot: "Printed", blocks: blocks)
    }

    private func holds(_ bytes: [UInt8], _ text: String) -> Bool {
        let word = Array(text.utf8)
        return bytes.indices.contains { bytes[$0] == word[0] && bytes[$0...].starts(with: word) }
    }

    private func pages(_ bytes: [UInt8]) -> Int {
        let word = Array("/Type /Page %".utf8)
        return bytes.indices.count { bytes[$0] == word[0] && bytes[$0...].starts(with: word) }
    }

    @Test func aDocumentSaysItsLanguageAndThatItsTitleIsShown() throws {
        let bytes = try PDFPress.print(document([.title("Title", lead: "Lead"), .paragraph(.init("Text"))]))
        #expect(bytes.starts(with: Array("%PDF-1.".utf8)))
        #expect(holds(bytes, "/Lang (en)") && holds(bytes, "/DisplayDocTitle true") && holds(bytes, "/StructTreeRoot"))
        #expect(Array(bytes.suffix(6)) == Array("%%EOF\n".utf8))
    }

    @Test func aDocumentWithoutBlocksIsOnePage() throws {
        #expect(try pages(PDFPress.print(document([]))) == 1)
    }

    /// A cell higher than a page, a heading that would stand alone, texts that are one word.
    @Test func whatIsHigherThanAPageGoesOnOverPages() throws {
        let column = PDFDocument.Table.Column("Text", share: 1)
        let long = String(repeating: "word ", count: 5000)
        let table = PDFDocument.Table(columns: [column, column], rows: [[[.init(long)], [.init("x")]], [[], []]])
        #expect(try pages(PDFPress.print(document([.heading("Long", level: 2), .table(table)]))) > 5)
        #expect(try pages(PDFPress.print(document([.paragraph(.init(String(repeating: "x", count: 60_000)))]))) > 5)
        let heads = (0..<100).map { PDFDocument.Block.heading("Heading \($0)", level: 3) }
        #expect(try pages(PDFPress.print(document(heads))) > 3)
    }

    @Test func textsThatAreNoWordsAreStillPrinted() throws {
        let odd = "\u{0}\u{1}\u{FFFE}\u{202E}\u{200F}\r\n\t\u{E000}\u{10FFFF} 👩‍👩‍👧‍👦 \u{301}\u{301}\u{301}"
        _ = try PDFPress.print(document([.title(odd, lead: odd), .facts([(odd, odd)]), .notice(odd)]))
    }

    @Test func manyAtOncePrintTheSame() async throws {
        let wanted = document([.title("Title", lead: "Lead"), .paragraph(.init("Текст نص 本文"))])
        let one = try PDFPress.print(wanted)
        let all = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<8 { group.addTask { try PDFPress.print(wanted) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(all.allSatisfy { $0.count == one.count })
    }
}
