import Domain
import JSON
import Testing

@testable import App

/// Scorecards as tables: out, in, and out again.
struct ScorecardFileTests {
    let account: SmallAccount
    let admin: Asker

    init() throws {
        account = try SmallAccount()
        admin = try account.person("Ada", .admin)
    }

    /// Every setting there is, and texts that a table could spoil.
    static let whole = Scorecard(
        key: "=key", name: "Name, \"quoted\"", description: "two\r\nlines\nand\rmore", tags: ["a;b", "c\\", "-d"],
        format: .percentage, defaultsOn: true, evidenceRequired: true, passMark: 72_123_456,
        unansweredOptional: .exclude,
        sections: [
            Scorecard.Section(
                key: "s1", title: "'Quoted", description: "@x", weight: 6250,
                questions: [
                    Scorecard.Question(
                        key: "q1", type: .yesNo, text: "+1 or not?", helpText: " leading", isRequired: true,
                        allowsNA: true, defaultOption: "y", commentPolicy: .onOptions(["n", "a;b"]),
                        options: [
                            Scorecard.Option(key: "y", label: "Yes", points: 10),
                            Scorecard.Option(key: "n", label: "\tNo", points: 0, autoFail: .evaluation),
                        ]),
                    Scorecard.Question(
                        key: "q2", type: .ratingScale, text: "日本語", commentPolicy: .required,
                        options: (0...3).map { Scorecard.Option(key: "\($0)", label: "\($0)", points: $0) }),
                ]),
            Scorecard.Section(
                key: "s2", title: "Last", weight: 3750,
                questions: [
                    Scorecard.Question(
                        key: "q3", type: .singleChoice, text: "Which?",
                        options: [
                            Scorecard.Option(key: "a", label: "A", points: 1000, autoFail: .section),
                            Scorecard.Option(key: "b", label: "B"),
                        ])
                ]),
            Scorecard.Section(key: "empty"),
        ])

    private func take(_ text: String, dryRun: Bool = false, ifMatch: String? = nil) throws -> Reply {
        try admin.post(
            "scorecards/import" + (dryRun ? "?dryRun=true" : ""), "text/csv", Array(text.utf8), ifMatch: ifMatch)
    }

    private func lines(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").map(String.init)
    }

    @Test func everySettingComesBack() throws {
        let bytes = ScorecardCSV.bytes(Self.whole)
        let read = try ScorecardCSV.read(bytes)
        #expect(read == Self.whole)
        #expect(ScorecardCSV.bytes(read) == bytes)
    }

    @Test func exportImportExportIsByteIdentical() throws {
        let made = try admin.post("scorecards", String(decoding: ScorecardJSON.bytes(Self.whole), as: UTF8.self))
        let first = try #require(try admin.file("scorecards/\(made.id)/export.csv"))
        let other = try #require(
            String(validating: first, as: UTF8.self)
        ).replacing("'=key", with: "second", maxReplacements: 1)
        let reply = try admin.post("scorecards/import", "text/csv", Array(other.utf8))
        #expect(reply.status == 201)
        #expect(reply["/outcome"]?.text == "created")
        let again = try #require(try admin.file("scorecards/\(reply.id)/export.csv"))
        #expect(again == Array(other.utf8))
        #expect(try admin.post("scorecards/import", "text/csv", again)["/outcome"]?.text == "unchanged")
    }

    @Test func asJSONExportImportExportIsByteIdentical() throws {
        let made = try admin.post("scorecards", String(decoding: ScorecardJSON.bytes(Self.whole), as: UTF8.self))
        let first = try #require(try admin.file("scorecards/\(made.id)/export.json"))
        #expect(try ScorecardFile.json.read(first) == Self.whole)
        #expect(try admin.post("scorecards/import", "application/json", first)["/outcome"]?.text == "unchanged")
        let other = String(decoding: first, as: UTF8.self).replacing("\"=key\"", with: "\"second\"", maxReplacements: 1)
        let reply = try admin.post("scorecards/import", "application/json; charset=utf-8", Array(other.utf8))
        #expect(reply.status == 201)
        #expect(try admin.file("scorecards/\(reply.id)/export.json") == Array(other.utf8))
        let wrong = other.replacing("\"percentage\"", with: "\"percents\"", maxReplacements: 1)
        let refused = try admin.post("scorecards/import?dryRun=true", "application/json", Array(wrong.utf8))
        #expect(refused.status == 422)
        #expect(refused["/errors/0/pointer"]?.text == "/format")
        let template = try #require(try admin.file("scorecards/template.json"))
        #expect(try admin.post("scorecards/import", "application/json", template).status == 201)
    }

    @Test func aKnownKeyMakesADraftAndPublishesNothing() throws {
        let id = try Workday.publish(Workday.card(), by: admin)
        let csv = try #require(try admin.file("scorecards/\(id)/export.csv"))
        let changed = String(decoding: csv, as: UTF8.self).replacing("Named?", with: "Said the name?")
        let tried = try take(changed, dryRun: true)
        #expect(tried.status == 200)
        #expect(tried["/dryRun"]?.truth == true)
        #expect(tried["/outcome"]?.text == "drafted")
        #expect(tried["/differences"]?.elements?.count == 1)
        #expect(tried["/differences/0/member"]?.text == "text")
        #expect(tried["/differences/0/before"]?.text == "Named?")
        #expect(tried["/differences/0/after"]?.text == "Said the name?")
        #expect(try admin.get("scorecards/\(id)")["/hasDraft"]?.truth == false)

        #expect(try take(changed)["/outcome"]?.text == "drafted")
        let now = try admin.get("scorecards/\(id)")
        #expect(now["/hasDraft"]?.truth == true)
        #expect(now["/version"]?.integer == 1)
        #expect(now["/content/sections/0/questions/1/text"]?.text == "Named?")
        #expect(try admin.file("scorecards/\(id)/export.csv") == Array(changed.utf8))
        #expect(try admin.file("scorecards/\(id)/export.csv?version=1") == csv)
    }

    @Test func aDraftGivesWayOnlyToWhoHasSeenIt() throws {
        let id = try Workday.publish(Workday.card(), by: admin)
        let csv = String(decoding: try #require(try admin.file("scorecards/\(id)/export.csv")), as: UTF8.self)
        #expect(try take(csv.replacing("Named?", with: "One?")).status == 200)
        let two = csv.replacing("Named?", with: "Two?")
        #expect(try take(two).status == 428)
        let etag = try take(two, dryRun: true).etag
        #expect(try take(two, ifMatch: "0").status == 412)
        #expect(try take(two, ifMatch: etag).status == 200)
        #expect(try admin.get("scorecards/\(id)")["/draft/sections/0/questions/1/text"]?.text == "Two?")
    }

    @Test func theTemplateIsWholeAndCanBeTaken() throws {
        let template = try #require(try admin.file("scorecards/template.csv"))
        let made = try admin.post("scorecards/import", "text/csv", template)
        #expect(made.status == 201)
        #expect(made["/problems"]?.elements?.isEmpty == true)
        let published = try admin.post("scorecards/\(made.id)/publication", ifMatch: made.etag)
        #expect(published["/version"]?.integer == 1)
        #expect(Set(ScorecardTemplate.card.questions.map(\.type)) == Set(Scorecard.QuestionType.allCases))
    }

    @Test func whatASpreadsheetChangesOnTheWayIsStillRead() throws {
        let text = """
            KEY,element,Text,schema_version,required,weight_percent,auto_fail,points,,
            card,Scorecard,Card,1,,,,,,
            s,section,Part,1,,062.50,,,,
            q,QUESTION,Asked,1,TRUE,,,,,
            ,,,,,,,,,
            y,option,Yes,1,,,None,5,,
            """
        // A question names its type; this one does not.
        #expect(try take(text)["/errors/0/pointer"]?.text == "/lines/4/type")
        let typed = text.replacing("points,,", with: "points,type,").replacing(
            "QUESTION,Asked,1,TRUE,,,,,", with: "QUESTION,Asked,1,TRUE,,,,yesno,")
        let card = try ScorecardCSV.read(Array(typed.utf8))
        #expect(card.sections[0].weight == 6250)
        #expect(card.questions[0].isRequired)
        #expect(card.questions[0].options == [Scorecard.Option(key: "y", label: "Yes", points: 5)])
    }

    @Test func aTableThatWasSavedWhereOneWritesSemicolonsAndDecimalCommasIsTheSame() throws {
        let text = """
            schema_version;element;key;text;weight_percent;type;pass_mark_percent;tags
            1;scorecard;card;"Card; one";;;72,5;"a;b"
            1;section;s;Part, the first;62,50;;;
            1;question;q;Asked;;yesNo;;
            1;option;y;Yes;;;;
            """
        let card = try ScorecardCSV.read([0xEF, 0xBB, 0xBF] + Array(text.replacing("\n", with: "\r\n").utf8))
        #expect(card.name == "Card; one")
        #expect(card.passMark == 72_500_000)
        #expect(card.tags == ["a", "b"])
        #expect(card.sections[0].title == "Part, the first")
        #expect(card.sections[0].weight == 6250)
        #expect(card.questions[0].options.map(\.key) == ["y"])
    }

    @Test func cellsThatASpreadsheetLeftOutAtTheEndOfALineAreEmpty() throws {
        let whole = String(decoding: ScorecardCSV.bytes(Self.whole), as: UTF8.self)
        let cut = whole.split(separator: "\r\n").enumerated().map { line, text in
            line < 16 ? String(text) : String(text.reversed().drop { $0 == "," }.reversed())
        }
        #expect(cut.last?.hasSuffix(",") == false)
        #expect(try ScorecardCSV.read(Array(cut.joined(separator: "\r\n").utf8)) == Self.whole)
    }

    @Test(arguments: ["PK\u{3}\u{4}\u{0}\u{0}", "PK\u{3}\u{4},;"])
    func aWorkbookIsToldToBeSavedAsATable(start: String) throws {
        let refused = try take(start)
        #expect(refused["/errors/0/code"]?.text == "csv_workbook")
        #expect(refused["/errors/0/detail"]?.text?.contains("CSV UTF-8") == true)
    }

    @Test func everyErrorIsToldWithItsLineAndNothingIsTaken() throws {
        let text = """
            schema_version,element,key,text,description,weight_percent,type,points,auto_fail,required
            1,question,q0,Too early,,,yesNo,,,
            1,scorecard,card,"Two
            lines",,,,,,
            1,section,s,Part,,62.505,,,,
            1,question,q,Asked,,,maybe,,,perhaps
            2,option,y,Yes,,,,5,,
            1,option,y,Yes,,,,five,all,
            1,section,s2,Part,,1e2,,3,,
            1,thing,x,X,,,,,,
            1,scorecard,card2,Second,,,,,,
            1,option,too,many,,,,,,,cells
            """
        let refused = try take(text)
        #expect(refused.status == 422)
        #expect(refused.code == "csv_invalid")
        #expect(
            refused.all("/errors", "pointer") == [
                "/lines/2/element", "/lines/5/weight_percent", "/lines/6/type", "/lines/6/required",
                "/lines/7/schema_version", "/lines/8/points", "/lines/8/auto_fail", "/lines/9/points",
                "/lines/9/weight_percent", "/lines/10/element", "/lines/11/element", "/lines/12",
            ])
        #expect(refused["/errors/0/detail"]?.text?.hasPrefix("Line 2: ") == true)
        #expect(try account.number("SELECT count(*) FROM scorecards") == 0)
    }

    @Test func pointsThatCouldNotBePublishedAreNotTaken() throws {
        var card = Self.whole
        card.sections[0].questions[0].options[0].points = 1001
        card.sections[1].questions[0].options[1].points = 5000
        let sentences = [
            "Option 1 “Yes” of Question 1 “+1 or not?” of Section 1 “'Quoted” is worth 0 to 1,000 points.",
            "Option 2 “B” of Question 1 “Which?” of Section 2 “Last” is worth 0 to 1,000 points.",
        ]
        #expect(
            card.publishingProblems.filter { $0.code == "points_outside" }.map(\.sentence) == sentences)
        let table = try take(String(decoding: ScorecardCSV.bytes(card), as: UTF8.self), dryRun: true)
        #expect(table.status == 422)
        #expect(table.all("/errors", "code") == ["points_outside", "points_outside"])
        #expect(table.all("/errors", "pointer") == ["/lines/8/points", "/lines/18/points"])
        #expect(table.all("/errors", "detail") == zip(["Line 8: ", "Line 18: "], sentences).map(+))
        let json = try admin.post("scorecards/import", "application/json", ScorecardJSON.bytes(card))
        #expect(json.status == 422 && json.code == "points_outside")
        #expect(json.all("/errors", "detail") == sentences)
        #expect(
            json.all("/errors", "pointer") == [
                "/sections/0/questions/0/options/0/points", "/sections/1/questions/0/options/1/points",
            ])
        #expect(try account.number("SELECT count(*) FROM scorecards") == 0)
    }

    @Test func numbersThatCannotBeKeptSayHowTheyAreWritten() throws {
        let text = """
            schema_version,element,key,text,points,type
            1,scorecard,card,Card,,
            1,section,s,Part,,
            1,question,q,Asked,,yesNo
            1,option,y,Yes,five,
            """
        #expect(
            try take(text)["/errors/0/detail"]?.text == "Line 5: “points” is a whole number from 0 to 1000, not “five”."
        )
        let json = #"{"key":"card","name":"Card","sections":[{"key":"s","weight":62.505}]}"#
        let refused = try admin.post("scorecards/import", "application/json", Array(json.utf8))
        #expect(refused["/errors/0/pointer"]?.text == "/sections/0/weight")
        #expect(refused["/errors/0/detail"]?.text?.contains("6250 is 62.5%") == true)
    }

    @Test(arguments: [
        ("", "csv_empty", "/lines/1"), ("schema_version,element,key,text\n", "csv_no_scorecard", "/lines/1/element"),
        ("element,key,text\n", "csv_column_missing", "/lines/1/schema_version"),
        ("schema_version,element,key,text,colour\n", "csv_column_unknown", "/lines/1"),
        ("schema_version,element,key,text,key\n", "csv_column_twice", "/lines/1/key"),
        ("schema_version,element,key,text\n1,scorecard,\"k,x", "csv_quote", "/lines/2"),
        ("schema_version,element,key,text\n1,scorecard,,x", "csv_key_missing", "/lines/2/key"),
    ])
    func whatIsNoSuchTableIsRefused(text: String, code: String, pointer: String) throws {
        let refused = try take(text)
        #expect(refused.status == 422)
        #expect(refused["/errors/0/code"]?.text == code)
        #expect(refused["/errors/0/pointer"]?.text == pointer)
    }

    @Test func importingIsForThoseWhoEdit() throws {
        let evaluator = try account.person("Eva", .evaluator)
        let template = try #require(try evaluator.file("scorecards/template.csv"))
        #expect(try evaluator.post("scorecards/import", "text/csv", template).status == 403)
        let draft = try admin.post("scorecards", Workday.card())
        #expect(try evaluator.file("scorecards/\(draft.id)/export.csv") == nil)
    }

    @Test(arguments: [(0, 2, "0"), (6250, 2, "62.5"), (1, 6, "0.000001"), (-5, 2, "-0.05"), (72_000_000, 6, "72")])
    func amountsAreWrittenExactly(value: Int64, digits: Int, text: String) {
        #expect(ScorecardCSV.decimal(value, digits: digits) == text)
    }
}
