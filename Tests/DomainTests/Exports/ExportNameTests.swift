import Domain
import Testing

/// What exported files are called.
struct ExportNameTests {
    private let day = CalendarDay(text: "2026-11-12") ?? CalendarDay(daysSinceEpoch: 0)

    private func stem(_ id: String, _ cards: [String], isCompleted: Bool = true) -> String {
        ExportName.stem(externalID: id, scorecards: cards, day: day, isCompleted: isCompleted)
    }

    @Test func aNameHoldsTheExternalIDTheScorecardAndTheDay() {
        #expect(stem("CALL-1", ["Service"]) == "CALL-1_Service_20261112")
    }

    @Test func untilItIsCompletedTheNameSaysSo() {
        #expect(stem("CALL-1", ["Service"], isCompleted: false) == "uncompleted_CALL-1_Service_20261112")
    }

    @Test func severalScorecardsAreTheFirstAndHowManyMore() {
        #expect(stem("CALL-1", ["Service", "Compliance", "Tone"]) == "CALL-1_Service+2_20261112")
    }

    @Test(arguments: [
        ("../../etc/passwd", "-..-etc-passwd"), ("a/b\\c:d*e?f\"g<h>i|j", "a-b-c-d-e-f-g-h-i-j"),
        ("a\u{0}b\nc", "a-b-c"),
        ("x\u{202E}fdp", "x-fdp"), (".hidden.", "hidden"), ("", "-"), ("   ", "-"),
        ("Überprüfung 日本", "Überprüfung 日本"),
        ("50% $HOME `id`", "50- -HOME -id-"), ("=1+1", "=1+1"), ("\u{200B}", "-"),
    ])
    func whatFileSystemsStumbleOverBecomesADash(name: String, safe: String) {
        #expect(stem(name, ["C"]) == safe + "_C_20261112")
    }

    @Test func aNameIsNeverLongerThanAFileSystemTakes() {
        let long = String(repeating: "日", count: 250)
        let name = stem(long, [long, "Other"], isCompleted: false)
        #expect(name.utf8.count <= 240)
        #expect(name.hasSuffix("+1_20261112"))
        #expect(stem("CALL-1", [long]).hasPrefix("CALL-1_日日"))
    }

    @Test func aPasswordHasEightToTwoHundredAndFiftyFiveSigns() throws {
        #expect(try ExportPassword.check("geheim12") == "geheim12")
        for (password, code) in [
            (nil, "password_missing"), ("", "password_missing"), ("geheim1", "password_short"),
            (String(repeating: "x", count: 256), "password_long"),
            (String(repeating: "🔑", count: 200), "password_long"),
        ] as [(String?, String)] {
            #expect { try ExportPassword.check(password) } throws: { ($0 as? Refusal)?.code == code }
        }
    }
}
