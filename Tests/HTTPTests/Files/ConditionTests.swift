import Testing

@testable import HTTP

/// Conditional requests by RFC 9110, section 13.2.2.
@Suite struct ConditionTests {
    private func condition(_ headers: [(String, String)], method: HTTP.Method = .get) throws -> Condition {
        let head = try Head(method: method, target: "/", headers: headers)
        return Condition(head, etag: "\"a,b\"", lastModified: 1_700_000_000)
    }

    private let date = "Tue, 14 Nov 2023 22:13:20 GMT"
    private let before = "Tue, 14 Nov 2023 22:13:19 GMT"

    @Test func aTagIsFoundInAListWeakOrStrong() throws {
        #expect(try condition([("If-None-Match", "\"x\", \"a,b\"")]) == .notModified)
        #expect(try condition([("If-None-Match", "W/\"a,b\"")]) == .notModified)
        #expect(try condition([("If-None-Match", "*")]) == .notModified)
        #expect(try condition([("If-None-Match", "\"a\"")]) == .proceed)
        #expect(try condition([("If-None-Match", "\"x\""), ("If-None-Match", "\"a,b\"")]) == .notModified)
        #expect(try condition([("If-None-Match", "*")], method: .put) == .failed)
    }

    @Test func aTagOutweighsADate() throws {
        #expect(try condition([("If-Modified-Since", date)]) == .notModified)
        #expect(try condition([("If-Modified-Since", before)]) == .proceed)
        #expect(try condition([("If-Modified-Since", date), ("If-None-Match", "\"x\"")]) == .proceed)
        #expect(try condition([("If-Modified-Since", "yesterday")]) == .proceed)
    }

    @Test func aPreconditionComparesStrongly() throws {
        #expect(try condition([("If-Match", "\"a,b\"")]) == .proceed)
        #expect(try condition([("If-Match", "W/\"a,b\"")]) == .failed)
        #expect(try condition([("If-Match", "\"x\"")]) == .failed)
        #expect(try condition([("If-Unmodified-Since", before)]) == .failed)
        #expect(try condition([("If-Unmodified-Since", date)]) == .proceed)
    }

    @Test func datesAreReadInAllThreeForms() {
        #expect(HTTPDate.unixSeconds("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
        #expect(HTTPDate.unixSeconds("Sunday, 06-Nov-94 08:49:37 GMT") == 784_111_777)
        #expect(HTTPDate.unixSeconds("Sun Nov  6 08:49:37 1994") == 784_111_777)
        #expect(HTTPDate.unixSeconds("Sun, 06 Nov 1994 08:49:37 CET") == nil)
        #expect(HTTPDate.unixSeconds("Sun, 06 Foo 1994 08:49:37 GMT") == nil)
        #expect(HTTPDate.text(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
    }
}
