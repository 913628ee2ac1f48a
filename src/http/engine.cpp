#include "http/engine.h"

#include <netinet/tcp.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <random>
#include <type_traits>

#include "http/certificate.h"
#include "http/http_error.h"
#include "http/percent.h"

namespace jinguo::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;
using Tcp = asio::ip::tcp;
using Local = asio::local::stream_protocol;

constexpr milliseconds kSweep{100};
constexpr int kUnsentLowWater = 32 * 1024;
/// Sweeps between two looks at the certificate's files.
constexpr int kWatchTls = 20;

app::Instant wall_now() {
  return std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

/// What changes when either file is written or replaced.
std::string stamp_of(const TlsFiles& files) {
  std::string out;
  for (const auto& path : {files.certificate, files.key}) {
    struct stat facts {};
    if (stat(path.c_str(), &facts) != 0) return "missing";
    out += std::to_string(facts.st_ino) + " " + std::to_string(facts.st_size) + " " +
           std::to_string(facts.st_mtim.tv_sec) + "." + std::to_string(facts.st_mtim.tv_nsec) + " ";
  }
  return out;
}

/// An IPv4 address that came in by an IPv6 listener is the same address.
std::string address_text(const asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  return address.to_string();
}

std::string encoded_path(std::string_view path) {
  std::string out = percent_encode(path);
  // No part of a request's path holds a slash of its own.
  for (auto at = out.find("%2F"); at != std::string::npos; at = out.find("%2F", at)) out.replace(at, 3, "/");
  return out;
}

Response to_https(const Request& request) {
  const auto host = request.header("Host");
  const bool reads = request.method == Method::get || request.method == Method::head;
  if (!reads || !host) return error_response(Error(kSpeaksTls));
  Response response = plain(308, "这里要用 https:// 打开。\nOpen this address with https://.\n");
  response.headers.set("Location", "https://" + std::string(*host) + encoded_path(request.path) +
                                       (request.raw_query.empty() ? "" : "?" + request.raw_query));
  return response;
}

std::string new_trace() {
  std::random_device device;
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (int i = 0; i < 12; ++i) out += kHex[device() & 15];
  return out;
}

}  // namespace

Server::Engine::Engine(ServerOptions given, Handler handler)
    : options(std::move(given)),
      workers(options.worker_threads, options.worker_queue),
      handler_(std::move(handler)),
      io_(static_cast<int>(options.io_threads)),
      accept_strand_(asio::make_strand(io_)),
      sweeper_(accept_strand_) {
  if (!options.static_folder.empty()) files_ = StaticFiles::load(options.static_folder);
}

void Server::Engine::load_tls() {
  // Taken before reading: what is written meanwhile is read again.
  tls_stamp_ = stamp_of(*options.tls);
  auto pair = read_tls_pair(options.tls->certificate, options.tls->key, wall_now());
  if (!pair) throw Failure(pair.error().text(Language::zh) + "\n" + pair.error().text(Language::en));
  tls_ = std::make_shared<const TlsContext>(*pair);
}

void Server::Engine::watch_tls() {
  if (!options.tls || ++sweeps_ % kWatchTls != 0 || stamp_of(*options.tls) == tls_stamp_) return;
  try {
    load_tls();
  } catch (const std::exception& failure) {
    if (options.on_failure) options.on_failure("", failure.what());
  }
}

void Server::Engine::listen_tcp() {
  error_code code;
  const auto address = asio::ip::make_address(options.address, code);
  if (code) throw Failure("not an address to listen on: " + options.address);
  const Tcp::endpoint endpoint(address, options.port);
  auto& acceptor = tcp_.emplace(accept_strand_).acceptor;
  acceptor.open(endpoint.protocol(), code);
  if (!code) acceptor.set_option(asio::socket_base::reuse_address(true), code);
  if (!code) acceptor.bind(endpoint, code);
  if (!code) acceptor.listen(4096, code);
  if (code)
    throw Failure("cannot listen on " + options.address + ":" + std::to_string(options.port) + ": " +
                  code.message());
  port_ = acceptor.local_endpoint().port();
}

void Server::Engine::listen_local() {
  const std::string path = options.socket.string();
  if (path.size() >= sizeof(sockaddr_un::sun_path))
    throw Failure("the path of the local socket is longer than 107 bytes: " + path);
  error_code code;
  asio::io_context probe_context;
  Local::socket probe(probe_context);
  probe.connect(Local::endpoint(path), code);
  if (!code) throw Failure("another server already listens on " + path);
  std::error_code ignored;
  if (std::filesystem::is_socket(path, ignored)) std::filesystem::remove(path, ignored);
  auto& acceptor = local_.emplace(accept_strand_).acceptor;
  acceptor.open(Local(), code);
  // On Linux the mode of the open socket becomes that of its file, so it is never wider, not even for a
  // moment.
  if (!code && fchmod(acceptor.native_handle(), S_IRUSR | S_IWUSR) != 0)
    throw Failure("cannot restrict the local socket " + path);
  if (!code) acceptor.bind(Local::endpoint(path), code);
  if (!code) acceptor.listen(4096, code);
  if (code) throw Failure("cannot listen on " + path + ": " + code.message());
  chmod(path.c_str(), S_IRUSR | S_IWUSR);
}

void Server::Engine::start() {
  if (options.tls) load_tls();
  if (!options.address.empty()) listen_tcp();
  if (!options.socket.empty()) listen_local();
  guard_.emplace(io_.get_executor());
  asio::post(accept_strand_, [self = shared_from_this()] {
    if (self->tcp_) self->accept(*self->tcp_);
    if (self->local_) self->accept(*self->local_);
    self->sweep_later();
  });
  for (std::size_t i = 0; i < std::max<std::size_t>(options.io_threads, 1); ++i)
    threads_.emplace_back([this] { io_.run(); });
}

template <class Protocol>
void Server::Engine::accept(Listener<Protocol>& listener) {
  using Accepted = asio::basic_stream_socket<Protocol, Strand>;
  listener.acceptor.async_accept(asio::make_strand(io_), [self = shared_from_this(), &listener](
                                                             const error_code& code, Accepted socket) {
    if (self->is_stopping_ || !listener.acceptor.is_open()) return;
    if (!code) {
      self->begin(std::move(socket));
      return self->accept(listener);
    }
    // Out of descriptors or the like: breathe, then go on.
    listener.pause.expires_after(kSweep);
    listener.pause.async_wait([self, &listener](const error_code& cancelled) {
      if (!cancelled && !self->is_stopping_) self->accept(listener);
    });
  });
}

template <class ProtocolSocket>
void Server::Engine::begin(ProtocolSocket socket) {
  constexpr bool kIsLocal = std::is_same_v<typename ProtocolSocket::protocol_type, Local>;
  std::string peer = "local";
  if constexpr (!kIsLocal) {
    error_code code;
    const auto endpoint = socket.remote_endpoint(code);
    if (code) return;
    peer = address_text(endpoint.address());
    socket.set_option(Tcp::no_delay(true), code);
    setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &kUnsentLowWater,
               sizeof kUnsentLowWater);
  }
  // Also of a connection that is only told to come again: no thread may wait for its client.
  error_code failed;
  socket.non_blocking(true, failed);
  if (failed) return;
  auto session =
      std::make_shared<Session>(shared_from_this(), Socket(std::move(socket)), std::move(peer), kIsLocal);
  bool is_full = false;
  {
    const std::lock_guard lock(mutex_);
    is_full = sessions_.size() >= options.max_connections;
    sessions_.insert(session.get());
  }
  if (!is_full) return session->start();
  // Its first bytes would be plain where TLS is awaited.
  if (!kIsLocal && options.tls) return asio::dispatch(session->executor(), [session] { session->close(); });
  asio::dispatch(session->executor(), [session] { session->refuse(Error(kBusy)); });
}

void Server::Engine::remove(Session* session) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(session);
  if (sessions_.empty()) empty_.notify_all();
}

std::vector<std::shared_ptr<Session>> Server::Engine::list_sessions() {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Session>> all;
  for (Session* session : sessions_) {
    if (auto held = session->weak_from_this().lock()) all.push_back(std::move(held));
  }
  return all;
}

void Server::Engine::sweep_later() {
  sweeper_.expires_after(kSweep);
  sweeper_.async_wait([self = shared_from_this()](const error_code& cancelled) {
    if (cancelled) return;
    self->sweep();
    if (!self->is_closed_) self->sweep_later();
  });
}

void Server::Engine::sweep() {
  const auto now = steady_now();
  watch_tls();
  std::vector<std::shared_ptr<Session>> due;
  {
    const std::lock_guard lock(mutex_);
    for (Session* session : sessions_) {
      if (!session->is_due(now)) continue;
      if (auto held = session->weak_from_this().lock()) due.push_back(std::move(held));
    }
  }
  for (const auto& session : due) asio::post(session->executor(), [session] { session->on_deadline(); });
}

std::optional<Response> Server::Engine::static_answer(const Request& request) const {
  if (files_.size() == 0) return std::nullopt;
  std::string_view path = request.path;
  if (!path.starts_with(options.static_prefix)) return std::nullopt;
  path.remove_prefix(options.static_prefix.size());
  if (auto file = path == "/" ? std::nullopt : files_.answer(request, path)) return file;
  const bool is_app = options.is_app_path ? options.is_app_path(request.path) : path == "/";
  return is_app ? files_.answer(request, "/index.html") : std::nullopt;
}

void Server::Engine::apply_proxy(Request& request) const {
  const auto& trusted = options.trusted_proxies;
  const auto is_trusted = [&](std::string_view address) {
    return std::find(trusted.begin(), trusted.end(), address) != trusted.end();
  };
  if (!is_trusted(request.peer)) return;
  // A proxy may add a line of its own below one that the client sent: only the last ones are the proxies'.
  std::string forwarded;
  for (const auto& [name, value] : request.headers) {
    if (equals_ignoring_case(name, "X-Forwarded-Proto")) request.is_secure = value == "https";
    if (equals_ignoring_case(name, "X-Forwarded-For")) forwarded += (forwarded.empty() ? "" : ",") + value;
  }
  std::string_view rest = forwarded;
  while (!rest.empty() && is_trusted(request.peer)) {
    const auto comma = rest.rfind(',');
    std::string_view last = comma == std::string_view::npos ? rest : rest.substr(comma + 1);
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(0, comma);
    while (last.starts_with(' ')) last.remove_prefix(1);
    while (last.ends_with(' ')) last.remove_suffix(1);
    error_code code;
    const auto address = asio::ip::make_address(std::string(last), code);
    if (code) return;
    request.peer = address_text(address);
  }
}

bool Server::Engine::is_past_proxy(std::string_view peer) const {
  const auto& trusted = options.trusted_proxies;
  if (trusted.empty() || peer == "::1" || peer.starts_with("127.")) return false;
  return std::find(trusted.begin(), trusted.end(), peer) == trusted.end();
}

std::optional<Response> Server::Engine::gate_answer(const Request& request, bool is_plain_at_tls,
                                                    bool is_past_proxy) const {
  if (request.via_socket) return std::nullopt;
  if (is_plain_at_tls) {
    if (options.on_plain)
      if (auto answer = options.on_plain(request)) return answer;
    return to_https(request);
  }
  if (is_past_proxy) return error_response(Error(kComeByProxy));
  return options.gate ? options.gate(request) : std::nullopt;
}

Response Server::Engine::failed(std::string_view what) {
  const std::string trace = new_trace();
  if (options.on_failure) options.on_failure(trace, what);
  return error_response(Error(kInternal, std::vector<std::string>{trace}), trace);
}

void Server::Engine::run(Request request, const Respond& respond) {
  try {
    handler_(std::move(request), respond);
  } catch (const Busy& busy) {
    const std::string trace = new_trace();
    if (options.on_failure) options.on_failure(trace, busy.what());
    respond(error_response(Error(kBusy), trace));
  } catch (const std::exception& failure) {
    respond(failed(failure.what()));
  } catch (...) {
    respond(failed("an unknown exception"));
  }
}

ServerCounts Server::Engine::counts() const {
  const std::lock_guard lock(mutex_);
  return {sessions_.size(), streams, requests};
}

void Server::Engine::wait_until_empty(milliseconds longest) {
  std::unique_lock lock(mutex_);
  empty_.wait_for(lock, longest, [this] { return sessions_.empty(); });
}

void Server::Engine::stop() {
  if (is_stopping_.exchange(true)) return;
  asio::post(accept_strand_, [self = shared_from_this()] {
    error_code ignored;
    const auto end = [&](auto& listener) {
      if (!listener) return;
      listener->acceptor.close(ignored);
      listener->pause.cancel();
    };
    end(self->tcp_);
    end(self->local_);
  });
  if (!threads_.empty()) {
    for (const auto& session : list_sessions())
      asio::post(session->executor(), [session] { session->begin_stop(); });
    wait_until_empty(options.stop_grace);
  }
  workers.stop();
  if (!threads_.empty()) {
    for (const auto& session : list_sessions())
      asio::post(session->executor(), [session] { session->close(); });
    wait_until_empty(std::chrono::seconds(1));
  }
  is_closed_ = true;
  asio::post(accept_strand_, [self = shared_from_this()] { self->sweeper_.cancel(); });
  guard_.reset();
  io_.stop();
  for (auto& thread : threads_) thread.join();
  // What is still queued holds sessions, which hold this engine: let it run out.
  io_.restart();
  io_.poll();
  if (local_) {
    std::error_code ignored;
    std::filesystem::remove(options.socket, ignored);
  }
}

}  // namespace jinguo::http
