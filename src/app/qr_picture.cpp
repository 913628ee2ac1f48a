#include "app/qr_picture.h"

#include <qrencode.h>

#include <memory>

namespace jinguo::app {

QrPicture qr_picture(const std::string& text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
  ensure(code != nullptr, "a text fits a QR code");
  QrPicture picture;
  picture.size = code->width;
  const auto is_black = [&](int x, int y) { return (code->data[y * code->width + x] & 1) != 0; };
  for (int y = 0; y < code->width; ++y) {
    for (int x = 0; x < code->width; ++x) {
      if (!is_black(x, y)) continue;
      const int first = x;
      while (x + 1 < code->width && is_black(x + 1, y)) ++x;
      const std::string width = std::to_string(x + 1 - first);
      picture.path +=
          "M" + std::to_string(first) + " " + std::to_string(y) + "h" + width + "v1h-" + width + "z";
    }
  }
  return picture;
}

json::object qr_json(const QrPicture& picture) {
  return {{"size", picture.size}, {"path", picture.path}};
}

}  // namespace jinguo::app
