import CSandbox
import FFmpeg
import Glibc
import MediaWork

/// What a media child does before it is asked for anything: small pieces of the work it is there for, over half a second
/// of sound of its own. Afterwards the code of the libraries is in its memory, bound and set up, which would take longer
/// than cutting a clip does.
///
/// It ends as soon as somebody asks. Nothing comes of it but that: its files have no name and are closed.
struct Rehearsal {
    private let files: [Int32]

    /// The files that a run needs, in the order in which they are made.
    private enum File: Int, CaseIterable {
        case wave, webm, webmIndex, joined, mp4, waveIndex, sliced
    }

    /// To be opened before everything is locked; nil where such files cannot be had.
    init?() {
        var files: [Int32] = []
        for _ in File.allCases {
            let file = earmark_scratch_file()
            guard file >= 0 else {
                for file in files { close(file) }
                return nil
            }
            files.append(file)
        }
        self.files = files
    }

    /// `isOver`: whether somebody asks for something. True when every piece was played to its end.
    @discardableResult
    func run(until isOver: @escaping () -> Bool) -> Bool {
        // The limit of a request that comes meanwhile holds for these files too; reaching it is no crime here.
        signal(SIGXFSZ, SIG_IGN)
        defer {
            signal(SIGXFSZ, SIG_DFL)
            for file in files { close(file) }
        }
        let wave = Self.wave
        guard !isOver(), pwrite(files[File.wave.rawValue], wave, wave.count, 0) == wave.count else { return false }
        return play(.clip(Self.clip(.webm, Self.whole)), [.wave], .webm, isOver)
            && play(.glance, [.webm], nil, isOver)
            && play(.index, [.webm], .webmIndex, isOver)
            && play(.clip(Self.clip(.ogg, Self.part, index: 1)), [.webm, .webmIndex], .joined, isOver)
            && play(.glance, [.joined], nil, isOver)
            && play(.index, [.wave], .waveIndex, isOver)
            && play(.clip(Self.clip(.wav, Self.part, index: 1)), [.wave, .waveIndex], .sliced, isOver)
            && play(.clip(Self.clip(.m4a, Self.part)), [.wave], .mp4, isOver)
            && play(.glance, [.mp4], nil, isOver)
    }

    /// Asks, works and answers as it is done for others, but that nobody hears it.
    private func play(_ request: MediaRequest, _ inputs: [File], _ output: File?, _ isOver: @escaping () -> Bool)
        -> Bool
    {
        guard !isOver() else { return false }
        let asked = WireMessage.request(request, inputs: inputs.count, outputs: output == nil ? 0 : 1).framed
        let body = Array(asked.dropFirst(WireMessage.headerBytes))
        guard case .request(let request, _, _)? = try? WireReader.value(WireMessage.self, from: body) else {
            return false
        }
        let task = MediaTask(
            inputs: inputs.map { files[$0.rawValue] }, outputs: output.map { [files[$0.rawValue]] } ?? [],
            isCancelled: isOver)
        guard let answer = try? task.perform(request) else { return false }
        return !WireMessage.answer(answer).framed.isEmpty
    }

    private static func clip(_ container: Container, _ range: Range<Int>, index: Int? = nil) -> ClipRecipe {
        ClipRecipe(
            startMs: range.lowerBound, endMs: range.upperBound, container: container,
            inputs: [ClipInput(kind: .audio, index: index)])
    }

    private static let lengthMs = 500
    private static let whole = 0..<lengthMs
    private static let part = 100..<400
    private static let rate = 8_000

    /// A recording in stereo: a soft saw tooth, so that coders have something to do.
    private static var wave: [UInt8] {
        let count = rate * lengthMs / 1_000
        func bytes(_ number: Int, _ width: Int) -> [UInt8] {
            (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
        let format = bytes(1, 2) + bytes(2, 2) + bytes(rate, 4) + bytes(4 * rate, 4) + bytes(4, 2) + bytes(16, 2)
        var wave = Array("RIFF".utf8) + bytes(36 + 4 * count, 4) + Array("WAVEfmt ".utf8) + bytes(16, 4) + format
        wave += Array("data".utf8) + bytes(4 * count, 4)
        for sample in 0..<count { wave += bytes(sample % 50 * 100 - 2_500, 2) + bytes(sample % 80 * 60 - 2_400, 2) }
        return wave
    }
}
