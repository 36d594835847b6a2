import JSON
import Testing

/// Bytes out: what is written reads back the same.
struct WritingTests {
    @Test func anObjectIsWrittenInTheOrderItIsSaid() {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("text", "a")
            writer.field("whole", 12)
            writer.field("long", Int64.min)
            writer.field("truth", true)
            writer.field("none", nil as String?)
            writer.field("noNumber", nil as Int64?)
            writer.field("fraction", 0.5)
            writer.fieldNull("null")
            writer.field("inner", object: { writer in writer.field("x", 1) })
            writer.field(
                "list",
                array: { writer in
                    writer.value("b")
                    writer.value(2)
                    writer.value(false)
                    writer.null()
                    writer.array { _ in }
                    writer.object { _ in }
                })
            writer.field("texts", ["c", "d"])
            writer.field("raw", raw: Array("[1]".utf8))
            writer.field("last", -1)
        }
        let expected =
            #"{"text":"a","whole":12,"long":-9223372036854775808,"truth":true,"none":null,"noNumber":null,"#
            + #""fraction":0.5,"null":null,"inner":{"x":1},"list":["b",2,false,null,[],{}],"texts":["c","d"],"#
            + #""raw":[1],"last":-1}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test(arguments: 0..<80)
    func roomGrowsWhereverItEnds(reserved: Int) {
        var writer = JSONWriter(reserving: reserved)
        for length in 0..<200 {
            let text = String(repeating: "a", count: length)
            writer.clear()
            writer.object { writer in
                writer.field(text, text + "\n")
                writer.key(constant: "constant")
                writer.array {
                    $0.value(Int64.min)
                    $0.value(utf8: UnsafeBufferPointer(start: nil, count: 0))
                    $0.value(true)
                    $0.raw(Array("[\"\(text)\"]".utf8))
                }
            }
            let expected = #"{"\#(text)":"\#(text)\n","constant":[-9223372036854775808,"",true,["\#(text)"]]}"#
            let written = String(decoding: writer.bytes, as: UTF8.self)
            #expect(written == expected)
        }
    }

    @Test func whatMustBeEscapedIsEscapedAndNothingElse() {
        var writer = JSONWriter()
        writer.value("\"\\/\u{8}\u{c}\n\r\t\0\u{1}\u{1f}\u{7f}é😀\u{2028}")
        let expected = #""\"\\/\b\f\n\r\t\u0000\u0001\u001f"# + "\u{7f}é😀\u{2028}\""
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    /// Texts are looked through eight bytes at a time: what is escaped is found at each place of each length, and what is
    /// its neighbour by one bit or one number is not.
    @Test(arguments: [0x00, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x5B, 0x5C, 0x5D, 0x7F] as [UInt8])
    func whatIsEscapedIsFoundWhereverItStands(byte: UInt8) throws {
        for length in 1...26 {
            for place in 0..<length {
                var text = Array(repeating: UInt8(ascii: "a"), count: length)
                text[place] = byte
                var writer = JSONWriter()
                text.withUnsafeBufferPointer { writer.value(utf8: $0) }
                let read = try JSONReader.read(writer.bytes)
                #expect(read.text.map { Array($0.utf8) } == text)
                let mustBeEscaped = byte < 0x20 || byte == 0x22 || byte == 0x5C
                #expect((writer.bytes.count > length + 2) == mustBeEscaped)
            }
        }
    }

    @Test func everyScalarOfTheFirstPlaneReadsBackTheSame() throws {
        let text = String(String.UnicodeScalarView((0...0xFFFF).compactMap(Unicode.Scalar.init)))
        var writer = JSONWriter()
        writer.value(text)
        let read = try JSONReader.read(writer.bytes)
        #expect(read.text.map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test(arguments: [0.1, -1.5e-7, 1e22, 123456.789, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 3])
    func aFractionReadsBackTheSame(number: Double) throws {
        var writer = JSONWriter()
        writer.value(number)
        #expect(try JSONReader.read(writer.bytes) == .number(number))
    }

    @Test func aNumberThatIsNotFiniteIsNull() {
        var writer = JSONWriter()
        writer.array { writer in
            writer.value(Double.nan)
            writer.value(Double.infinity)
        }
        #expect(writer.bytes == Array("[null,null]".utf8))
    }

    @Test func aDocumentReadIsWrittenTheSameByteForByte() throws {
        let text = #"{"b":[1,-2,{"a":null}],"a":"x\n","":{},"t":true,"f":0.25}"#
        var writer = JSONWriter()
        writer.value(try JSONReader.read(Array(text.utf8)))
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    }

    @Test func partsStandByThemselvesAndListsAmongThemGoOn() {
        var writer = JSONWriter(reserving: 1)
        let first = writer.part { $0.object { $0.field("a", 1) } }
        let list = writer.part { $0.value("x") }
        let longer = writer.part(after: list) { $0.value("y") }
        let last = writer.part { $0.value(2) }
        let parts = JSONParts(bytes: writer.bytes, places: [first, longer, last])
        let texts = parts.places.map { String(decoding: parts.bytes[$0], as: UTF8.self) }
        #expect(texts == [#"{"a":1}"#, #""x","y""#, "2"])

        var whole = JSONWriter()
        whole.array { writer in
            for place in parts.places { writer.raw(parts, at: place) }
        }
        #expect(String(decoding: whole.bytes, as: UTF8.self) == #"[{"a":1},"x","y",2]"#)
    }

    @Test func aClearedWriterBeginsAnew() {
        var writer = JSONWriter()
        writer.value(1)
        writer.clear()
        writer.value(2)
        #expect(writer.bytes == Array("2".utf8))
    }
}
