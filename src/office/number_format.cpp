#include "office/number_format.h"

#include <cmath>
#include <cstdio>

namespace jinguo::office {
namespace {

constexpr int kDaysTo1970From1900 = 25569;
constexpr int kDaysTo1970From1904 = 24107;
constexpr double kMaxSerial = 2958466;
constexpr int kSecondsADay = 86400;

std::string clock_text(long seconds) {
  char out[32];
  std::snprintf(out, sizeof out, "%02ld:%02ld:%02ld", seconds / 3600, seconds / 60 % 60, seconds % 60);
  return out;
}

}  // namespace

FormatKind builtin_format(int id) {
  if (id == 9 || id == 10) return FormatKind::percent;
  if (id == 46) return FormatKind::elapsed;
  if ((id >= 18 && id <= 21) || id == 45 || id == 47) return FormatKind::time;
  // 32–35 are times of day in the Chinese locale (上午/下午, 时分秒).
  if (id >= 32 && id <= 35) return FormatKind::time;
  if (id == 55 || id == 56) return FormatKind::time;
  if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58))
    return FormatKind::date;
  return FormatKind::number;
}

FormatKind format_kind(std::string_view code) {
  bool has_day = false, has_clock = false, has_month = false, has_percent = false, has_elapsed = false;
  for (size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = code[i];
    if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '[') {
      const size_t end = std::min(code.find(']', i), code.size());
      const std::string_view inside = code.substr(i + 1, end - i - 1);
      const bool is_count = !inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos;
      has_elapsed = has_elapsed || is_count;
      i = end;
    } else if (code.substr(i).starts_with("General")) {
      i += 6;
    } else if (code.substr(i).starts_with("AM/PM") || code.substr(i).starts_with("am/pm")) {
      has_clock = true;
      i += 4;
    } else if (c == 'y' || c == 'Y' || c == 'd' || c == 'D') {
      has_day = true;
    } else if (c == 'h' || c == 'H' || c == 's' || c == 'S') {
      has_clock = true;
    } else if (c == 'm' || c == 'M') {
      has_month = true;
    } else if (c == '%') {
      has_percent = true;
    }
  }
  if (has_elapsed) return FormatKind::elapsed;
  if (has_day) return FormatKind::date;
  if (has_clock) return FormatKind::time;
  if (has_month) return FormatKind::date;
  return has_percent ? FormatKind::percent : FormatKind::number;
}

void apply_date_format(Cell& cell, double serial, FormatKind kind, DateSystem system) {
  if (!(serial >= 0) || serial >= kMaxSerial) return;
  const auto total = static_cast<long long>(std::llround(serial * kSecondsADay));
  const auto day = static_cast<int>(total / kSecondsADay);
  const auto seconds = static_cast<long>(total % kSecondsADay);
  if (kind == FormatKind::elapsed || (kind == FormatKind::time && day == 0)) {
    cell.kind = CellKind::text;
    cell.text = clock_text(static_cast<long>(total));
    return;
  }
  int days = day - kDaysTo1970From1904;
  if (system == DateSystem::since_1900) {
    if (day == 0 || day == 60) {
      cell.kind = CellKind::text;
      cell.text = day == 0 ? "1900-01-00" : "1900-02-29";
      return;
    }
    days = day - kDaysTo1970From1900 + (day < 60 ? 1 : 0);
  }
  const Date date(days);
  if (date.year() > 9999) return;
  cell.kind = CellKind::date;
  cell.date = date;
  cell.text = date.to_text();
  if (seconds != 0) cell.text += " " + clock_text(seconds);
}

}  // namespace jinguo::office
