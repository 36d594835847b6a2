import CSandbox
import FFmpeg
import Glibc
import MediaWork

// The media child: locks itself down, does the one job that comes over descriptor 3, and leaves.

/// Bytes of address space; the largest picture allowed and a few of its neighbours fit, an endless one does not.
let addressSpace: UInt64 = 1 << 30

/// Nobody sees more of how far work has come; each word of it wakes somebody up.
let progressPause = Duration.milliseconds(50)

func receive(_ count: Int, descriptors: inout [Int32]) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
        var passed = [Int32](repeating: -1, count: WireMessage.maxDescriptors)
        var passedCount: Int32 = 0
        let got = bytes.withUnsafeMutableBytes { buffer in
            earmark_receive(
                EARMARK_MEDIA_SOCKET, buffer.baseAddress! + filled, count - filled, 0, &passed, Int32(passed.count),
                &passedCount)
        }
        guard got > 0 else { return nil }
        filled += got
        for position in 0..<Int(passedCount) { descriptors.append(passed[position]) }
    }
    return bytes
}

func say(_ message: WireMessage) {
    let bytes = message.framed
    // Nobody listens any more: nothing is left to do.
    if earmark_send(EARMARK_MEDIA_SOCKET, bytes, bytes.count, nil, 0) != 0 { exit(0) }
}

/// Whether a request has come in, or nobody can ask any more.
func isAsked() -> Bool {
    var poll = pollfd(fd: EARMARK_MEDIA_SOCKET, events: Int16(POLLIN), revents: 0)
    return Glibc.poll(&poll, 1, 0) == 1
}

func hasBeenLeft() -> Bool {
    var poll = pollfd(fd: EARMARK_MEDIA_SOCKET, events: 0, revents: 0)
    return Glibc.poll(&poll, 1, 0) == 1
}

func work() -> Int32 {
    var type: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(EARMARK_MEDIA_SOCKET, SOL_SOCKET, SO_TYPE, &type, &size) == 0 else {
        let sentence = "earmark-media is started by earmark and does nothing by itself.\n"
        _ = sentence.withCString { write(2, $0, strlen($0)) }
        return 2
    }
    let rehearsal = isAsked() ? nil : Rehearsal()
    guard earmark_lockdown(addressSpace) == 0 else { return EARMARK_EXIT_NOT_LOCKED }
    rehearsal?.run(until: isAsked)
    var descriptors: [Int32] = []
    guard let header = receive(WireMessage.headerBytes, descriptors: &descriptors) else { return 0 }
    guard let length = try? WireMessage.length(header: header),
        let body = receive(length, descriptors: &descriptors),
        let message = try? WireReader.value(WireMessage.self, from: body),
        case .request(let request, let inputs, let outputs) = message, inputs + outputs == descriptors.count
    else { return 1 }

    var (lastPercent, lastSaid) = (0, ContinuousClock.now)
    let task = MediaTask(
        inputs: Array(descriptors.prefix(inputs)), outputs: Array(descriptors.suffix(outputs)),
        progress: { fraction in
            let percent = Int(max(0, min(1, fraction)) * 100)
            guard percent > lastPercent, case let now = ContinuousClock.now, now - lastSaid >= progressPause else {
                return
            }
            (lastPercent, lastSaid) = (percent, now)
            say(.progress(Double(percent) / 100))
        },
        isCancelled: hasBeenLeft)
    do {
        say(.answer(try task.perform(request)))
    } catch {
        say(.failure(error))
    }
    return 0
}

/// `earmark-media try WHAT`: locks itself down and tries something. Exit 0 when it could, 1 when it was refused, 2 when
/// it does not know WHAT; the kernel may end it instead. `earmark check --sandbox` and the tests ask.
func attempt(_ what: String) -> Int32 {
    let rehearsal = what == "rehearsal" ? Rehearsal() : nil
    guard earmark_lockdown(addressSpace) == 0 else { return EARMARK_EXIT_NOT_LOCKED }
    if let rehearsal { return rehearsal.run(until: { false }) ? 0 : 1 }
    switch earmark_attempt(what) {
    case 0: return 0
    case EINVAL: return 2
    default: return 1
    }
}

let arguments = CommandLine.arguments
exit(arguments.count == 3 && arguments[1] == "try" ? attempt(arguments[2]) : work())
