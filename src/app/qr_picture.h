#pragma once
#include <string>

#include "app/call.h"

namespace jinguo::app {

/// A QR code as black squares: `size` squares a side without the quiet zone, `path` the data of an SVG path
/// with one unit a square.
struct QrPicture {
  int size = 0;
  std::string path;
};
/// Byte mode, error correction M (15 %). A text too long for a code is a broken invariant: ours have at most
/// a few hundred bytes.
QrPicture qr_picture(const std::string& text);
/// `QrPicture` of the API.
json::object qr_json(const QrPicture& picture);

}  // namespace jinguo::app
