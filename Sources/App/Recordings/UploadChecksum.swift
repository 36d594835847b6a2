import Crypto
import Domain

/// What a piece of an upload has to amount to (tus 1.0.0, checksum extension).
struct UploadChecksum: Sendable {
    static let algorithms = DigestAlgorithm.allCases.map(\.rawValue)

    let algorithm: DigestAlgorithm
    let expected: [UInt8]

    /// Reads `sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=`.
    init(header: String) throws(Refusal) {
        let parts = header.split(separator: " ")
        guard let name = parts.first, let algorithm = DigestAlgorithm(rawValue: String(name)) else {
            throw Refusal(
                "checksum_unsupported", "Checksums are understood as \(Self.algorithms.joined(separator: ", ")).")
        }
        guard parts.count == 2, let expected = Base64.decode(String(parts[1])), !expected.isEmpty else {
            throw Refusal("query_invalid", "Upload-Checksum is the name of an algorithm and the checksum in base64.")
        }
        self.algorithm = algorithm
        self.expected = expected
    }

    func check(_ digest: RunningDigest) throws(Refusal) {
        guard digest.finish() == expected else {
            throw Refusal(
                "checksum_mismatch", "These bytes do not amount to their checksum; send them again.")
        }
    }
}
