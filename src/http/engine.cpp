#include "http/engine.h"

#include <netinet/tcp.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <random>
#include <type_traits>

#include "http/http_error.h"

namespace jinguo::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;
using Tcp = asio::ip::tcp;
using Local = asio::local::stream_protocol;

constexpr milliseconds kSweep{100};
constexpr int kUnsentLowWater = 32 * 1024;

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
    peer = endpoint.address().to_string();
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
    request.peer = address.to_string();
  }
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
