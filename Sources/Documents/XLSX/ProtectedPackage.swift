/// An Office document that only a password opens, as it lies in its compound file ([MS-OFFCRYPTO] 2.3.4, agile
/// encryption: AES-256-CBC and SHA-512).
///
/// The keys and the encrypted bytes come from outside; this knows only how they are written down.
package struct ProtectedPackage: Sendable {
    /// The values that open the document for who knows the password, each in base64.
    package struct Keys: Sendable {
        package let spins: Int
        package let documentSalt: String
        package let hmacKey: String
        package let hmacValue: String
        package let passwordSalt: String
        package let verifierInput: String
        package let verifierHash: String
        package let key: String

        package init(
            spins: Int, documentSalt: String, hmacKey: String, hmacValue: String, passwordSalt: String,
            verifierInput: String, verifierHash: String, key: String
        ) {
            self.spins = spins
            self.documentSalt = documentSalt
            self.hmacKey = hmacKey
            self.hmacValue = hmacValue
            self.passwordSalt = passwordSalt
            self.verifierInput = verifierInput
            self.verifierHash = verifierHash
            self.key = key
        }
    }

    /// The file around `encryptedSize` bytes, the length of the document before them included.
    package static func file(_ keys: Keys, encryptedSize: Int64) throws(CompoundFileError) -> CompoundFile {
        try CompoundFile([
            .storage(
                "\u{6}DataSpaces",
                [
                    .stream("Version", version),
                    .stream("DataSpaceMap", dataSpaceMap),
                    .storage("DataSpaceInfo", [.stream("StrongEncryptionDataSpace", dataSpace)]),
                    .storage(
                        "TransformInfo", [.storage("StrongEncryptionTransform", [.stream("\u{6}Primary", primary)])]),
                ]),
            .stream("EncryptionInfo", info(keys)),
            .later("EncryptedPackage", size: encryptedSize),
        ])
    }

    /// 2.3.4.10: version 4.4, the flag of agile encryption, then XML.
    private static func info(_ keys: Keys) -> [UInt8] {
        let office = "http://schemas.microsoft.com/office/2006"
        let cipher =
            "saltSize=\"16\" blockSize=\"16\" keyBits=\"256\" hashSize=\"64\" cipherAlgorithm=\"AES\" "
            + "cipherChaining=\"ChainingModeCBC\" hashAlgorithm=\"SHA512\""
        let xml =
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n"
            + "<encryption xmlns=\"\(office)/encryption\" xmlns:p=\"\(office)/keyEncryptor/password\" "
            + "xmlns:c=\"\(office)/keyEncryptor/certificate\">"
            + "<keyData \(cipher) saltValue=\"\(keys.documentSalt)\"/>"
            + "<dataIntegrity encryptedHmacKey=\"\(keys.hmacKey)\" encryptedHmacValue=\"\(keys.hmacValue)\"/>"
            + "<keyEncryptors><keyEncryptor uri=\"\(office)/keyEncryptor/password\">"
            + "<p:encryptedKey spinCount=\"\(keys.spins)\" \(cipher) saltValue=\"\(keys.passwordSalt)\" "
            + "encryptedVerifierHashInput=\"\(keys.verifierInput)\" "
            + "encryptedVerifierHashValue=\"\(keys.verifierHash)\" encryptedKeyValue=\"\(keys.key)\"/>"
            + "</keyEncryptor></keyEncryptors></encryption>"
        return [4, 0, 4, 0, 0x40, 0, 0, 0] + Array(xml.utf8)
    }

    // MARK: What says that the package is encrypted, and how (2.1, 2.3.4.1 to 2.3.4.3)

    private static let version = text("Microsoft.Container.DataSpaces") + versions

    private static let dataSpaceMap: [UInt8] = {
        let reference = numbers(1) + numbers(0) + text("EncryptedPackage") + text("StrongEncryptionDataSpace")
        return numbers(8, 1) + numbers(UInt32(reference.count + 4)) + reference
    }()

    private static let dataSpace = numbers(8, 1) + text("StrongEncryptionTransform")

    private static let primary: [UInt8] = {
        let transform = numbers(1) + text("{FF9A3F03-56EF-4613-BDD5-5A41C1D07246}")
        return numbers(UInt32(transform.count + 4)) + transform + text("Microsoft.Container.EncryptionTransform")
            + versions + numbers(0, 0, 0, 4)
    }()

    /// Reader, updater and writer: 1.0 each.
    private static let versions: [UInt8] = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]

    private static func numbers(_ numbers: UInt32...) -> [UInt8] { CompoundFile.bytes(numbers) }

    /// Its length, then UTF-16, filled up to four bytes (UNICODE-LP-P4, 2.1.2).
    private static func text(_ text: String) -> [UInt8] {
        let bytes = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        return numbers(UInt32(bytes.count)) + bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
    }
}
