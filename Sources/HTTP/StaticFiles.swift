import Glibc
import Synchronization

/// The files of one directory, as they are: small ones from memory, texts packed for whoever takes them so, each with a
/// validator and never stale. A page tells the browser of all modules it will need.
package final class StaticFiles: Sendable {
    /// Larger files are answered from their descriptor.
    package static let mostInMemory = 1 << 20

    private let root: String
    /// How long a file that was looked at counts as unchanged, ms.
    private let trust: Int64
    /// By their address, which begins with a slash; pages that draw several addresses by theirs and their module's.
    private let kept = Mutex<[String: KeptFile]>([:])

    /// An edit shows at the next reload. Under a rush of requests, a file's time is not looked at for each of them.
    ///
    /// - Parameter trust: how long a file that was looked at counts as unchanged, ms.
    package init(root: String, trust: Int64 = 20) {
        self.root = root
        self.trust = trust
    }

    /// The answer for a GET or HEAD whose path names a file; nil when there is none. `/` is `index.html`.
    package func answer(_ head: Head) -> Response? {
        guard head.routedMethod == .get else { return nil }
        if let known = unchanged(head.rawPath) { return known.response(head) }
        return find(head.segments.isEmpty ? ["index.html"] : head.segments)?.response(head)
    }

    /// The answer with one file, whatever the path says: the page of a view whose address the browser knows. `drawing`
    /// is the address of the module that will draw the view.
    package func answer(_ head: Head, page: String, drawing module: String? = nil) -> Response? {
        guard head.routedMethod == .get else { return nil }
        if let known = unchanged(page + (module ?? "")) { return known.response(head) }
        return find(page.split(separator: "/").map(String.init), drawing: module)?.response(head)
    }

    /// A text of this directory as it is now.
    package func text(_ address: String) -> String? { read(address).map { String(decoding: $0.bytes, as: UTF8.self) } }

    /// A file that was read before and has not changed since; nil of all others.
    private func unchanged(_ address: String) -> KeptFile? {
        guard let file = kept.withLock({ $0[address] }) else { return nil }
        return file.isUnchanged(within: trust) ? file : nil
    }

    private func find(_ segments: [String], drawing module: String? = nil) -> KeptFile? {
        guard !segments.isEmpty, segments.allSatisfy(StaticFiles.isVisible) else { return nil }
        let address = "/" + segments.joined(separator: "/")
        return unchanged(address + (module ?? "")) ?? load(address, drawing: module)
    }

    private func load(_ address: String, drawing module: String?) -> KeptFile? {
        guard let stamp = Stamp(of: root + address) else { return nil }
        let contentType = ContentType.ofFile(named: address)
        guard stamp.size <= StaticFiles.mostInMemory else { return large(address, stamp, contentType) }
        guard let (bytes, stamp) = read(address) else { return nil }
        var sources: [KeptFile.Source] = [(root + address, stamp)]
        let file: KeptFile
        if address.hasSuffix(".html") {
            let graph = ModuleGraph(page: String(decoding: bytes, as: UTF8.self), drawing: module) { read($0)?.bytes }
            sources += graph.addresses.map { (root + $0, Stamp(of: root + $0)) }
            file = KeptFile(sources, Array(graph.page.utf8), contentType, modified: nil)
        } else {
            file = KeptFile(sources, bytes, contentType, modified: Int64(stamp.seconds))
        }
        // Whose name needs an escape has another address than its name, which would be the address of another file.
        if !address.contains("%") { kept.withLock { $0[address + (module ?? "")] = file } }
        return file
    }

    /// Nil of what is no file, or too large to be held.
    private func read(_ address: String) -> (bytes: [UInt8], stamp: Stamp)? {
        let path = root + address
        guard let stamp = Stamp(of: path), stamp.size <= StaticFiles.mostInMemory else { return nil }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: stamp.size)
        let got = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        return got == stamp.size ? (bytes, stamp) : nil
    }

    private func large(_ address: String, _ stamp: Stamp, _ contentType: String) -> KeptFile? {
        let descriptor = open(root + address, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        let etag = "\"\(String(stamp.size, radix: 16))-\(String(stamp.seconds, radix: 16))-\(stamp.nanoseconds)\""
        return KeptFile(
            .file(
                FileBody(
                    descriptor: descriptor, length: Int64(stamp.size), contentType: contentType, etag: etag,
                    lastModified: Int64(stamp.seconds))))
    }

    /// Segments are decoded already: one that still holds a slash would reach elsewhere, one with a dot first is private.
    private static func isVisible(_ segment: String) -> Bool {
        !segment.isEmpty && !segment.hasPrefix(".") && segment.utf8.allSatisfy { $0 != 47 && $0 != 92 && $0 > 31 }
    }
}

/// What tells a changed file from an unchanged one.
private struct Stamp: Equatable {
    var seconds: Int
    var nanoseconds: Int
    var size: Int
    var inode: UInt

    /// Nil of what is no file.
    init?(of path: String) {
        var info = stat()
        guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
        seconds = info.st_mtim.tv_sec
        nanoseconds = info.st_mtim.tv_nsec
        size = Int(info.st_size)
        inode = info.st_ino
    }
}

/// A file as it was read, in the forms it is answered in, and the files these were made of.
private final class KeptFile: Sendable {
    typealias Source = (path: String, stamp: Stamp?)

    private let sources: [Source]
    private let plain: Response
    /// Of texts that are smaller so.
    private let packed: Response?
    /// When the sources were last looked at, monotonic ms.
    private let lookedAt = Atomic(monotonicMilliseconds())

    /// What is answered as it is, and made anew for each request.
    init(_ body: Body) {
        sources = []
        plain = KeptFile.response(body)
        packed = nil
    }

    /// Only texts of our own are packed, never what belongs to somebody: lengths would tell of secrets (BREACH).
    init(_ sources: [Source], _ bytes: [UInt8], _ contentType: String, modified: Int64?) {
        func asset(_ bytes: [UInt8], _ headers: [(String, String)]) -> Response {
            KeptFile.response(
                .shared(StaticAsset(bytes, contentType: contentType, lastModified: modified, headers: headers)))
        }
        self.sources = sources
        let smaller = ContentType.isText(contentType) ? ContentCoding.packed(bytes) : nil
        let varying = [("Vary", "Accept-Encoding")]
        packed = smaller.map { asset($0, varying + [("Content-Encoding", "gzip")]) }
        plain = asset(bytes, packed == nil ? [] : varying)
    }

    /// - Parameter trust: how long what was looked at counts as unchanged, ms.
    func isUnchanged(within trust: Int64) -> Bool {
        let now = monotonicMilliseconds()
        guard now - lookedAt.load(ordering: .relaxed) >= trust else { return true }
        guard sources.allSatisfy({ Stamp(of: $0.path) == $0.stamp }) else { return false }
        lookedAt.store(now, ordering: .relaxed)
        return true
    }

    func response(_ head: Head) -> Response {
        guard let packed else { return plain }
        return switch ContentCoding(head) {
        case .plain: plain
        case .gzip: packed
        case .none:
            Problem(
                status: 406, code: "not_acceptable", detail: "This is sent as it is or with gzip. Accept one of them."
            ).response.header("Vary", "Accept-Encoding")
        }
    }

    private static func response(_ body: Body) -> Response {
        Response(status: 200, headers: [("Cache-Control", "no-cache")], body: body)
    }
}

/// The media types of the files a browser application is made of.
package enum ContentType {
    static func isText(_ type: String) -> Bool {
        type.hasPrefix("text/") || type == "image/svg+xml" || type.hasPrefix("application/json")
            || type == "application/manifest+json"
    }

    package static func ofFile(named name: String) -> String {
        let ending = name.split(separator: ".").last.map(String.init) ?? ""
        return switch ending {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "json", "map": "application/json"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "jpg", "jpeg": "image/jpeg"
        case "webp": "image/webp"
        case "ico": "image/x-icon"
        case "woff2": "font/woff2"
        case "txt", "md": "text/plain; charset=utf-8"
        case "vtt": "text/vtt; charset=utf-8"
        case "webmanifest": "application/manifest+json"
        case "wasm": "application/wasm"
        default: "application/octet-stream"
        }
    }
}
