#include "main/serving.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>

#include "app/app_error.h"
#include "app/uploads.h"
#include "cli/qr_text.h"
#include "http/http_error.h"
#include "http/server.h"
#include "main/local_tls.h"
#include "main/passing_folder.h"
#include "main/shared_files.h"
#include "main/visit_gate.h"

namespace jinguo {
namespace {

constexpr size_t kImportBody = size_t{64} << 20;
/// More than this nobody sends without a session: strangers get no memory to fill.
constexpr size_t kStrangersBody = size_t{64} << 10;
constexpr int kPortsTried = 20;

/// Shown when the work app was not built: the API works all the same.
constexpr std::string_view kFallbackPage =
    "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
    "<meta name=\"viewport\" content=\"width=device-width\"><title>巾帼</title></head>"
    "<body><h1>巾帼 · Jinguo</h1><p>服务已启动，但没有找到网页程序。请在 web 目录执行 npm ci 和 npm run "
    "build，"
    "再重新启动。</p><p lang=\"en\">The server runs, but the work app was not found. Run npm ci and npm run "
    "build "
    "in the folder web and start again.</p><p><a href=\"/api/about\">/api/about</a></p></body></html>";

/// Paths of the work app's own router: whatever is no API, no file.
bool is_app_path(std::string_view path) {
  // A figure's page has a dot in its name; the app's own files lie under /assets/.
  return !path.starts_with("/api/") && !path.starts_with("/assets/");
}

/// How large a body may be, or that its sender must sign in first. What was told too small is found out while
/// it is read.
Result<size_t> body_limit(const http::Dispatcher& dispatcher, const http::Request& request, size_t usual) {
  const bool is_import = request.path.ends_with("/imports") || request.path == "/api/org/import" ||
                         request.path.starts_with("/api/import-jobs");
  const size_t limit = is_import ? kImportBody : request.path == "/api/files" ? app::kPaperUpload : usual;
  size_t told = limit;
  if (const auto length = request.header("Content-Length"))
    std::from_chars(length->data(), length->data() + length->size(), told);
  if (told <= kStrangersBody) return limit;
  try {
    if (dispatcher.is_signed_in(request)) return limit;
  } catch (const Failure&) {
    return Error(http::kBusy);
  }
  return Error(app::kSignIn);
}

/// Given ones first, then those of the local authority; none behind a proxy, which encrypts itself.
std::optional<http::TlsFiles> tls_files(const LocalTls& local, const cli::ServeOrder& order) {
  if (!order.tls_certificate.empty()) return http::TlsFiles{order.tls_certificate, order.tls_key};
  if (!order.trusted_proxies.empty() || !local.is_there()) return std::nullopt;
  return local.files();
}

/// ADDR:PORT that others write to reach the server.
std::string place_from_outside(const cli::ServeOrder& order, uint16_t port) {
  std::string address = order.address;
  if (address == "0.0.0.0" || address == "::") {
    const auto own = lan_addresses();
    address = own.empty() ? "127.0.0.1" : own.front();
  }
  const bool is_v6 = address.find(':') != std::string::npos;
  return (is_v6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

/// How a visitor comes in. The fingerprint stands for the authority that her phone does not know.
void tell_link(const LocalTls& local, const cli::ServeOrder& order, uint16_t port, const std::string& path) {
  const std::string link = "https://" + place_from_outside(order, port) + path;
  order.say("扫码或打开一次性链接进入，一个链接进一台设备：" + link);
  order.say("Scan, or open this one-time link, which lets one device in: " + link);
  order.say(cli::qr_text(link));
  const auto facts = http::read_certificate(local.leaf());
  if (!facts || !facts->is_local) return;
  order.say("浏览器提示证书不受信任时，先核对指纹再继续：" + facts->fingerprint);
  order.say("When the browser warns of the certificate, compare its fingerprint and go on.");
}

/// Where a phone finds the authority of this installation, when it can be reached from outside.
void tell_authority(const LocalTls& local, const cli::ServeOrder& order, uint16_t port) {
  const auto facts = http::read_certificate(local.authority());
  if (!facts) return;
  const std::string link = "http://" + place_from_outside(order, port) + "/ca";
  order.say("手机第一次使用，先扫码安装证书：" + link);
  order.say("A phone that comes for the first time installs the certificate from " + link);
  order.say(cli::qr_text(link));
  order.say("指纹 / fingerprint " + facts->fingerprint);
}

http::ServerOptions options_of(House& house, const std::filesystem::path& data_dir, const LocalTls& local,
                               const cli::ServeOrder& order,
                               const std::function<void(std::string_view)>& report) {
  http::ServerOptions options;
  options.address = order.address;
  options.port = order.port;
  options.trusted_proxies = order.trusted_proxies;
  options.socket = socket_of(data_dir);
  options.tls = tls_files(local, order);
  if (options.tls) {
    const bool is_own = order.tls_certificate.empty();
    options.on_plain = [authority = is_own ? local.authority() : std::string()](
                           const http::Request& request) { return authority_answer(authority, request); };
    options.gate = options.on_plain;
  }
  options.limits.body_for = [&house, usual = options.limits.body](const http::Request& request) {
    return body_limit(house.dispatcher(), request, usual);
  };
  options.io_threads = 2;
  // A worker waits for the disk with its whole group, so many must be able to wait at once.
  options.worker_threads = 64;
  options.is_heavy = [&house](const http::Request& request) { return house.dispatcher().is_heavy(request); };
  options.on_failure = [report](std::string_view trace, std::string_view what) {
    if (report) report("[" + std::string(trace) + "] " + std::string(what));
  };
  if (const auto web = find_web()) {
    options.static_folder = *web;
    options.is_app_path = is_app_path;
  }
  return options;
}

http::Response answer(House& house, const http::Request& request) {
  const bool reads = request.method == http::Method::get || request.method == http::Method::head;
  if (reads && is_app_path(request.path)) return http::html(200, std::string(kFallbackPage));
  return house.dispatcher().answer(request);
}

bool is_address(const std::string& text) {
  unsigned char bytes[16];
  return inet_pton(AF_INET, text.c_str(), bytes) == 1 || inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

std::string place_of(const cli::ServeOrder& order, uint16_t port) {
  const bool is_v6 = order.address.find(':') != std::string::npos;
  return (is_v6 ? "[" + order.address + "]" : order.address) + ":" + std::to_string(port);
}

}  // namespace

std::filesystem::path socket_of(const std::filesystem::path& data_dir) {
  const std::filesystem::path plain = data_dir / "jinguo.socket";
  // The system takes at most 107 bytes; the working directory often shortens it.
  constexpr size_t kLongest = 107;
  if (plain.string().size() <= kLongest) return plain;
  const std::filesystem::path shorter = plain.lexically_proximate(std::filesystem::current_path());
  return shorter.string().size() < plain.string().size() ? shorter : plain;
}

bool is_answering(const std::filesystem::path& socket) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = socket.string();
  if (path.size() >= sizeof address.sun_path) return false;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return false;
  const bool is_there = connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(descriptor);
  return is_there;
}

Result<void> serve(House& house, const std::filesystem::path& data_dir, const cli::ServeOrder& order,
                   const StopSignal& stop, const std::function<void(std::string_view)>& report) {
  if (house.app().settings().is_demo && !order.is_loopback() && !order.is_by_link)
    return Error(cli::kDemoIsLocal, {order.address});
  for (const std::string& proxy : order.trusted_proxies)
    if (!is_address(proxy)) return Error(kNotAProxy, {proxy});
  std::optional<PassingFolder> passing;
  LocalTls local(data_dir);
  if (order.is_by_link && order.tls_certificate.empty() && !local.is_there()) {
    local = LocalTls(passing.emplace().path());
    if (auto made = local.make({}, false, real_clock().now()); !made) return std::move(made).error();
  }
  const auto files = tls_files(local, order);
  if (!files && !order.is_loopback() && order.trusted_proxies.empty())
    return Error(cli::kNotEncrypted, {order.address});
  const bool is_own = files && order.tls_certificate.empty();
  if (is_own)
    if (auto fresh = local.keep_fresh(real_clock().now()); !fresh) return fresh;
  if (files)
    if (auto pair = http::read_tls_pair(files->certificate, files->key, real_clock().now()); !pair)
      return std::move(pair).error();
  http::raise_open_files();
  std::atomic<bool> is_fatal{false};
  house.on_fatal([&] {
    is_fatal = true;
    stop.raise();
  });
  struct Forget {
    House& house;
    ~Forget() { house.on_fatal(nullptr); }
  } const forget{house};

  std::shared_ptr<VisitGate> visits;
  std::mutex saying;
  cli::ServeOrder tried = order;
  std::unique_ptr<http::Server> server;
  for (int i = 0;; ++i) {
    http::ServerOptions options = options_of(house, data_dir, local, tried, report);
    // Closed until the port is known, which the first link names.
    if (order.is_by_link)
      options.gate = [&visits, &saying](const http::Request& request) -> std::optional<http::Response> {
        std::shared_ptr<VisitGate> gate;
        {
          const std::lock_guard hold(saying);
          gate = visits;
        }
        return gate ? gate->answer(request) : http::error_response(Error(kNoVisitor));
      };
    server = std::make_unique<http::Server>(
        std::move(options),
        [&house](http::Request request, const http::Respond& respond) { respond(answer(house, request)); });
    try {
      server->start();
      break;
    } catch (const Failure& failure) {
      if (!order.may_move || i >= kPortsTried || tried.port == 65535)
        return Error(kCannotListen, {place_of(tried, tried.port), failure.what()});
      ++tried.port;
    }
  }
  const std::string address =
      (files ? "https://" : "http://") + place_from_outside(order, server->port()) + "/";
  house.run_imports(report);
  order.say("巾帼已启动，请打开 " + address + " （Ctrl-C 停止）");
  order.say("Jinguo is running at " + address + " (Ctrl-C stops it)");
  if (order.is_by_link) {
    const auto on_link = [&order, &local, port = server->port()](const std::string& path) {
      tell_link(local, order, port, path);
    };
    auto gate = std::make_shared<VisitGate>(real_random(), on_link);
    const std::lock_guard hold(saying);
    visits = std::move(gate);
  } else if (is_own) {
    tell_authority(local, order, server->port());
  }
  constexpr std::chrono::hours kBetweenRenewals{12};
  while (!stop.wait_for(kBetweenRenewals)) {
    if (!is_own) continue;
    // The server takes the new files by itself.
    if (auto fresh = local.keep_fresh(real_clock().now()); !fresh && report)
      report(fresh.error().text(Language::zh));
  }
  order.say("正在停止…");
  server->stop();
  if (is_fatal) return Error(kWriterStopped);
  return {};
}

}  // namespace jinguo
