import Glibc
import JSON
import MediaWork
import Sandbox

/// Times one piece of media work, and says in JSON how it went.
enum Bench {
    /// `earmark-media` beside this executable.
    static var mediaProgram: String? {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        guard readlink("/proc/self/exe", &path, Int(PATH_MAX)) > 0 else { return nil }
        let own = String(decoding: path.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return own.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/earmark-media"
    }

    /// From the request to the closed file; `open` gives the pool, and its start counts when it is a new one.
    static func measure(_ asked: BenchRequest, in open: () -> MediaPool) -> String {
        let begun = ContinuousClock.now
        let outcome = Result { () throws(MediaFailure) in try perform(asked, in: open()) }
        let taken = begun.duration(to: .now)
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("microseconds", Int(taken / .microseconds(1)))
            switch outcome {
            case .success(let answer):
                writer.fieldNull("failure")
                write(answer, to: &writer)
            case .failure(let failure): writer.field("failure", failure.code)
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func perform(_ asked: BenchRequest, in pool: MediaPool) throws(MediaFailure) -> MediaAnswer {
        var inputs: [Int32] = []
        var outputs: [Int32] = []
        defer { for descriptor in inputs + outputs { close(descriptor) } }
        for path in asked.inputs { inputs.append(Glibc.open(path, O_RDONLY | O_CLOEXEC)) }
        if let path = asked.output { outputs.append(Glibc.open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)) }
        guard (inputs + outputs).allSatisfy({ $0 >= 0 }) else { throw .unavailable(code: errno) }
        return try pool.run(asked.request, inputs: inputs, outputs: outputs, priority: .person)
    }

    /// What tells whether the work was done, and how.
    private static func write(_ answer: MediaAnswer, to writer: inout JSONWriter) {
        switch answer {
        case .clip(let report):
            writer.field("bytes", report.bytes)
            writer.field("reencodedFrames", report.reencodedFrames)
            writer.field("copiedPackets", report.copiedPackets)
        case .poster(let report): writer.field("bytes", report.bytes)
        case .bundle(let report): writer.field("bytes", report.bytes)
        case .index(let report): writer.field("bytes", report.bytes)
        case .composition(let report): writer.field("bytes", report.header.count)
        case .peaks(let report): writer.field("bytes", report.dat.count)
        case .probe(let report): writer.field("durationMs", report.durationMs)
        case .levels(let report): writer.field("durationMs", report.durationMs)
        case .analysis(let report): writer.field("durationMs", report.levels.durationMs)
        case .screen, .render: break
        }
    }
}
