import HTTP

/// What is written beside the doors of resumable uploads (tus 1.0.0).
enum UploadAPI {
    private static let version: [Operation.Parameter] = [
        .header("Tus-Resumable", .choice([UploadRoutes.version]), "The protocol's version.")
    ]
    private static let size = Shape.matching("^[0-9]{1,19}$")

    private static func done(_ status: Int, _ about: String, _ names: String...) -> Operation.Answer {
        Operation.Answer(
            status: status, about: about,
            headers: [("Tus-Resumable", "The protocol's version.")] + names.map { ($0, "As tus 1.0.0 says.") })
    }

    static let operations: [Operation] = [
        Operation(
            method: .options, pattern: "uploads", summary: "What of tus 1.0.0 is spoken here.",
            answers: [
                done(204, "As headers.", "Tus-Version", "Tus-Extension", "Tus-Checksum-Algorithm", "Tus-Max-Size")
            ]),
        .post(
            "uploads", "Begin an upload of a known length.", nil,
            version + [
                .header("Upload-Length", size, "Bytes in all, at most 8 GiB."),
                .header("Upload-Metadata", .text(0...4000), "`filename` and its base64 text.", isRequired: false),
            ], answers: [done(201, "Begun.", "Location", "Upload-Expires")],
            refusals: ["query_invalid", "tus_version", "too_large", "uploads_many", "disk_full"]),
        .get(
            "uploads/{id}", "How many bytes have arrived; HEAD does as well.",
            answers: [done(200, "As headers.", "Upload-Offset", "Upload-Length", "Upload-Expires")],
            refusals: ["upload_gone", "upload_expired"]),
        Operation(
            method: .patch, pattern: "uploads/{id}", summary: "Send the next bytes.",
            parameters: version + [
                .header("Upload-Offset", size, "At which byte these begin."),
                .header(
                    "Upload-Checksum", .text(0...200),
                    "An algorithm of Tus-Checksum-Algorithm and the checksum of these bytes in base64.",
                    isRequired: false),
            ],
            content: Operation.Content(types: [("application/offset+octet-stream", .bytes)]),
            answers: [done(204, "On disk.", "Upload-Offset", "Upload-Expires")],
            refusals: [
                "query_invalid", "tus_version", "upload_offset", "upload_locked", "upload_gone", "upload_expired",
                "checksum_unsupported", "checksum_mismatch",
            ]),
        .delete(
            "uploads/{id}", "Throw an upload away.", version, answers: [done(204, "Gone.")],
            refusals: ["tus_version", "in_use"]),
    ]
}
