#include "office/qr.h"

#include <qrencode.h>

#include <memory>

#include "office/office_error.h"

namespace jinguo::office {
namespace {

constexpr int kQuiet = 4;

struct CodeFreer {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

Result<std::string> qr_svg(std::string_view text) {
  const std::unique_ptr<QRcode, CodeFreer> code(
      text.empty() ? nullptr
                   : QRcode_encodeData(static_cast<int>(text.size()),
                                       reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M));
  if (!code) return Error(kQrTooLong, {std::to_string(text.size())});
  const int width = code->width;
  const std::string size = std::to_string(width + 2 * kQuiet);
  std::string path;
  for (int y = 0; y < width; ++y) {
    for (int x = 0; x < width;) {
      const auto is_dark = [&](int column) { return (code->data[y * width + column] & 1) != 0; };
      int end = x;
      while (end < width && is_dark(end)) ++end;
      if (end > x) {
        const std::string run = std::to_string(end - x);
        path += "M" + std::to_string(x + kQuiet) + " " + std::to_string(y + kQuiet) + "h" + run + "v1h-" +
                run + "z";
      }
      x = end + 1;
    }
  }
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size + " " + size +
         "\" shape-rendering=\"crispEdges\"><rect width=\"" + size + "\" height=\"" + size +
         "\" fill=\"#fff\"/><path d=\"" + path + "\"/></svg>";
}

}  // namespace jinguo::office
