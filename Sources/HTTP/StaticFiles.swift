import Glibc
import Synchronization

/// The files of one directory, as they are: small ones from memory, each with a validator and never stale.
package final class StaticFiles: Sendable {
    /// Larger files are answered from their descriptor.
    package static let mostInMemory = 1 << 20

    private let root: String
    private let watchesChanges: Bool
    /// By their address, which begins with a slash.
    private let kept = Mutex<[String: Entry]>([:])

    /// A file as it was read, and its answer.
    private struct Entry {
        let path: String
        let stamp: Stamp
        let response: Response
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

    /// `watchesChanges`: whether each request looks at the file's time, so that an edit shows at the next reload.
    package init(root: String, watchesChanges: Bool = true) {
        self.root = root
        self.watchesChanges = watchesChanges
    }

    /// The answer for a GET or HEAD whose path names a file; nil when there is none. `/` is `index.html`.
    package func answer(_ head: Head) -> Response? {
        guard head.routedMethod == .get else { return nil }
        return unchanged(head.rawPath) ?? find(head.segments.isEmpty ? ["index.html"] : head.segments)
    }

    /// The answer with one file, whatever the path says: the page of a view whose address the browser knows.
    package func answer(_ head: Head, page: String) -> Response? {
        guard head.routedMethod == .get else { return nil }
        return unchanged(page) ?? find(page.split(separator: "/").map(String.init))
    }

    /// The answer with a file that was read before and has not changed since; nil of all others.
    private func unchanged(_ address: String) -> Response? {
        guard let entry = kept.withLock({ $0[address] }) else { return nil }
        return !watchesChanges || Stamp(of: entry.path) == entry.stamp ? entry.response : nil
    }

    private func find(_ segments: [String]) -> Response? {
        guard !segments.isEmpty, segments.allSatisfy(StaticFiles.isVisible) else { return nil }
        let address = "/" + segments.joined(separator: "/")
        return unchanged(address) ?? load(address)
    }

    private func load(_ address: String) -> Response? {
        let path = root + address
        guard let stamp = Stamp(of: path) else { return nil }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        let contentType = ContentType.ofFile(named: address)
        let modified = Int64(stamp.seconds)
        guard stamp.size <= StaticFiles.mostInMemory else {
            let etag = "\"\(String(stamp.size, radix: 16))-\(String(stamp.seconds, radix: 16))-\(stamp.nanoseconds)\""
            return response(
                .file(
                    FileBody(
                        descriptor: descriptor, length: Int64(stamp.size), contentType: contentType, etag: etag,
                        lastModified: modified)))
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: stamp.size)
        let got = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard got == stamp.size else { return nil }
        let answer = response(.shared(StaticAsset(bytes, contentType: contentType, lastModified: modified)))
        // Whose name needs an escape has another address than its name, which would be the address of another file.
        if !address.contains("%") {
            kept.withLock { $0[address] = Entry(path: path, stamp: stamp, response: answer) }
        }
        return answer
    }

    private func response(_ body: Body) -> Response {
        Response(status: 200, headers: [("Cache-Control", "no-cache")], body: body)
    }

    /// Segments are decoded already: one that still holds a slash would reach elsewhere, one with a dot first is private.
    private static func isVisible(_ segment: String) -> Bool {
        !segment.isEmpty && !segment.hasPrefix(".") && segment.utf8.allSatisfy { $0 != 47 && $0 != 92 && $0 > 31 }
    }
}

/// The media types of the files a browser application is made of.
package enum ContentType {
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
