#include "app/moment.h"

#include <array>
#include <cstdio>

#include "base/date.h"

namespace jinguo::app {

std::string moment_text(Instant at) {
  constexpr Instant kSecond = 1000, kDay = 86'400 * kSecond, kShanghai = 8 * 3600 * kSecond;
  const Instant local = at + kShanghai;
  const Instant of_day = ((local % kDay) + kDay) % kDay;
  const Date day(static_cast<int32_t>((local - of_day) / kDay));
  const auto second = static_cast<int>(of_day / kSecond);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d+08:00", second / 3600, second / 60 % 60,
                second % 60);
  return day.to_text() + text.data();
}

}  // namespace jinguo::app
