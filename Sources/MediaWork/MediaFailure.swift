/// Why a piece of media work has no answer; told apart by case, never by text.
package enum MediaFailure: Error, Hashable, Sendable {
    /// The file cannot be read as what it seems to be; `code` is FFmpeg's.
    case unreadable(code: Int32)
    /// The result cannot be written; `code` is FFmpeg's.
    case unwritable(code: Int32)
    /// Not one of the formats that are read; the name is FFmpeg's, or empty when nothing was recognised.
    case unsupportedFormat(String)
    /// A codec that is not read; the name is FFmpeg's.
    case unsupportedCodec(String)
    /// Above a limit that keeps hostile files harmless.
    case tooLarge(Excess)
    /// The range does not lie inside the media, which lasts `durationMs` on the timeline asked about.
    case outsideMedia(durationMs: Int)
    /// The file has no sound or no picture to do this with.
    case nothingToUse(StreamType)
    /// A stream that the container cannot hold as it is.
    case doesNotFit(title: String, codec: String, container: String)
    /// The child died of the file, by this signal: taken as an unreadable file.
    case crashed(signal: Int32)
    /// The child did what nothing it was asked for needs (SIGSYS): a hostile file, or a rule too narrow.
    case violated
    /// Somebody else ended the child (SIGKILL): the kernel when memory is short, or a person.
    case killed
    /// The time on the wall is up.
    case timedOut
    /// The processor time allowed is used up.
    case cpuSpent
    case cancelled
    /// The disk is full.
    case noSpace
    /// The request itself makes no sense; the text says what is wrong with it.
    case misasked(String)
    /// The child could not be started or spoke nonsense; `code` is errno or an exit status.
    case unavailable(code: Int32)
    /// The child could not be locked down on this machine, and without that it reads nothing.
    case unlocked

    /// What was too large.
    package enum Excess: UInt8, CaseIterable, Hashable, Sendable {
        case streams, picture, channels, sampleRate, duration, answer, output, memory
    }
}

extension MediaFailure {
    /// A stable name for machines, the same in every release.
    package var code: String {
        switch self {
        case .unreadable: "media_unreadable"
        case .unwritable: "media_unwritable"
        case .unsupportedFormat: "media_format_unsupported"
        case .unsupportedCodec: "media_codec_unsupported"
        case .tooLarge(.memory): "media_memory_limit"
        case .tooLarge(.output): "media_output_limit"
        case .tooLarge: "media_too_large"
        case .outsideMedia: "outside_media"
        case .nothingToUse: "media_missing_stream"
        case .doesNotFit: "media_does_not_fit"
        case .crashed: "media_crashed"
        case .violated: "media_violation"
        case .killed: "media_killed"
        case .timedOut: "media_timed_out"
        case .cpuSpent: "media_cpu_limit"
        case .cancelled: "cancelled"
        case .noSpace: "no_space"
        case .misasked: "media_request_invalid"
        case .unavailable: "media_unavailable"
        case .unlocked: "media_not_locked"
        }
    }

    /// True when the same file may well be read another time: what failed was the machine.
    package var mayPass: Bool {
        switch self {
        case .unavailable, .unlocked, .killed, .noSpace: true
        default: false
        }
    }

    /// One sentence for people, which says what to do.
    package var sentence: String {
        switch self {
        case .unreadable:
            "The file is damaged or cut off and cannot be read; export it again from the recorder and upload that copy."
        case .unwritable:
            "The result could not be written; try again, and choose another container if that does not help."
        case .unsupportedFormat(let name):
            "\(name.isEmpty ? "This file" : "A file of the kind \"\(name)\"") is no recording that can be read; "
                + "use WAV, MP3, Ogg, FLAC, M4A, MP4, WebM, MKV, AVI or MPEG-TS."
        case .unsupportedCodec(let name):
            "The codec \"\(name)\" cannot be read; export the recording as H.264, VP8, VP9 or AV1 with AAC, Opus or PCM."
        case .tooLarge(let what): what.sentence
        case .outsideMedia(let durationMs):
            "The range lies outside the media, which is \(durationMs) ms long; choose a start and an end inside it."
        case .nothingToUse(let type):
            "The file has no \(type == .video ? "picture" : "sound"), which this needs; choose a recording that has."
        case .doesNotFit(let title, let codec, let container):
            "The stream \"\(title)\" (\(codec)) does not fit into \(container.uppercased()); take MKV, which holds it."
        case .crashed:
            "The file could not be read safely and was given up; export it again from the recorder and upload that copy."
        case .violated:
            "The file made its reader try what no recording needs, and was given up; do not trust it, and ask where it "
                + "came from."
        case .killed:
            "Reading the file was ended from outside, as happens when the machine is short of memory; try again later."
        case .cpuSpent:
            "Reading the file took more computing than is allowed and was given up; export it again from the recorder, or "
                + "upload a shorter recording."
        case .timedOut: "Reading the file took too long and was given up; try again, or upload a shorter recording."
        case .cancelled: "The work was cancelled; start it again when it is wanted."
        case .noSpace: "The disk is full; free some space and try again."
        case .misasked(let what): what
        case .unavailable:
            "Media cannot be worked on at the moment; see that earmark-media stands beside earmark, then try again."
        case .unlocked:
            "Media is not worked on, since this machine cannot lock its reader down; run \"earmark check --sandbox\" on it."
        }
    }
}

extension MediaFailure.Excess {
    package var sentence: String {
        switch self {
        case .streams: "The file has more than 32 streams; export only the sound and picture that are needed."
        case .picture: "The picture is larger than 8192 x 8192 or 36 megapixels; export it smaller."
        case .channels: "The sound has more than 8 channels; export it as mono or stereo."
        case .sampleRate: "The sample rate lies outside 4 to 192 kHz; export the sound at 8 to 48 kHz."
        case .duration: "The recording is longer than 24 hours; split it and upload the parts."
        case .answer: "The waveform would be too large; ask for more samples per pixel."
        case .output: "The result would be larger than allowed; choose a shorter range."
        case .memory: "Reading the file needs more memory than allowed; export it smaller."
        }
    }
}
