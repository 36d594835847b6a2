import ArgumentParser
import JSON
import MediaWork

/// `earmark media clip FILE --start MS --end MS -o OUT`
struct MediaClip: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clip", abstract: "Cut an exact range; the container follows OUT's ending.",
        discussion: "Give one FILE, or the recordings of a call as --audio and --screen with their offsets.")

    @Argument(help: "A recording with its sound and picture.") var file: String?
    @Option(help: "Where the clip starts, ms.") var start: Int
    @Option(help: "Where it ends, ms; nothing at or after it is in the clip.") var end: Int
    @Option(name: .shortAndLong, help: "The file to write: \(Container.endings).") var output: String
    @Option(help: "A sound recording, with its place on the timeline.") var audio: [PlacedFile] = []
    @Option(help: "A screen recording, with its place on the timeline.") var screen: [PlacedFile] = []
    @Option(help: "FILE's index, made by `media index`; many cuts of a long FILE are quicker with it.")
    var index: String?

    func validate() throws {
        guard index == nil || file != nil else { throw ValidationError("An index goes with one FILE.") }
        guard (file == nil) != (audio.isEmpty && screen.isEmpty) else {
            throw ValidationError("Give one FILE, or recordings as --audio and --screen.")
        }
        guard end > start else { throw ValidationError("The end must come after the start.") }
        try MediaChild.check(screens: screen.count)
        _ = try Container(of: output)
    }

    func run() throws {
        let map = try index.map { try InputFile($0) }
        let whole = try file.map { (try InputFile($0), ClipInput(kind: .whole, index: map == nil ? nil : 1)) }
        let legs = try audio.map { (try InputFile($0.path), ClipInput(kind: .audio, offsetMs: $0.offsetMs)) }
        let screens = try screen.map { (try InputFile($0.path), ClipInput(kind: .screen, offsetMs: $0.offsetMs)) }
        let all = (whole.map { [$0] } ?? []) + legs + screens
        let recipe = ClipRecipe(
            startMs: start, endMs: end, container: try Container(of: output), inputs: all.map(\.1))
        let target = try OutputFile(output)
        let inputs = all.map(\.0) + (map.map { [$0] } ?? [])
        guard case .clip(let report) = try MediaChild.run(.clip(recipe), inputs: inputs, output: target) else {
            throw MediaChild.odd
        }
        try target.keep()
        MediaChild.print { writer in writer.value(report) }
    }
}

/// `earmark media index FILE -o OUT`
struct MediaIndex: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index", abstract: "Write where a recording's samples lie, for `media clip --index`.")

    @Argument(help: "The recording.") var file: String
    @Option(name: .shortAndLong, help: "The file to write.") var output: String

    func run() throws {
        let input = try InputFile(file)
        let target = try OutputFile(output)
        guard case .index(let report) = try MediaChild.run(.index, inputs: [input], output: target) else {
            throw MediaChild.odd
        }
        try target.keep()
        MediaChild.print { writer in
            writer.object { writer in
                writer.field("samples", report.samples)
                writer.field("bytes", report.bytes)
                writer.field("isPlain", report.isPlain)
            }
        }
    }
}

/// `earmark media bundle [--audio FILE[@OFFSETMS]] [--screen FILE[@OFFSETMS]]… -o OUT`
struct MediaBundle: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle", abstract: "Join sound and screens in one MKV or MP4, copied and aligned.")

    @Option(help: "A sound recording, with its place on the timeline.") var audio: [PlacedFile] = []
    @Option(help: "A screen recording, with its place on the timeline; up to four.") var screen: [PlacedFile] = []
    @Option(name: .shortAndLong, help: "The file to write: .mkv or .mp4.") var output: String

    func validate() throws {
        guard !(audio.isEmpty && screen.isEmpty) else { throw ValidationError("Give at least one recording.") }
        try MediaChild.check(screens: screen.count)
        _ = try Container(of: output)
    }

    func run() throws {
        let legs = try audio.enumerated().map { number, leg in
            let title = audio.count == 1 ? "Audio" : "Audio \(number + 1)"
            return (try InputFile(leg.path), BundleInput(kind: .audio, offsetMs: leg.offsetMs, title: title))
        }
        let screens = try screen.enumerated().map { number, screen in
            let title = "Monitor \(number + 1)"
            return (try InputFile(screen.path), BundleInput(kind: .screen, offsetMs: screen.offsetMs, title: title))
        }
        let all = legs + screens
        let recipe = BundleRecipe(container: try Container(of: output), inputs: all.map(\.1))
        let target = try OutputFile(output)
        let request = MediaRequest.bundle(recipe)
        guard case .bundle(let report) = try MediaChild.run(request, inputs: all.map(\.0), output: target) else {
            throw MediaChild.odd
        }
        try target.keep()
        MediaChild.print { writer in writer.value(report) }
    }
}

extension Container {
    static var endings: String { allCases.map { "." + $0.rawValue }.joined(separator: ", ") }

    /// By a file's ending.
    init(of path: String) throws {
        let ending = path.split(separator: "/").last?.split(separator: ".").last.map(String.init) ?? ""
        guard let container = Container(ending: ending) else {
            throw ValidationError("OUT must end in one of \(Self.endings).")
        }
        self = container
    }
}
