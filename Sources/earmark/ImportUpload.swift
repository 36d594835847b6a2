import Foundation
import HTTP

/// Sends a file as an upload (tus 1.0.0) in pieces, through whichever door is open.
enum ImportUpload {
    static let pieceBytes = 4 << 20

    /// Gives the upload's id.
    static func send(
        _ file: ImportFile, through door: OperatorDoor, progress: (Double) -> Void
    ) throws -> String {
        let version = ("Tus-Resumable", "1.0.0")
        let name = Data(file.fileName.utf8).base64EncodedString()
        let begun = try door.send(
            .post, "uploads",
            headers: [version, ("Upload-Length", String(file.bytes)), ("Upload-Metadata", "filename \(name)")], body: []
        )
        guard let id = begun.header("Location")?.split(separator: "/").last.map(String.init) else {
            throw Refused(description: "The server did not say where to send the file.")
        }
        var sent: Int64 = 0
        while sent < file.bytes {
            let piece = try file.read(Int(min(Int64(pieceBytes), file.bytes - sent)), at: sent)
            guard !piece.isEmpty else { throw Refused(description: "The file became shorter while it was being sent.") }
            let answer = try door.send(
                .patch, "uploads/\(id)",
                headers: [
                    version, ("Content-Type", "application/offset+octet-stream"), ("Upload-Offset", String(sent)),
                ], body: piece)
            sent += Int64(piece.count)
            guard answer.header("Upload-Offset") == String(sent) else {
                throw Refused(description: "The server did not keep all that was sent.")
            }
            progress(Double(sent) / Double(file.bytes))
        }
        return id
    }
}
