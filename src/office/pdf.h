#pragma once
#include <chrono>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"

namespace jinguo::office {

/// Style for official documents on paper: A4, margins 37/35/28/26 mm, page number between dashes outside, 16
/// pt lines of 10.227 mm, heads of tables repeated. To be put in a <style> of the page by who wants it.
std::string_view official_page_css();

struct PdfJob {
  /// An existing folder; the work is done in a private folder within it.
  std::filesystem::path scratch;
  std::chrono::milliseconds timeout{60'000};
  /// Held while the browser runs: one at a time on one machine.
  std::timed_mutex& one_at_a_time;
};

/// Prints a whole HTML page to PDF with headless chromium. Scripts, frames and every address but data: are
/// shut off, so the text can reach neither a file nor the network. 仿宋, 楷体, 黑体, 小标宋 and 宋体 are
/// printed with the free fonts that Debian has when the machine lacks them. The bytes carry the time of
/// printing.
Result<std::string> html_to_pdf(std::string_view html, const PdfJob& job);

}  // namespace jinguo::office
