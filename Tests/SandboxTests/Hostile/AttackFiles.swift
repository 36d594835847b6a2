import Foundation

/// Files that want their reader to go somewhere: to the network, or to the file beside them.
struct AttackFiles {
    /// `http://127.0.0.1:…`, where somebody listens.
    let address: String
    /// The path of a recording beside the attacking file.
    let neighbour: String

    private var host: String { String(address.dropFirst("http://".count)) }

    /// Lists and descriptions of media that lie elsewhere; none of them is a recording.
    var lists: [(name: String, text: String)] {
        [
            ("ffconcat, network", "ffconcat version 1.0\nfile '\(address)/a.wav'\nduration 5\n"),
            ("ffconcat, neighbour", "ffconcat version 1.0\nfile '\(neighbour)'\n"),
            ("ffconcat, protocol", "ffconcat version 1.0\nfile 'concat:\(neighbour)|\(address)/a.ts'\n"),
            ("HLS", playlist("\(address)/a.ts")),
            ("HLS, file", playlist("file://\(neighbour)")),
            ("HLS, protocol chain", playlist("crypto+\(address)/a.ts")),
            ("HLS, subfile", playlist("subfile,,start,0,end,1000,,:\(neighbour)")),
            ("HLS, key", playlist("data:,a", extra: "#EXT-X-KEY:METHOD=AES-128,URI=\"\(address)/key\"\n")),
            ("HLS, map", playlist("data:,a", extra: "#EXT-X-MAP:URI=\"\(address)/init.mp4\"\n")),
            ("HLS, master", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1000\n\(address)/low.m3u8\n"),
            (
                "HLS, sound beside",
                "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"a\",URI=\"\(address)/a.m3u8\"\n"
                    + "#EXT-X-STREAM-INF:BANDWIDTH=1000,AUDIO=\"a\"\n\(address)/low.m3u8\n"
            ),
            ("DASH", manifest("<BaseURL>\(address)/a.mp4</BaseURL>")),
            ("DASH, file", manifest("<BaseURL>file://\(neighbour)</BaseURL>")),
            (
                "DASH, template",
                manifest(
                    "<SegmentTemplate media=\"\(address)/$Number$.m4s\" initialization=\"\(address)/i.mp4\" "
                        + "duration=\"2\"/>")
            ),
            ("DASH, elsewhere", "<?xml version=\"1.0\"?><MPD><Location>\(address)/b.mpd</Location></MPD>"),
            ("SDP", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=a\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio \(port) RTP/AVP 0\n"),
            ("RTSP text", "RTSPtext\nrtsp://\(host)/a.mov\n"),
            ("M3U", "#EXTM3U\n#EXTINF:10,a\n\(address)/a.mp3\n"),
            ("PLS", "[playlist]\nFile1=\(address)/a.mp3\nLength1=10\nNumberOfEntries=1\nVersion=2\n"),
            ("ASX", "<asx version=\"3.0\"><entry><ref href=\"\(address)/a.wma\"/></entry></asx>"),
            ("ASX, old", "[Reference]\nRef1=\(address)/a.asf?MSWMExt=.asf\n"),
            (
                "XSPF",
                "<?xml version=\"1.0\"?><playlist version=\"1\" xmlns=\"http://xspf.org/ns/0/\"><trackList><track>"
                    + "<location>\(address)/a.mp3</location></track></trackList></playlist>"
            ),
            ("SMIL", "<smil><body><video src=\"\(address)/a.mp4\"/></body></smil>"),
            ("RAM", "rtsp://\(host)/a.rm\n\(address)/a.rm\n"),
            (
                "Smooth Streaming",
                "<?xml version=\"1.0\"?><SmoothStreamingMedia MajorVersion=\"2\" Duration=\"1\">"
                    + "<StreamIndex Type=\"audio\" Url=\"\(address)/a\"/></SmoothStreamingMedia>"
            ),
            (
                "IMF",
                "<?xml version=\"1.0\"?><AssetMap xmlns=\"http://www.smpte-ra.org/schemas/429-9/2007/AM\"><AssetList>"
                    + "<Asset><Id>urn:uuid:1</Id><ChunkList><Chunk><Path>\(address)/a.mxf</Path></Chunk></ChunkList></Asset>"
                    + "</AssetList></AssetMap>"
            ),
            (
                "SVG",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:x=\"http://www.w3.org/1999/xlink\">"
                    + "<image x:href=\"\(address)/a.png\" width=\"9\" height=\"9\"/></svg>"
            ),
            ("SRT", "1\n00:00:00,000 --> 00:00:05,000\n<img src=\"\(address)/a.png\"> {\\img \(address)/b.png}\n"),
            ("WebVTT", "WEBVTT\n\nSTYLE\n::cue { background: url(\(address)/a.png) }\n\n00:00.000 --> 00:05.000\nA\n"),
            (
                "ASS",
                "[Script Info]\nScriptType: v4.00+\n[Fonts]\nfontname: \(address)/a.ttf\n[Events]\n"
                    + "Dialogue: 0,0:00:00.00,0:00:05.00,,,0,0,0,,{\\1img(\(address)/a.png)}A\n"
            ),
            ("SAMI", "<SAMI><BODY><SYNC Start=0><P><IMG SRC=\"\(address)/a.png\"></BODY></SAMI>"),
            ("RealText", "<window duration=\"10\"><a href=\"\(address)/a\" target=\"_player\">A</a></window>"),
            (
                "TTML",
                "<tt xmlns=\"http://www.w3.org/ns/ttml\"><body><div><p begin=\"0s\" end=\"5s\">"
                    + "<image src=\"\(address)/a.png\"/></p></div></body></tt>"
            ),
            (
                "VobSub",
                "# VobSub index file, v7\nsize: 720x576\nid: en, index: 0\ntimestamp: 00:00:00:000, filepos: 0\n"
            ),
            ("AviSynth", "AVISource(\"\(neighbour)\")\n"),
            ("filter graph", "movie=\(neighbour)\namovie=\(address)/a.wav\n"),
            ("metadata", ";FFMETADATA1\ntitle=a\ncomment=\(address)/a\n"),
            ("plain address", "\(address)/a.mp4\n"),
            ("script", "#!/bin/sh\ncurl \(address)/a\n"),
        ]
    }

    private var port: String { String(host.split(separator: ":").last ?? "") }

    private func playlist(_ segment: String, extra: String = "") -> String {
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n\(extra)#EXTINF:10.0,\n\(segment)\n#EXT-X-ENDLIST\n"
    }

    private func manifest(_ inside: String) -> String {
        """
        <?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" \
        mediaPresentationDuration="PT10S" minBufferTime="PT1S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011">\
        <Period><AdaptationSet mimeType="audio/mp4"><Representation id="1" bandwidth="1000" codecs="mp4a.40.2">\
        \(inside)</Representation></AdaptationSet></Period></MPD>
        """
    }

    /// Recordings that are whole, and say that their samples or pictures lie elsewhere.
    func recordings(mp4: [UInt8], mp3: [UInt8]) -> [(name: String, bytes: [UInt8])] {
        [
            ("dref, network", QuickTime.referring(mp4, "url ", text("\(address)/a.mp4\0"))),
            ("dref, file", QuickTime.referring(mp4, "url ", text("file://\(neighbour)\0"))),
            ("dref, alias", QuickTime.referring(mp4, "alis", QuickTime.alias(neighbour))),
            ("dref, name", QuickTime.referring(mp4, "urn ", text("urn:a\0\(address)/a.mp4\0"))),
            ("reference movie", mp4 + QuickTime.box("moov", QuickTime.referenceMovie("\(address)/a.mov\0"))),
            ("reference movie alone", QuickTime.box("moov", QuickTime.referenceMovie("\(address)/a.mov\0"))),
            ("ID3, linked picture", id3("APIC", [0] + text("-->\0") + [3, 0] + text("\(address)/a.png")) + mp3),
            ("ID3, address", id3("WOAF", text("\(address)/a.mp3")) + mp3),
        ]
    }

    private func text(_ text: String) -> [UInt8] { Array(text.utf8) }

    private func id3(_ frame: String, _ body: [UInt8]) -> [UInt8] {
        let inside = text(frame) + QuickTime.big(body.count) + [0, 0] + body
        let size = (0..<4).reversed().map { UInt8(truncatingIfNeeded: inside.count >> (7 * $0)) & 0x7f }
        return text("ID3") + [3, 0, 0] + size + inside
    }
}
