import HTTP
import Testing

/// What is answered on the event thread is what a worker answers.
enum GlancedAnswer {
    static func check(_ seen: Response, _ worked: Response) {
        #expect(seen.status == worked.status)
        #expect(seen.headers.map { "\($0.0): \($0.1)" } == worked.headers.map { "\($0.0): \($0.1)" })
        #expect(text(seen) == text(worked))
    }

    private static func text(_ response: Response) -> String? {
        guard case .bytes(let bytes) = response.body else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
