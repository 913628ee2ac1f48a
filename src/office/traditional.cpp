#include "office/traditional.h"

#include <opencc.h>

#include "base/error.h"
#include "office/text_encoding.h"

namespace jinguo::office {

struct TraditionalConverter::Inner {
  opencc::SimpleConverter converter{"s2twp.json"};
};

TraditionalConverter::TraditionalConverter() {
  try {
    inner_ = std::make_unique<Inner>();
  } catch (const std::exception& e) {
    throw Failure(
        std::string("the dictionaries of Traditional Chinese cannot be read (apt install libopencc-data): ") +
        e.what());
  }
}
TraditionalConverter::~TraditionalConverter() = default;
TraditionalConverter::TraditionalConverter(TraditionalConverter&&) noexcept = default;
TraditionalConverter& TraditionalConverter::operator=(TraditionalConverter&&) noexcept = default;

std::string TraditionalConverter::to_traditional(std::string_view text) const {
  const std::string clean = clean_utf8(text);
  return inner_->converter.Convert(clean);
}

}  // namespace jinguo::office
