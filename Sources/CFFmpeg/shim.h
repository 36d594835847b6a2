#pragma once
#include <errno.h>
#include <libavcodec/avcodec.h>
#include <libavcodec/bsf.h>
#include <libavformat/avformat.h>
#include <libavutil/audio_fifo.h>
#include <libavutil/avstring.h>
#include <libavutil/avutil.h>
#include <libavutil/channel_layout.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>

// Macros that Swift does not see.
static const int EARMARK_AVERROR_EOF = AVERROR_EOF;
static const int EARMARK_AVERROR_EXIT = AVERROR_EXIT;
static const int EARMARK_AVERROR_EXTERNAL = AVERROR_EXTERNAL;
static const int EARMARK_AVERROR_INVALIDDATA = AVERROR_INVALIDDATA;
static const int EARMARK_AVERROR_DECODER_NOT_FOUND = AVERROR_DECODER_NOT_FOUND;
static const int EARMARK_AVERROR_EAGAIN = AVERROR(EAGAIN);
static const int EARMARK_AVERROR_ENOMEM = AVERROR(ENOMEM);
static const int EARMARK_AVERROR_ENOSPC = AVERROR(ENOSPC);
static const int EARMARK_AVERROR_EACCES = AVERROR(EACCES);
static const int64_t EARMARK_NOPTS = AV_NOPTS_VALUE;
