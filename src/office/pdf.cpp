#include "office/pdf.h"

#include <unistd.h>

#include <algorithm>
#include <array>

#include "office/office_error.h"
#include "office/process.h"
#include "office/scratch_dir.h"
#include "office/text_encoding.h"

namespace jinguo::office {
namespace {

constexpr std::string_view kOfficialCss =
    "@page{size:A4;margin:37mm 26mm 35mm 28mm}"
    "@page :right{@bottom-right{content:\"— \" counter(page) \" —\";font:14pt 宋体,serif;padding:7mm 16pt 0 "
    "0;"
    "vertical-align:top}}"
    "@page :left{@bottom-left{content:\"— \" counter(page) \" —\";font:14pt 宋体,serif;padding:7mm 0 0 16pt;"
    "vertical-align:top}}"
    "html{font:16pt/10.227mm \"仿宋_GB2312\",FangSong,serif;letter-spacing:-0.2pt}body{margin:0}"
    "p{margin:0;text-indent:2em;text-align:justify;orphans:2;widows:2}"
    "h1{font:22pt/32pt \"方正小标宋简体\",serif;text-align:center;margin:0 0 29pt}"
    "h2{font:16pt/10.227mm 黑体,sans-serif;margin:0;text-indent:2em;break-after:avoid}"
    "h3{font:16pt/10.227mm \"楷体_GB2312\",KaiTi,serif;margin:0;text-indent:2em;break-after:avoid}"
    "table{width:100%;border-collapse:collapse;font-size:12pt;line-height:20pt;letter-spacing:0;margin:4pt 0 "
    "12pt}"
    "caption{font:14pt/24pt 黑体,sans-serif;text-align:center;break-after:avoid}"
    "th,td{border:.5pt solid #000;padding:1pt 4pt}th{font-family:黑体,sans-serif;font-weight:normal}"
    "td.rank,th.rank{width:3.2em;text-align:center;white-space:nowrap}"
    "td.unit{text-align:left}td.num{text-align:right;white-space:nowrap}"
    "thead{display:table-header-group}tr{break-inside:avoid}"
    "a{color:inherit;text-decoration:none}.basted{border-bottom:.75pt dashed #000}"
    ".mark{text-indent:0;text-align:right;font-size:12pt;line-height:20pt}"
    ".number,.subtitle{text-indent:0;text-align:center;margin-bottom:10.227mm}"
    ".note{font-family:\"楷体_GB2312\",KaiTi,serif}"
    ".signature{text-indent:0;text-align:right;margin:10.227mm 4em 0 0;break-inside:avoid;break-before:avoid}"
    "@media screen{main{max-width:156mm;margin:20mm auto;padding:0 5mm}a{border-bottom:.75pt dotted #000}}";

constexpr std::string_view kPolicy =
    "<meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
    "style-src "
    "'unsafe-inline'; img-src data:; font-src data:\">";

/// A font that pages name, other names it goes by, and the free TrueType font that stands in where it is
/// missing. Noto's collections are no stand-ins: chromium prints them as pictures of glyphs.
struct FontStandIn {
  std::string_view asked;
  std::string_view alias;
  std::string_view regular;
  std::string_view bold;
};

constexpr std::array kStandIns = {
    FontStandIn{"仿宋_GB2312", "FangSong_GB2312", "LXGW WenKai", "LXGW WenKai Bold"},
    FontStandIn{"仿宋", "FangSong", "LXGW WenKai", "LXGW WenKai Bold"},
    FontStandIn{"楷体_GB2312", "KaiTi_GB2312", "AR PL UKai CN", "LXGW WenKai Bold"},
    FontStandIn{"楷体", "KaiTi", "AR PL UKai CN", "LXGW WenKai Bold"},
    FontStandIn{"黑体", "SimHei", "WenQuanYi Zen Hei", "WenQuanYi Zen Hei"},
    FontStandIn{"方正小标宋简体", "FZXiaoBiaoSong-B05S", "LXGW WenKai Bold", "LXGW WenKai Bold"},
    FontStandIn{"宋体", "SimSun", "AR PL UMing CN", "LXGW WenKai Bold"}};

std::string font_css() {
  std::string out = "<style>";
  for (const FontStandIn& font : kStandIns) {
    for (const auto& [weight, given] : {std::pair{"normal", font.regular}, std::pair{"bold", font.bold}}) {
      for (const std::string_view name : {font.asked, font.alias}) {
        out += "@font-face{font-family:\"" + std::string(name) + "\";font-weight:" + weight + ";src:";
        for (const std::string_view own : {font.asked, font.alias})
          out += "local(\"" + std::string(own) + "\"),";
        out += "local(\"" + std::string(given) + "\")}";
      }
    }
  }
  return out + "</style>";
}

/// The page with its policy as the first thing in its head, before anything that could ask for an address.
std::string guarded_page(std::string_view html) {
  const std::string page = clean_utf8(html);
  std::string lower = page;
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const bool is_whole = lower.starts_with("<!doctype html>");
  const size_t head = lower.find("<head>");
  const size_t first_other = lower.find('<', is_whole ? 15 : 0);
  const bool is_plain_start = is_whole && head != std::string::npos &&
                              (first_other == head || (lower.substr(first_other, 5) == "<html" &&
                                                       lower.find('<', first_other + 1) == head));
  if (!is_plain_start) {
    return "<!doctype html><html lang=\"zh-CN\"><head>" + std::string(kPolicy) + font_css() +
           "</head><body>" + page + "</body></html>";
  }
  return page.substr(0, head + 6) + std::string(kPolicy) + font_css() + page.substr(head + 6);
}

}  // namespace

std::string_view official_page_css() {
  return kOfficialCss;
}

Result<std::string> html_to_pdf(std::string_view html, const PdfJob& job) {
  const auto chromium = find_program({"chromium", "chromium-browser"}, "chromium");
  if (!chromium) return chromium.error();
  const std::string seconds = std::to_string(job.timeout.count() / 1000);
  const std::unique_lock turn(job.one_at_a_time, job.timeout);
  if (!turn) return Error(kPrinterBusy, {seconds});

  const ScratchDir folder(job.scratch);
  const std::filesystem::path page = std::filesystem::absolute(folder.path() / "page.html");
  const std::filesystem::path pdf = std::filesystem::absolute(folder.path() / "page.pdf");
  write_file(page, guarded_page(html));
  ProcessOrder order{
      .program = *chromium,
      .arguments = {"--headless=new", "--disable-gpu", "--no-pdf-header-footer", "--no-first-run",
                    "--no-default-browser-check", "--disable-extensions", "--disable-sync",
                    "--disable-background-networking", "--disable-component-update", "--disable-breakpad",
                    "--disable-dev-shm-usage", "--disable-default-apps", "--mute-audio",
                    "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://127.0.0.1:9",
                    "--user-data-dir=" + (folder.path() / "profile").string(),
                    "--print-to-pdf=" + pdf.string()},
      .folder = folder.path(),
      .timeout = job.timeout};
  // Chromium's own sandbox refuses to run as root, as it does in a container.
  if (geteuid() == 0) order.arguments.push_back("--no-sandbox");
  order.arguments.push_back("file://" + page.string());
  const ProcessOutcome outcome = run_process(order);
  if (outcome.end == ProcessOutcome::End::timed_out) return Error(kProgramTooSlow, {"chromium", seconds});
  if (!outcome.is_good() || !std::filesystem::exists(pdf)) {
    return Error(kProgramFailed, {"chromium", outcome.to_text()});
  }
  std::string bytes = read_file(pdf);
  if (!bytes.starts_with("%PDF-")) return Error(kProgramFailed, {"chromium", "no PDF"});
  return bytes;
}

}  // namespace jinguo::office
