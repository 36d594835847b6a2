import ArgumentParser
import Glibc
import JSON
import MediaWork

/// `earmark media`: looking at, cutting and joining recordings, without a data directory or a server.
struct MediaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "media", abstract: "Look at, cut and join recordings.",
        subcommands: [
            MediaProbe.self, MediaClip.self, MediaBundle.self, MediaPeaks.self, MediaLevels.self, MediaIndex.self,
        ])
}

/// `earmark media probe FILE`
struct MediaProbe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe", abstract: "Say what a file is and whether it is sound, as JSON.")

    @Argument(help: "The recording.") var file: String

    func run() throws {
        let input = try InputFile(file)
        guard case .probe(let report) = try MediaChild.run(.probe, inputs: [input]) else { throw MediaChild.odd }
        MediaChild.print { writer in writer.value(report) }
    }
}

/// `earmark media peaks FILE -o OUT.dat`
struct MediaPeaks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peaks", abstract: "Write the waveform as audiowaveform's .dat version 2, a row per channel.")

    @Argument(help: "The recording.") var file: String
    @Option(name: .shortAndLong, help: "The .dat file to write.") var output: String
    @Option(help: "Samples to a pixel.") var samplesPerPixel = MediaRequest.samplesPerPixel

    func validate() throws {
        guard (16...1_000_000).contains(samplesPerPixel) else {
            throw ValidationError("Samples to a pixel lie between 16 and 1000000.")
        }
    }

    func run() throws {
        let input = try InputFile(file)
        let request = MediaRequest.peaks(samplesPerPixel: samplesPerPixel)
        guard case .peaks(let report) = try MediaChild.run(request, inputs: [input]) else { throw MediaChild.odd }
        let target = try OutputFile(output)
        try target.write(report.dat)
        try target.keep()
        MediaChild.print { writer in writer.value(report) }
    }
}

/// `earmark media levels FILE`
struct MediaLevels: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "levels", abstract: "Say loudness, silence and talk of each channel, as JSON.")

    @Argument(help: "The recording.") var file: String
    @Option(help: "Quieter than this is silence, dBFS.") var silenceDb = MediaRequest.silenceDb
    @Option(help: "Shorter silences are pauses, ms.") var minMs = MediaRequest.silenceMs

    func validate() throws {
        guard (-120.0...0).contains(silenceDb) else { throw ValidationError("Silence lies between -120 and 0 dBFS.") }
        guard (0...86_400_000).contains(minMs) else { throw ValidationError("A silence lasts 0 ms to 24 hours.") }
    }

    func run() throws {
        let input = try InputFile(file)
        let request = MediaRequest.levels(silenceDb: silenceDb, minMs: minMs)
        guard case .levels(let report) = try MediaChild.run(request, inputs: [input]) else { throw MediaChild.odd }
        MediaChild.print { writer in writer.value(report) }
    }
}
