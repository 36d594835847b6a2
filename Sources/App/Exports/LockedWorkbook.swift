import Crypto
import Documents

/// A workbook that only its password opens: the one form in which workbooks leave the memory they were made in.
enum LockedWorkbook {
    static func bytes(of workbook: SealedFile, _ lock: OfficeLock) throws -> [UInt8] {
        let locked = try MemoryFile()
        _ = try write(workbook, lock, to: locked.descriptor)
        return try locked.all()
    }

    /// Writes it to an empty file; gives its size. `tell` hears how much of it is done, and may throw.
    static func write(
        _ workbook: SealedFile, _ lock: OfficeLock, to descriptor: Int32, tell: (Double) throws -> Void = { _ in }
    ) throws -> Int64 {
        let size = workbook.size
        let cipher = try OfficeCipher(lock)
        // The place of the document depends on lengths alone, so it is written first and its seal afterwards.
        let blank = (key: [UInt8](repeating: 0, count: 64), value: [UInt8](repeating: 0, count: 64))
        let encryptedSize = OfficeCipher.encryptedSize(of: size)
        var place = try ProtectedPackage.file(keys(lock, blank), encryptedSize: encryptedSize).laterOffset
        func append(_ bytes: [UInt8]) throws {
            try MemoryFile.write(bytes, at: place, to: descriptor)
            place += Int64(bytes.count)
        }
        try append(cipher.head(size: size))
        var position: Int64 = 0
        while position < size {
            let piece = try workbook.read(at: position, atMost: OfficeCipher.segment)
            try append(try cipher.encrypt(piece))
            position += Int64(piece.count)
            if position % (1 << 20) == 0 { try tell(Double(position) / Double(size)) }
        }
        let file = try ProtectedPackage.file(keys(lock, try cipher.seal()), encryptedSize: encryptedSize)
        try file.write(to: descriptor)
        return file.size
    }

    private static func keys(_ lock: OfficeLock, _ seal: (key: [UInt8], value: [UInt8])) -> ProtectedPackage.Keys {
        ProtectedPackage.Keys(
            spins: OfficeLock.spins, documentSalt: Base64.encode(lock.documentSalt), hmacKey: Base64.encode(seal.key),
            hmacValue: Base64.encode(seal.value), passwordSalt: Base64.encode(lock.passwordSalt),
            verifierInput: Base64.encode(lock.encryptedVerifierInput),
            verifierHash: Base64.encode(lock.encryptedVerifierHash), key: Base64.encode(lock.encryptedKey))
    }
}
