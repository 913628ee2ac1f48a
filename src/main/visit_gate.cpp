#include "main/visit_gate.h"

#include <array>

namespace jinguo {
namespace {

constexpr std::string_view kCookie = "jinguo_visit";
constexpr std::string_view kPrefix = "/enter/";

std::string page(const std::string& title, const std::string& inner) {
  return "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
         "content=\"width=device-width\"><title>" +
         title +
         "</title><style>body{font:18px/1.7 sans-serif;max-width:34em;margin:0 auto;padding:1em;color:#222;"
         "background:#fffdf8}h1{color:#9b1c31}button{font:inherit;width:100%;min-height:60px;border:0;"
         "border-radius:.4em;background:#9b1c31;color:#fff}</style></head><body><h1>" +
         title + "</h1>" + inner + "</body></html>";
}

http::Response entrance() {
  // The form goes to the very address of the page.
  return http::html(200,
                    page("巾帼 · 演示城市",
                         "<p>演示数据，不是真实统计。</p><form method=\"post\"><button>进入</button></form>"
                         "<p lang=\"en\">Demo data. The button lets this browser in and uses up "
                         "the link.</p>"));
}

http::Response closed(bool is_api) {
  if (is_api) return http::error_response(Error(kNoVisitor));
  return http::html(403,
                    page("请用一次性链接进入",
                         "<p>链接和二维码印在启动演示的终端上，一个链接只能进一台设备；用过后，终端会印出"
                         "新的。</p><p lang=\"en\">Open the link or the QR on the terminal that runs the "
                         "demo. A link lets one device in; then the terminal prints the next.</p>"));
}

}  // namespace

VisitGate::VisitGate(app::RandomBytes random, std::function<void(const std::string& path)> on_link)
    : random_(std::move(random)), on_link_(std::move(on_link)), open_path_(std::string(kPrefix) + draw()) {
  on_link_(open_path_);
}

std::string VisitGate::draw() const {
  std::array<uint8_t, 16> bytes{};
  random_(bytes.data(), bytes.size());
  std::string out;
  for (const uint8_t byte : bytes) {
    out += "0123456789abcdef"[byte >> 4];
    out += "0123456789abcdef"[byte & 15];
  }
  return out;
}

bool VisitGate::is_visitor(const http::Request& request) {
  const auto cookie = request.cookie(kCookie);
  const std::lock_guard hold(lock_);
  return cookie && visitors_.contains(std::string(*cookie));
}

std::optional<std::string> VisitGate::use_up(const std::string& path) {
  std::string visitor = draw(), next = std::string(kPrefix) + draw();
  {
    const std::lock_guard hold(lock_);
    if (path != open_path_) return std::nullopt;
    visitors_.insert(visitor);
    open_path_ = next;
  }
  on_link_(next);
  return visitor;
}

std::optional<http::Response> VisitGate::answer(const http::Request& request) {
  const bool enters = request.path.starts_with(kPrefix);
  if (is_visitor(request)) {
    if (!enters) return std::nullopt;
    http::Response home = http::plain(303, "");
    home.headers.set("Location", "/");
    return home;
  }
  if (enters && request.method == http::Method::post) {
    if (const auto visitor = use_up(request.path)) {
      http::Response home = http::plain(303, "");
      home.headers.set("Location", "/");
      home.headers.add("Set-Cookie",
                       std::string(kCookie) + "=" + *visitor + "; Path=/; HttpOnly; Secure; SameSite=Lax");
      return home;
    }
  } else if (enters) {
    const std::lock_guard hold(lock_);
    if (request.path == open_path_) return entrance();
  }
  return closed(request.path.starts_with("/api/"));
}

}  // namespace jinguo
