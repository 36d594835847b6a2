import Glibc

/// Descriptors of several stored files, closed together.
struct OpenBlobs: Sendable {
    let descriptors: [Int32]

    init(_ hashes: [String], _ blobs: BlobStore) throws {
        var descriptors: [Int32] = []
        do {
            for hash in hashes { descriptors.append(try blobs.open(hash)) }
        } catch {
            for descriptor in descriptors { Glibc.close(descriptor) }
            throw error
        }
        self.descriptors = descriptors
    }

    func close() {
        for descriptor in descriptors { Glibc.close(descriptor) }
    }
}
