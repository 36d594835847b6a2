import JSON
import Testing

/// Strict reading, by the grammar of RFC 8259.
struct ReadingTests {
    @Test(arguments: [
        ("null", JSONValue.null), (" true ", .bool(true)), ("\t\r\nfalse\n", .bool(false)),
        ("0", .integer(0)), ("-0", .integer(0)), ("-17", .integer(-17)), ("1.0", .number(1)), ("1e2", .number(100)),
        ("-1.5E-3", .number(-0.0015)), ("0.25", .number(0.25)), ("0e+1", .number(0)),
        ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
        ("\"\"", .string("")), ("[]", .array([])), ("{}", .object([])), ("[ ]", .array([])), ("{ }", .object([])),
        ("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\"", .string("a\"\\/\u{8}\u{c}\n\r\t")),
        ("\"\\u00e9\\u20AC\\uD83D\\ude00\\u0000\"", .string("é€😀\0")), ("\"é€😀\u{7f}\"", .string("é€😀\u{7f}")),
        (
            "[1,[2,{\"a\":null}]]",
            .array([.integer(1), .array([.integer(2), .object([.init(name: "a", value: .null)])])])
        ),
    ])
    func aValidDocumentIsRead(text: String, expected: JSONValue) throws {
        #expect(try JSONReader.read(Array(text.utf8)) == expected)
    }

    @Test(arguments: [
        "", " ", "nul", "True", "tru3", "[1,]", "[,1]", "[1 2]", "{\"a\":1,}", "{a:1}", "{\"a\" 1}", "{\"a\":}",
        "{'a':1}",
        "{1:2}", "[", "{", "{\"a\"", "\"", "\"a", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"a\nb\"", "\"a\tb\"",
        "+1", "-",
        ".5", "1.", "1.e1", "1e", "1e+", "- 1", "NaN", "Infinity", "\u{FEFF}1", "//x\n1", "\u{a0}1", "[1}", "{\"a\":1]",
        "0x10",
    ])
    func brokenSyntaxIsRefused(text: String) {
        let error = #expect(throws: JSONError.self) { try JSONReader.read(Array(text.utf8)) }
        #expect(error.map { ["json_syntax", "json_trailing"].contains($0.code) } == true, "\(error as Any)")
    }

    @Test(arguments: [
        "01", "-01", "00", "9223372036854775808", "-9223372036854775809", "1e400", "123456789012345678901",
    ])
    func aNumberThatCannotBeKeptIsRefused(text: String) {
        #expect(code(text) == "json_number")
    }

    @Test(arguments: ["1 2", "{} {}", "null,", "[]]", "\"a\"b", "1\0"])
    func nothingMayFollowTheDocument(text: String) {
        #expect(code(text) == "json_trailing")
    }

    @Test(arguments: [
        "{\"a\":1,\"a\":2}", "{\"a\":1,\"b\":{},\"\\u0061\":3}", "[{\"\":1,\"\":1}]", "{\"\u{e9}\":1,\"e\u{301}\":2}",
    ])
    func aDuplicateNameIsRefused(text: String) {
        #expect(code(text) == "json_duplicate_key")
    }

    @Test func aDuplicateAmongManyNamesIsRefusedAndItsPlaceIsTold() throws {
        let many = (0..<500).map { "\"m\($0)\":\($0)" }.joined(separator: ",")
        guard case .object(let members) = try JSONReader.read(Array("{\(many)}".utf8)) else {
            Issue.record("no object")
            return
        }
        #expect(members.map(\.value) == (0..<500).map { .integer(Int64($0)) })
        let error = #expect(throws: JSONError.self) { try JSONReader.read(Array("{\(many),\"m321\":0}".utf8)) }
        #expect(error?.code == "json_duplicate_key")
        #expect(error?.offset == many.utf8.count + 2)
        #expect(error?.sentence.contains("m321") == true)
    }

    @Test(arguments: [
        "[\"\\ud800\"]", "\"\\uD83D x\"", "\"\\ude00\"", "\"\\uD83D\\u0041\"", "\"\\uD83D\\uD83D\"", "\"\\uD83D\\n\"",
    ])
    func aLoneSurrogateIsRefused(text: String) {
        #expect(code(text) == "json_surrogate")
    }

    @Test(
        arguments: [
            [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0x80], [0xE2, 0x82],
            [0xC3, 0x5C, 0x6E],
        ] as [[UInt8]])
    func textThatIsNotUTF8IsRefused(inner: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        let error = #expect(throws: JSONError.self) { try JSONReader.read([quote] + inner + [quote]) }
        #expect(error?.code == "json_utf8")
    }

    @Test func depthIsBoundedForArraysAndObjectsTogether() throws {
        func nested(_ levels: Int) -> String {
            (0..<levels).reversed().reduce("1") { inner, level in level % 2 == 0 ? "[\(inner)]" : "{\"a\":\(inner)}" }
        }
        #expect(code(nested(32)) == nil)
        #expect(code(nested(33)) == "json_depth")
        #expect(code(String(repeating: "[", count: 1_000_000)) == "json_depth")
        #expect(throws: JSONError.self) { try JSONReader.read(Array("[[1]]".utf8), maxDepth: 1) }
    }

    @Test func theOffsetOfAnErrorIsTheByteItBeginsAt() {
        let error = #expect(throws: JSONError.self) { try JSONReader.read(Array("{\"é\": tru }".utf8)) }
        #expect(error?.offset == 7)
    }

    @Test func aSliceIsReadWithoutItsNeighbours() throws {
        let line = Array("x[1]y".utf8)
        #expect(try JSONReader.read(line[1..<4]) == .array([.integer(1)]))
    }

    @Test func everyTruncationOfADocumentIsRefused() throws {
        let text = Array("{\"a\":[1.5,\"\\u00e9\\ud83d\\ude00\",{\"b\":null}],\"c\":-12e3,\"é\":true}".utf8)
        _ = try JSONReader.read(text)
        for length in 0..<text.count {
            #expect(throws: JSONError.self) { try JSONReader.read(text[..<length]) }
        }
    }

    private func code(_ text: String) -> String? {
        do {
            _ = try JSONReader.read(Array(text.utf8))
            return nil
        } catch {
            return error.code
        }
    }
}
