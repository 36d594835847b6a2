import Foundation
import Testing

@testable import Sandbox

/// What a child gets to read cannot be written through.
struct ReadOnlyInputsTests {
    @Test func aDescriptorOpenForWritingIsOpenedOnceMoreToBeRead() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "earmark-\(UUID().uuidString)")
        try Data("sealed".utf8).write(to: url)
        let file = try FileHandle(forUpdating: url)
        // A draft may have lost its name by then.
        try FileManager.default.removeItem(at: url)
        let given: Int32
        do {
            let inputs = try ReadOnlyInputs([file.fileDescriptor])
            given = try #require(inputs.descriptors.first)
            #expect(given != file.fileDescriptor)
            #expect(pwrite(given, "x", 1, 0) == -1 && errno == EBADF)
            var byte: UInt8 = 0
            #expect(pread(given, &byte, 1, 0) == 1 && byte == UInt8(ascii: "s"))
        }
        // It goes with the work; the caller's own stays.
        #expect(fcntl(given, F_GETFD) == -1)
        #expect(pwrite(file.fileDescriptor, "S", 1, 0) == 1)
    }

    @Test func oneForReadingAloneIsHandedOnAsItIs() throws {
        let file = try FileHandle(forReadingFrom: URL(filePath: "/proc/self/exe"))
        let inputs = try ReadOnlyInputs([file.fileDescriptor])
        #expect(inputs.descriptors == [file.fileDescriptor])
    }
}
