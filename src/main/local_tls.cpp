#include "main/local_tls.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "app/moment.h"
#include "http/authority.h"

namespace jinguo {
namespace {

namespace fs = std::filesystem;
constexpr int kRenewBefore = 30;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Under another name first, so that a server that looks meanwhile sees the old or the new.
void write_file(const fs::path& path, const std::string& text) {
  const fs::path fresh = path.string() + ".new";
  const int file = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  bool is_written = file >= 0;
  is_written = is_written && write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  is_written = is_written && fchmod(file, 0600) == 0 && fsync(file) == 0;
  if (file >= 0) close(file);
  if (!is_written) throw Failure("cannot write " + fresh.string());
  fs::rename(fresh, path);
}

std::string day_of(app::Instant at) {
  return app::moment_text(at).substr(0, 10);
}

std::string host_name() {
  char name[256] = "";
  if (gethostname(name, sizeof name - 1) != 0) return {};
  const std::string text = name;
  const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
  return is_plain ? text : std::string();
}

constexpr std::string_view kInstallPage =
    "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
    "content=\"width=device-width\"><title>安装证书</title><style>body{font:18px/1.7 "
    "sans-serif;max-width:34em;margin:0 "
    "auto;padding:1em;color:#222;background:#fffdf8}h1{color:#9b1c31}a.get{"
    "display:block;text-align:center;background:#9b1c31;color:#fff;padding:.8em;border-radius:.4em;text-"
    "decoration:none;min-height:44px}code{word-break:break-all;font-size:.85em}h2{margin-bottom:0}</style></"
    "head><body><h1>安装证书，三步</h1><p>装好后，手机与本单位服务器之间加密，不再提示“不安全”。</p>"
    "<p><a class=\"get\" href=\"/ca.crt\">第一步　下载证书</a></p>"
    "<p>第二步　安装，按手机选：</p>"
    "<h2>安卓</h2><p>设置 → 安全 → 加密与凭据 → 安装证书 → CA 证书，选下载的 jinguo-ca.crt。</p>"
    "<h2>苹果</h2><p>用 Safari 下载。设置 → 已下载描述文件 → 安装；再到 通用 → 关于本机 → "
    "证书信任设置，打开“巾帼”。"
    "</p>"
    "<h2>鸿蒙</h2><p>设置 → 安全 → 更多安全设置 → 加密和凭据 → 从存储设备安装 → CA 证书，选 "
    "jinguo-ca.crt。</p>"
    "<p>安装前核对指纹，与管理员屏幕上的一样才装：<br><code>";

}  // namespace

bool LocalTls::is_there() const {
  return fs::exists(folder_ / "ca.crt") && fs::exists(folder_ / "server.crt");
}

std::string LocalTls::leaf() const {
  return read_file(files().certificate);
}

std::string LocalTls::authority() const {
  return read_file(folder_ / "ca.crt");
}

Result<cli::TlsMade> LocalTls::issue(const http::TlsPair& authority, const std::vector<std::string>& names,
                                     app::Instant now) const {
  auto pair = http::issue_certificate(authority, names, now);
  if (!pair) return std::move(pair).error();
  fs::create_directories(folder_);
  fs::permissions(folder_, fs::perms::owner_all);
  write_file(folder_ / "ca.key", authority.key);
  write_file(folder_ / "ca.crt", authority.certificate);
  write_file(folder_ / "server.key", pair->key);
  write_file(folder_ / "server.crt", pair->certificate);
  const auto root = http::read_certificate(authority.certificate);
  const auto leaf = http::read_certificate(pair->certificate);
  return cli::TlsMade{leaf->names, root->fingerprint, day_of(root->not_after), day_of(leaf->not_after)};
}

Result<cli::TlsMade> LocalTls::make(const std::vector<std::string>& names, bool anew,
                                    app::Instant now) const {
  if (is_there() && !anew) return Error(kAuthorityThere, {folder_.string()});
  std::vector<std::string> all = names;
  const auto add = [&all](const std::string& name) {
    if (!name.empty() && std::find(all.begin(), all.end(), name) == all.end()) all.push_back(name);
  };
  add(host_name());
  for (const std::string& address : lan_addresses()) add(address);
  for (const char* own : {"localhost", "127.0.0.1", "::1"}) add(own);
  auto authority = http::make_authority(all, now);
  if (!authority) return std::move(authority).error();
  return issue(*authority, all, now);
}

Result<cli::TlsMade> LocalTls::renew(std::vector<std::string> names, app::Instant now) const {
  const http::TlsPair authority{read_file(folder_ / "ca.crt"), read_file(folder_ / "ca.key")};
  if (authority.certificate.empty() || authority.key.empty()) return Error(kNoAuthority, {folder_.string()});
  if (const auto old = http::read_certificate(read_file(files().certificate)))
    for (const std::string& name : old->names)
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  return issue(authority, names, now);
}

Result<void> LocalTls::keep_fresh(app::Instant now) const {
  if (!is_there()) return {};
  const auto leaf = http::read_certificate(read_file(files().certificate));
  if (leaf && leaf->days_left(now) >= kRenewBefore) return {};
  auto made = renew({}, now);
  if (!made) return std::move(made).error();
  return {};
}

std::vector<std::string> lan_addresses() {
  std::vector<std::string> four, six;
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) return {};
  for (const ifaddrs* one = list; one; one = one->ifa_next) {
    if (!one->ifa_addr || (one->ifa_flags & IFF_LOOPBACK) != 0 || (one->ifa_flags & IFF_UP) == 0) continue;
    char text[INET6_ADDRSTRLEN] = "";
    if (one->ifa_addr->sa_family == AF_INET) {
      inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(one->ifa_addr)->sin_addr, text, sizeof text);
      four.emplace_back(text);
    }
    if (one->ifa_addr->sa_family == AF_INET6) {
      const in6_addr& address = reinterpret_cast<const sockaddr_in6*>(one->ifa_addr)->sin6_addr;
      if (IN6_IS_ADDR_LINKLOCAL(&address)) continue;
      inet_ntop(AF_INET6, &address, text, sizeof text);
      six.emplace_back(text);
    }
  }
  freeifaddrs(list);
  four.insert(four.end(), six.begin(), six.end());
  return four;
}

std::optional<http::Response> authority_answer(const std::string& authority, const http::Request& request) {
  const bool reads = request.method == http::Method::get || request.method == http::Method::head;
  if (authority.empty() || !reads) return std::nullopt;
  if (request.path == "/ca.crt") {
    http::Response response = http::plain(200, authority);
    // By this type phones offer to install it (RFC 2585 names it for one certificate of a chain).
    response.headers.set("Content-Type", "application/x-x509-ca-cert");
    response.headers.set("Content-Disposition", http::attachment("jinguo-ca.crt"));
    return response;
  }
  if (request.path != "/ca") return std::nullopt;
  const auto facts = http::read_certificate(authority);
  if (!facts) return std::nullopt;
  return http::html(200, std::string(kInstallPage) + facts->fingerprint +
                             "</code></p><p>第三步　<a href=\"/\">打开巾帼</a></p></body></html>");
}

}  // namespace jinguo
