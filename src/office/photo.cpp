#include "office/photo.h"

#include <array>

#include "office/picture_head.h"
#include "office/process.h"
#include "office/scratch_dir.h"

namespace jinguo::office {
namespace {

struct Step {
  int side;
  int quality;
};
/// Tried one after the other until the photo is small enough.
constexpr std::array kSteps{Step{kPhotoSide, 85}, Step{kPhotoSide, 72}, Step{kPhotoSide, 60},
                            Step{1280, 60},       Step{1024, 50},       Step{640, 45}};
constexpr std::chrono::milliseconds kTimeout{20'000};
/// Address space and seconds of processor of the decoder.
constexpr char kMemory[] = "--as=1610612736";
constexpr char kProcessor[] = "--cpu=15";

std::string file_name(PictureKind kind) {
  return kind == PictureKind::jpeg ? "in.jpg" : kind == PictureKind::png ? "in.png" : "in.webp";
}

}  // namespace

Result<Photo> encode_photo(std::string_view bytes, const std::filesystem::path& scratch) {
  const auto head = read_picture_head(bytes);
  if (!head) return Error(kPhotoDamaged);
  if (int64_t{head->width} * head->height > kMostPixels)
    return Error(kPhotoTooWide, {std::to_string(head->width), std::to_string(head->height),
                                 std::to_string(kMostPixels / 10'000)});
  if (!head->is_whole) return Error(kPhotoCutShort);
  const auto vips = find_program({"vipsthumbnail"}, "libvips-tools");
  if (!vips) return Error(kNoDarkroom, {"libvips-tools"});
  const auto limiter = find_program({"prlimit"}, "util-linux");
  if (!limiter) return Error(kNoDarkroom, {"util-linux"});

  const ScratchDir folder(scratch);
  const std::string in = file_name(head->kind);
  write_file(folder.path() / in, bytes);
  for (const Step& step : kSteps) {
    const std::string side = std::to_string(step.side);
    const ProcessOutcome outcome =
        run_process({.program = *limiter,
                     .arguments = {kMemory, kProcessor, vips->string(), in, "--size", side + "x" + side + ">",
                                   "--export-profile", "srgb", "--output",
                                   "out.jpg[Q=" + std::to_string(step.quality) +
                                       ",strip,optimize_coding,background=255]"},
                     .folder = folder.path(),
                     // Loaders that are not meant for files of strangers stay shut.
                     .environment = {{"VIPS_BLOCK_UNTRUSTED", "1"}, {"VIPS_CONCURRENCY", "1"}},
                     .timeout = kTimeout});
    if (outcome.end == ProcessOutcome::End::timed_out) return Error(kPhotoTooSlow);
    if (outcome.errors.find("Premature end") != std::string::npos) return Error(kPhotoCutShort);
    // A PNG whose data do not unpack comes out grey, with no more than a warning.
    if (!outcome.is_good() || outcome.errors.find("IDAT:") != std::string::npos) return Error(kPhotoDamaged);
    std::string made = read_file(folder.path() / "out.jpg");
    const auto printed = read_picture_head(made);
    if (!printed || printed->kind != PictureKind::jpeg || !printed->is_whole) return Error(kPhotoDamaged);
    if (made.size() <= kPhotoBytes) return Photo{std::move(made), printed->width, printed->height};
  }
  return Error(kPhotoDamaged);
}

}  // namespace jinguo::office
