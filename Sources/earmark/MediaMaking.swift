import ArgumentParser
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

    func validate() throws {
        guard (file == nil) != (audio.isEmpty && screen.isEmpty) else {
            throw ValidationError("Give one FILE, or recordings as --audio and --screen.")
        }
        guard end > start else { throw ValidationError("The end must come after the start.") }
        try MediaChild.check(screens: screen.count)
        _ = try Container(of: output)
    }

    func run() throws {
        let whole = try file.map { (try InputFile($0), ClipInput(kind: .whole)) }
        let legs = try audio.map { (try InputFile($0.path), ClipInput(kind: .audio, offsetMs: $0.offsetMs)) }
        let screens = try screen.map { (try InputFile($0.path), ClipInput(kind: .screen, offsetMs: $0.offsetMs)) }
        let all = (whole.map { [$0] } ?? []) + legs + screens
        let recipe = ClipRecipe(
            startMs: start, endMs: end, container: try Container(of: output), inputs: all.map(\.1))
        let target = try OutputFile(output)
        guard case .clip(let report) = try MediaChild.run(.clip(recipe), inputs: all.map(\.0), output: target) else {
            throw MediaChild.odd
        }
        try target.keep()
        MediaChild.print { writer in writer.value(report) }
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
