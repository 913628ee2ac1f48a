#include "cli/qr_text.h"

#include <qrencode.h>

#include <memory>

namespace jinguo::cli {
namespace {

struct Freed {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

/// Blank modules around, without which cameras do not find it; the standard asks for four.
constexpr int kQuiet = 4;

}  // namespace

std::string qr_text(std::string_view text) {
  const std::unique_ptr<QRcode, Freed> code(
      QRcode_encodeString8bit(std::string(text).c_str(), 0, QR_ECLEVEL_M));
  if (!code) return {};
  const auto is_dark = [&](int row, int column) {
    const bool is_inside = row >= 0 && column >= 0 && row < code->width && column < code->width;
    return is_inside && (code->data[row * code->width + column] & 1) != 0;
  };
  std::string out;
  for (int row = -kQuiet; row < code->width + kQuiet; row += 2) {
    out += "\x1b[30;47m";
    for (int column = -kQuiet; column < code->width + kQuiet; ++column) {
      const bool above = is_dark(row, column), below = is_dark(row + 1, column);
      out += above ? below ? "█" : "▀" : below ? "▄" : " ";
    }
    out += "\x1b[0m\n";
  }
  return out;
}

}  // namespace jinguo::cli
