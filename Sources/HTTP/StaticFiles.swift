import Glibc
import Synchronization

/// The files of one directory, as they are: small ones from memory, each with a validator and never stale.
package final class StaticFiles: Sendable {
    /// Larger files are answered from their descriptor.
    package static let mostInMemory = 1 << 20

    private let root: String
    private let watchesChanges: Bool
    private let assets = Mutex<[String: Entry]>([:])

    private struct Entry {
        var asset: StaticAsset
        var stamp: Stamp
    }

    /// What tells a changed file from an unchanged one.
    private struct Stamp: Equatable {
        var seconds: Int
        var nanoseconds: Int
        var size: Int
        var inode: UInt

        init(_ info: stat) {
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
        answer(head, file: head.segments.isEmpty ? ["index.html"] : head.segments)
    }

    /// The answer with one file, whatever the path says: the page of a view whose address the browser knows.
    package func answer(_ head: Head, page: String) -> Response? {
        answer(head, file: page.split(separator: "/").map(String.init))
    }

    private func answer(_ head: Head, file segments: [String]) -> Response? {
        guard head.routedMethod == .get, !segments.isEmpty, segments.allSatisfy(StaticFiles.isVisible) else {
            return nil
        }
        let name = segments.joined(separator: "/")
        if !watchesChanges, let known = assets.withLock({ $0[name] }) { return response(.shared(known.asset)) }
        let path = root + "/" + name
        var info = stat()
        guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
        let stamp = Stamp(info)
        if let known = assets.withLock({ $0[name] }), known.stamp == stamp { return response(.shared(known.asset)) }
        return load(name, path, stamp, modified: Int64(info.st_mtim.tv_sec))
    }

    private func load(_ name: String, _ path: String, _ stamp: Stamp, modified: Int64) -> Response? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        let contentType = ContentType.ofFile(named: name)
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
        let asset = StaticAsset(bytes, contentType: contentType, lastModified: modified)
        assets.withLock { $0[name] = Entry(asset: asset, stamp: stamp) }
        return response(.shared(asset))
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
