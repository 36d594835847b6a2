import Glibc
import MediaWork

/// What a child is given to read, by descriptors that cannot be written through: whoever takes a child over must not
/// change a recording that is being sealed.
struct ReadOnlyInputs: ~Copyable {
    let descriptors: [Int32]
    /// Those opened here.
    private let own: [Int32]

    /// Descriptors open for reading alone stay as they are; the others' files are opened once more.
    init(_ inputs: [Int32]) throws(MediaFailure) {
        var descriptors: [Int32] = []
        var own: [Int32] = []
        for input in inputs {
            if fcntl(input, F_GETFL) & O_ACCMODE == O_RDONLY {
                descriptors.append(input)
                continue
            }
            // By number: the file may have no name any more.
            let opened = open("/proc/self/fd/\(input)", O_RDONLY | O_CLOEXEC)
            guard opened >= 0 else {
                let code = errno
                for descriptor in own { close(descriptor) }
                throw .unavailable(code: code)
            }
            descriptors.append(opened)
            own.append(opened)
        }
        self.descriptors = descriptors
        self.own = own
    }

    deinit {
        for descriptor in own { close(descriptor) }
    }
}
