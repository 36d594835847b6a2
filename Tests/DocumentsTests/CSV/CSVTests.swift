import Documents
import Testing

/// Rows for spreadsheets.
struct CSVTests {
    @Test func cellsAreQuotedOnlyWhereTheyMustBe() {
        var csv = CSVWriter()
        csv.row(["plain", "a,b", "say \"hi\"", "two\nlines", " edge ", ""])
        csv.row([.text("x"), .integer(-5), .decimal("-72.50"), .empty, .integer(.max)])
        csv.row([.empty])
        let expected =
            "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\" edge \",\"\"\r\n"
            + "x,-5,-72.50,,9223372036854775807\r\n\"\"\r\n"
        #expect(String(decoding: csv.bytes, as: UTF8.self) == expected)
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("'x", "''x"), ("x=", "x="),
        ("", ""), (" =1", " =1"), ("\"x", "\"x"),
    ])
    func aTextThatBeginsLikeAFormulaIsMadeHarmless(text: String, guarded: String) {
        #expect(CSVWriter.guarded(text) == guarded)
    }

    @Test func takingOneApostropheAwayGivesEveryTextBack() {
        let starts = ["=", "+", "-", "@", "\t", "\r", "\r\n", "'", "''", "'=", "'\u{301}", "a", "", "é", "\n"]
        for start in starts {
            for rest in ["", "x", "'", "=1"] {
                let text = start + rest
                #expect(Array(CSVWriter.unguarded(CSVWriter.guarded(text)).utf8) == Array(text.utf8))
            }
        }
    }

    @Test func aNumberStaysOneAndWhatIsNoneIsGuarded() {
        var csv = CSVWriter()
        csv.row([
            .decimal("72.5"), .decimal("-1"), .decimal("--1"), .decimal("-1+1"), .decimal("1.2.3"), .decimal("=1"),
        ])
        #expect(String(decoding: csv.bytes, as: UTF8.self) == "72.5,-1,'--1,'-1+1,1.2.3,'=1\r\n")
    }

    @Test func aGuardedLineBreakIsQuoted() {
        var csv = CSVWriter(byteOrderMark: true)
        csv.row(["\r=x"])
        #expect(csv.bytes == [0xEF, 0xBB, 0xBF] + Array("\"'\r=x\"\r\n".utf8))
    }
}
