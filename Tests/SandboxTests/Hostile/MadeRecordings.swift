import Foundation
import Testing

/// A second or two in containers and codecs that no recording of the project comes in, made by ffmpeg when it is asked
/// for; the same bytes each time.
enum MadeRecordings {
    static func all() throws -> [(name: String, bytes: [UInt8])] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "earmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try recipes.map { name, inputs, how in
            let file = folder.appending(path: name)
            let made = Process()
            made.executableURL = URL(filePath: "/usr/bin/env")
            let arguments = inputs.map(\.rawValue) + [how, same]
            made.arguments =
                ["ffmpeg", "-v", "error", "-nostdin"] + arguments.flatMap { $0.split(separator: " ").map(String.init) }
                + [file.path]
            try made.run()
            made.waitUntilExit()
            try #require(made.terminationStatus == 0, "ffmpeg did not make \(name).")
            return (name, Array(try Data(contentsOf: file)))
        }
    }

    private enum Input: String {
        case picture = "-f lavfi -i testsrc2=size=96x64:rate=10:duration=2"
        case still = "-f lavfi -i testsrc2=size=96x64:rate=5:duration=1"
        /// From low to high, so that no two blocks are alike.
        case sound = "-f lavfi -i aevalsrc=sin(300*t*t):d=2:s=16000"
        case telephone = "-f lavfi -i aevalsrc=sin(300*t*t):d=2:s=8000"
    }

    private static let same = "-map_metadata -1 -fflags +bitexact -flags +bitexact -threads 1"
    private static let x265 =
        "-c:v libx265 -preset ultrafast -pix_fmt yuv420p -x265-params log-level=error:pools=none:frame-threads=1"
    private static let aom = "-c:v libaom-av1 -usage realtime -cpu-used 8 -pix_fmt yuv420p"

    private static let recipes: [(name: String, inputs: [Input], how: String)] = [
        ("hevc.mp4", [.picture, .sound], "\(x265) -c:a aac -b:a 24k"),
        ("hevc.ts", [.picture], x265),
        ("av1.mp4", [.picture], aom),
        ("av1.webm", [.picture, .sound], "\(aom) -c:a libopus -b:a 16k"),
        ("mpeg4.avi", [.picture, .sound], "-c:v mpeg4 -b:v 90k -c:a libmp3lame -b:a 24k"),
        ("mpeg4.mp4", [.picture], "-c:v mpeg4 -b:v 90k"),
        ("mjpeg.avi", [.still, .sound], "-c:v mjpeg -pix_fmt yuvj420p -c:a adpcm_ima_wav -shortest"),
        ("png.mov", [.still], "-c:v png"),
        ("transport.ts", [.picture, .sound], "-c:v libx264 -bf 2 -pix_fmt yuv420p -c:a aac -b:a 24k"),
        ("screen.asf", [.picture, .sound], "-c:v mpeg4 -b:v 90k -c:a wmav2 -b:a 24k"),
        ("sound.wma", [.sound], "-c:a wmav1 -b:a 24k"),
        ("vorbis.ogg", [.sound], "-c:a libvorbis -b:a 24k"),
        ("sound.aac", [.sound], "-c:a aac -b:a 24k"),
        ("gsm.wav", [.telephone], "-c:a libgsm_ms"),
        ("gsm.mov", [.telephone], "-c:a libgsm"),
        ("g722.wav", [.sound], "-c:a g722"),
        ("g726.wav", [.telephone], "-c:a g726 -b:a 32k"),
        ("g726.au", [.telephone], "-c:a g726le -b:a 32k"),
        ("adpcm.wav", [.telephone], "-c:a adpcm_ms"),
        ("sound.w64", [.telephone], "-c:a pcm_s16le"),
        ("sound.caf", [.telephone], "-c:a pcm_alaw"),
        ("opus.caf", [.sound], "-c:a libopus -b:a 16k"),
        ("float.wav", [.telephone], "-c:a pcm_f32le"),
        ("sound.aiff", [.telephone], "-c:a pcm_s24be"),
        ("sound.au", [.telephone], "-c:a pcm_mulaw"),
    ]
}
