import JSON
import Testing

/// Members by name and type, with pointers in the errors.
struct FieldsTests {
    @Test func membersAreReadByNameAndType() throws {
        var fields = try JSONFields(
            document(
                #"{"title":"x","note":null,"startMs":5,"on":true,"list":[1,2],"inner":{"a":"b"},"tags":["p","q"],"kind":"two"}"#
            ))
        #expect(fields.has("note"))
        #expect(!fields.has("absent"))
        #expect(try fields.string("title", max: 1) == "x")
        #expect(try fields.optionalString("note") == nil)
        #expect(try fields.int64("startMs", in: 0...5) == 5)
        #expect(try fields.optionalInt64("endMs") == nil)
        #expect(try fields.bool("on"))
        #expect(try fields.optionalBool("off") == nil)
        let list = try fields.array("list", max: 2) { value, place in
            "\(place)=\(value.integer ?? 0)"
        }
        #expect(list == ["/list/0=1", "/list/1=2"])
        var inner = try fields.object("inner")
        #expect(try inner.string("a") == "b")
        try inner.finish()
        #expect(try fields.optionalObject("nothing") == nil)
        #expect(try fields.strings("tags", max: 2) == ["p", "q"])
        #expect(try fields.choice("kind", of: Kind.self) == .two)
        try fields.finish()
    }

    @Test func theErrorPointsAtTheMemberThatIsWrong() throws {
        let text = #"{"a/b~c":{"list":[{"n":"x"}]}}"#
        var fields = try JSONFields(document(text))
        var inner = try fields.object("a/b~c")
        let error = #expect(throws: FieldError.self) {
            try inner.objects("list", max: 1) { fields in try fields.int64("n") }
        }
        #expect(error?.pointer == "/a~1b~0c/list/0/n")
        #expect(error?.code == "field_type")
    }

    @Test func unknownMembersAreRefusedAndNamed() throws {
        var fields = try JSONFields(document(#"{"a":1,"b":2,"c":3}"#))
        _ = try fields.int64("b")
        let error = #expect(throws: FieldError.self) { try fields.finish() }
        #expect(error?.code == "field_unknown")
        #expect(error?.pointer == "/a")
        #expect(error?.sentence == "“a”, “c” are not known here.")
    }

    @Test(arguments: [1, 63, 64, 65, 200])
    func membersAreFoundAndStrangersNamedWhateverTheirNumber(count: Int) throws {
        let members = (0..<count).map { "\"m\($0)\":\($0)" }.joined(separator: ",")
        var fields = try JSONFields(document("{\(members)}"))
        // In any order, and more than once.
        for index in (1..<count).reversed() { #expect(try fields.int64("m\(index)") == Int64(index)) }
        for index in 1..<count { #expect(try fields.int64("m\(index)") == Int64(index)) }
        let error = #expect(throws: FieldError.self) { try fields.finish() }
        #expect(error?.pointer == "/m0")
        #expect(try fields.int64("m0") == 0)
        try fields.finish()
    }

    @Test func whatIsWrongGetsItsCode() throws {
        #expect(try code("{}") { fields in _ = try fields.string("a") } == "field_missing")
        #expect(try code(#"{"a":null}"#) { fields in _ = try fields.string("a") } == "field_missing")
        #expect(try code(#"{"a":1}"#) { fields in _ = try fields.string("a") } == "field_type")
        #expect(try code(#"{"a":1.0}"#) { fields in _ = try fields.int64("a") } == "field_type")
        #expect(
            try code(#"{"a":6}"#) { fields in _ = try fields.int64("a", in: 0...5) } == "field_range")
        #expect(
            try code(#"{"a":"éé"}"#) { fields in _ = try fields.string("a", max: 1) } == "field_length"
        )
        #expect(try code(#"{"a":"éé"}"#) { fields in _ = try fields.string("a", max: 2) } == nil)
        #expect(
            try code(#"{"a":""}"#) { fields in _ = try fields.string("a", min: 1) } == "field_length")
        #expect(try code(#"{"a":"\u0000"}"#) { fields in _ = try fields.string("a") } == "field_text")
        #expect(
            try code(#"{"a":[1,2]}"#) { fields in _ = try fields.strings("a", max: 1) }
                == "field_count")
        #expect(
            try code(#"{"a":"three"}"#) { fields in _ = try fields.choice("a", of: Kind.self) }
                == "field_value")
        #expect(throws: FieldError.self) { try JSONFields(.array([])) }
    }

    private enum Kind: String, CaseIterable {
        case one, two
    }

    private func document(_ text: String) throws -> JSONValue {
        try JSONReader.read(Array(text.utf8))
    }

    private func code(_ text: String, _ body: (inout JSONFields) throws -> Void) throws -> String? {
        var fields = try JSONFields(document(text))
        do {
            try body(&fields)
            return nil
        } catch let error as FieldError {
            return error.code
        }
    }
}
