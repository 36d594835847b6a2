internal import CMicrohttpd
import Glibc
import Synchronization

/// An answer in libmicrohttpd's form, ready to be queued.
struct Outgoing {
    let status: Int
    /// Owned until `discard`, unless an asset owns it.
    let raw: OpaquePointer
    /// Bytes of the body; -1 when not known beforehand.
    let length: Int64
    /// The asset that this is an answer of, where the answer is shared by all who ask.
    var owner: StaticAsset?
    /// Whether its body comes from files, after its head and not with it.
    var isFromFiles = false
    /// Whether it stands for an answer that could not have been sent.
    var isUnsound = false

    func discard() { if owner == nil { MHD_destroy_response(raw) } }
}

/// Turns answers into libmicrohttpd's form, with what every answer carries.
final class Outbox: Sendable {
    /// Headers every answer gets that does not set them itself.
    let commonHeaders: [(String, String)]

    /// Tells it from every other, those that are gone too.
    private let number = Outbox.count.add(1, ordering: .relaxed).newValue
    private static let count = Atomic<Int>(0)

    init(commonHeaders: [(String, String)]) { self.commonHeaders = commonHeaders }

    /// Nil when memory ran out.
    func make(
        _ response: Response, head: Head?, request: RequestID, closing: Bool, exchange: Exchange
    ) -> Outgoing? {
        if !closing, case .shared(let asset) = response.body, let answer = shared(asset, response, head) {
            return answer
        }
        let isSound = Outbox.isSound(response)
        let sound = isSound ? response : Outbox.unsound
        guard let draft = body(of: sound, head: head, exchange: exchange) else { return nil }
        addHeaders(sound.headers + draft.headers, to: draft.raw)
        MHD_add_response_header(draft.raw, "X-Request-Id", request.text)
        if closing { MHD_add_response_header(draft.raw, "Connection", "close") }
        return Outgoing(
            status: draft.status, raw: draft.raw, length: draft.length, isFromFiles: draft.isFromFiles,
            isUnsound: !isSound)
    }

    /// An answer that is made once for all who ask; so it bears no request id, which is in the log alone. Nil where
    /// conditions or headers want one of its own.
    private func shared(_ asset: StaticAsset, _ response: Response, _ head: Head?) -> Outgoing? {
        var status = response.status
        if status == 200, let head {
            switch Condition(head, etag: asset.etag, lastModified: asset.lastModified) {
            case .proceed: break
            case .notModified: status = 304
            case .failed: return nil
            }
        }
        let raw = asset.answer(status: status, headers: response.headers, of: number) {
            guard Outbox.isSound(response), let draft = shared(asset, status: status) else { return nil }
            addHeaders(response.headers + draft.headers, to: draft.raw)
            return draft.raw
        }
        return raw.map { Outgoing(status: status, raw: $0, length: Int64(asset.length), owner: asset) }
    }

    private func addHeaders(_ headers: [(String, String)], to raw: OpaquePointer) {
        for (name, value) in headers where !Outbox.isForTheServer(name) { MHD_add_response_header(raw, name, value) }
        for (name, value) in commonHeaders where !headers.contains(where: { asciiEqual($0.0, name) }) {
            MHD_add_response_header(raw, name, value)
        }
    }

    /// The same answer as the bytes of a connection that will be closed after them; only of bodies in memory.
    func wireBytes(_ response: Response, request: RequestID) -> [UInt8] {
        let sound = Outbox.isSound(response) ? response : Outbox.unsound
        var text = "HTTP/1.1 \(sound.status) \(statusTitle(sound.status))\r\nConnection: close\r\n"
        text += "Date: \(HTTPDate.text(Int64(time(nil))))\r\nX-Request-Id: \(request.text)\r\n"
        for (name, value) in sound.headers where !Outbox.isForTheServer(name) { text += "\(name): \(value)\r\n" }
        for (name, value) in commonHeaders where !sound.has(name) { text += "\(name): \(value)\r\n" }
        let body: [UInt8] = if case .bytes(let bytes) = sound.body { bytes } else { [] }
        return Array((text + "Content-Length: \(body.count)\r\n\r\n").utf8) + body
    }

    /// What is said instead of an answer that would have split itself or has no possible status.
    private static let unsound = Problem(
        status: 500, code: "internal_error",
        detail: "The answer could not be written. The request id helps to find out why."
    ).response

    static func isSound(_ response: Response) -> Bool {
        (200...599).contains(response.status)
            && response.headers.allSatisfy { isToken($0.0) && isHeaderValue($0.1) }
    }

    private static func isForTheServer(_ name: String) -> Bool {
        asciiEqual(name, "Content-Length") || asciiEqual(name, "Transfer-Encoding") || asciiEqual(name, "Date")
    }

    /// A body in libmicrohttpd's form and the headers that go with it.
    private struct Draft {
        var status: Int
        var raw: OpaquePointer
        var length: Int64
        var headers: [(String, String)] = []
        var isFromFiles = false
    }

    private func body(of response: Response, head: Head?, exchange: Exchange) -> Draft? {
        switch response.body {
        case .none: buffer([], status: response.status)
        case .bytes(let bytes): buffer(bytes, status: response.status)
        case .shared(let asset):
            switch head.map({ Condition($0, etag: asset.etag, lastModified: asset.lastModified) }) {
            case .failed? where response.status == 200: buffer([], status: 412)
            case .notModified? where response.status == 200: shared(asset, status: 304)
            default: shared(asset, status: response.status)
            }
        case .file(let file): ranged(file, head: head)
        case .composed(let composed): ranged(composed, head: head)
        case .produced(let produced):
            ProducedReader(produced, exchange: exchange).response().map {
                Draft(status: response.status, raw: $0, length: produced.length ?? -1)
            }
        }
    }

    private func buffer(_ bytes: [UInt8], status: Int) -> Draft? {
        let raw = bytes.withUnsafeBytes { memory in
            MHD_create_response_from_buffer(
                memory.count, UnsafeMutableRawPointer(mutating: memory.baseAddress), .RESPMEM_MUST_COPY)
        }
        return raw.map { Draft(status: status, raw: $0, length: Int64(bytes.count)) }
    }

    private func shared(_ asset: StaticAsset, status: Int) -> Draft? {
        let memory = asset.memory
        let raw = MHD_create_response_from_buffer_with_free_callback_cls(
            memory.bytes.count, memory.bytes.baseAddress,
            { if let held = $0 { Unmanaged<AssetMemory>.fromOpaque(held).release() } },
            Unmanaged.passRetained(memory).toOpaque())
        guard let raw else {
            Unmanaged.passUnretained(memory).release()
            return nil
        }
        var headers = [("ETag", asset.etag)] + asset.headers
        if status != 304 { headers.append(("Content-Type", asset.contentType)) }
        if let modified = asset.lastModified { headers.append(("Last-Modified", HTTPDate.text(modified))) }
        return Draft(status: status, raw: raw, length: Int64(asset.length), headers: headers)
    }

    private func ranged(_ body: some RangedBody, head: Head?) -> Draft? {
        let plan =
            head.map {
                FilePlan(
                    $0, length: body.length, etag: body.etag, lastModified: body.lastModified,
                    clamp: body.clampOpenRangesTo)
            } ?? .whole
        var draft: Draft?
        switch plan {
        case .whole: draft = bytes(0..<body.length, of: body, status: 200)
        case .notModified: draft = bytes(0..<body.length, of: body, status: 304)
        case .range(let range):
            draft = bytes(range, of: body, status: 206)
            if draft?.status == 206 {
                draft?.headers.append(
                    ("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(body.length)"))
            }
        case .ranges(let ranges):
            guard let parts = body.multipart(ranges) else {
                draft = bytes(0..<body.length, of: body, status: 200)
                break
            }
            draft = parts.response().map { Draft(status: 206, raw: $0, length: parts.length) }
            draft?.headers.append(("Content-Type", parts.contentType))
        case .unsatisfiable:
            draft = refusal(
                Problem(
                    status: 416, code: "range_not_satisfiable", detail: "The file has no byte of the range asked for."))
            draft?.headers.append(("Content-Range", "bytes */\(body.length)"))
            return draft
        case .preconditionFailed:
            return refusal(
                Problem(
                    status: 412, code: "precondition_failed", detail: "The file is not the one the request names."))
        }
        guard draft?.status != 500 else { return draft }
        draft?.headers.append(("ETag", body.etag))
        draft?.headers.append(("Accept-Ranges", "bytes"))
        if let modified = body.lastModified { draft?.headers.append(("Last-Modified", HTTPDate.text(modified))) }
        let isMultipart = draft?.headers.contains { $0.0 == "Content-Type" } ?? false
        if plan != .notModified, !isMultipart { draft?.headers.append(("Content-Type", body.contentType)) }
        return draft
    }

    private func refusal(_ problem: Problem) -> Draft? {
        var draft = buffer(problem.bytes, status: problem.status)
        draft?.headers = problem.response.headers
        return draft
    }

    private func bytes(_ range: Range<Int64>, of body: some RangedBody, status: Int) -> Draft? {
        if range.isEmpty { return buffer([], status: status) }
        guard let raw = body.raw(range) else {
            return refusal(
                Problem(
                    status: 500, code: "internal_error",
                    detail: "A file on our side is not what it was. The request id helps to find out why."))
        }
        return Draft(status: status, raw: raw, length: Int64(range.count), isFromFiles: true)
    }
}
