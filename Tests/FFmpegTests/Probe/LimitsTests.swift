import CFFmpeg
import Testing

@testable import FFmpeg

/// What is read, by the names FFmpeg knows it by.
struct LimitsTests {
    /// A name that FFmpeg does not know allows nothing, and nobody would notice.
    @Test(arguments: Limits.decoders.split(separator: ",").map(String.init))
    func everyDecoderIsOneOfFFmpegs(name: String) {
        #expect(avcodec_find_decoder_by_name(name) != nil)
    }

    @Test(arguments: Limits.formats.split(separator: ",").map(String.init))
    func everyFormatIsOneOfFFmpegs(name: String) {
        #expect(av_find_input_format(name) != nil)
    }
}
