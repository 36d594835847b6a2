import Foundation
import Testing

/// A child of another kind: a script that has the socket on descriptor 3.
final class Script: Sendable {
    let url = FileManager.default.temporaryDirectory.appending(path: "earmark-\(UUID().uuidString).sh")

    init(_ body: String) throws {
        try Data("#!/bin/sh\n\(body)\n".utf8).write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: url.path)
        // A program that anybody holds open for writing does not start, and a child of another test may for a
        // moment; a lease is granted when nobody does.
        let file = try FileHandle(forReadingFrom: url)
        let setLease: Int32 = 1_024
        while fcntl(file.fileDescriptor, setLease, F_RDLCK) != 0, errno == EAGAIN { usleep(1_000) }
        _ = fcntl(file.fileDescriptor, setLease, F_UNLCK)
    }

    /// A file beside the script, which it knows as `$0.name`.
    func beside(_ name: String) -> URL { url.appendingPathExtension(name) }

    deinit {
        let folder = url.deletingLastPathComponent()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where name.hasPrefix(url.lastPathComponent) {
            try? FileManager.default.removeItem(at: folder.appending(path: name))
        }
    }
}

/// Waits for something that another thread brings about.
func until(_ condition: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while try !condition() {
        try #require(.now < deadline, "It did not come about.")
        usleep(1_000)
    }
}
