#include "http/server.h"

#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <optional>
#include <random>
#include <thread>
#include <unordered_set>

#include "http/answer.h"
#include "http/http_error.h"
#include "http/origin_guard.h"
#include "http/request_reader.h"
#include "http/static_files.h"
#include "http/stream_source.h"
#include "http/worker_pool.h"

namespace jinguo::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using Tcp = asio::ip::tcp;
using Local = asio::local::stream_protocol;
using Strand = asio::strand<asio::io_context::executor_type>;
using Socket = asio::basic_stream_socket<asio::generic::stream_protocol, Strand>;
template <class Protocol>
using Acceptor = asio::basic_socket_acceptor<Protocol, Strand>;

constexpr milliseconds kSweep{100};
constexpr milliseconds kDrainSilence{2'000};
constexpr milliseconds kDrainLongest{10'000};
constexpr std::size_t kDrainBytes = 256 * 1024 * 1024;
constexpr std::size_t kReadBlock = 16 * 1024;
constexpr int kReadsPerTurn = 8;
constexpr std::size_t kWritePerTurn = 1024 * 1024;
constexpr std::size_t kStreamBuffers = 16;
constexpr std::size_t kCompressElsewhere = 256 * 1024;
constexpr int kUnsentLowWater = 32 * 1024;

bool is_would_block(const error_code& code) {
  return code == asio::error::would_block || code == asio::error::try_again ||
         code == asio::error::interrupted;
}

std::string new_trace() {
  std::random_device device;
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (int i = 0; i < 12; ++i) out += kHex[device() & 15];
  return out;
}

}  // namespace

class Session;

class Server::Engine : public std::enable_shared_from_this<Engine> {
 public:
  Engine(ServerOptions given, Handler handler);

  void start();
  void stop();
  std::uint16_t port() const { return port_; }
  ServerCounts counts() const;

  bool is_stopping() const { return is_stopping_; }
  bool is_closed() const { return is_closed_; }
  void remove(Session* session);
  std::optional<Response> static_answer(const Request& request) const;
  void apply_proxy(Request& request) const;
  /// Asks the handler; what it throws becomes a 500.
  void run(Request request, const Respond& respond);
  Response failed(std::string_view what);

  const ServerOptions options;
  std::atomic<std::uint64_t> requests = 0;
  std::atomic<std::size_t> streams = 0;
  WorkerPool workers;

 private:
  void listen_tcp();
  void listen_local();
  template <class Protocol>
  void accept(Acceptor<Protocol>& acceptor);
  template <class ProtocolSocket>
  void begin(ProtocolSocket socket);
  void sweep();
  void sweep_later();
  std::vector<std::shared_ptr<Session>> list_sessions();
  void wait_until_empty(milliseconds longest);

  const Handler handler_;
  StaticFiles files_;
  asio::io_context io_;
  Strand accept_strand_;
  asio::steady_timer sweeper_;
  asio::steady_timer accept_pause_;
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> guard_;
  std::optional<Acceptor<Tcp>> tcp_;
  std::optional<Acceptor<Local>> local_;
  std::uint16_t port_ = 0;
  std::vector<std::thread> threads_;
  std::atomic<bool> is_stopping_ = false;
  std::atomic<bool> is_closed_ = false;
  mutable std::mutex mutex_;
  std::condition_variable empty_;
  std::unordered_set<Session*> sessions_;
};

using Engine = Server::Engine;

/// One connection. Everything but the deadline is touched on its strand only. The socket does not block:
/// reads and writes are tried at once, and only readiness is awaited, so an idle connection owns no buffer.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(std::shared_ptr<Engine> engine, Socket socket, std::string peer, bool via_socket)
      : engine_(std::move(engine)),
        socket_(std::move(socket)),
        peer_(std::move(peer)),
        via_socket_(via_socket) {}
  ~Session() { engine_->remove(this); }

  void start();
  void begin_stop();
  void on_deadline();
  void close();
  void answer(Answer answer);
  void refuse(const Error& error);

  bool is_due(std::int64_t now) const { return now >= deadline_.load(std::memory_order_relaxed); }
  auto executor() { return socket_.get_executor(); }
  Engine& engine() { return *engine_; }

 private:
  enum class Phase { idle, head, body, handling, writing, draining, streaming, closed };
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

  static std::int64_t now() {
    return std::chrono::duration_cast<milliseconds>(Clock::now().time_since_epoch()).count();
  }
  void expect_within(milliseconds time) { deadline_.store(now() + time.count(), std::memory_order_relaxed); }
  void expect_nothing() { deadline_.store(kNever, std::memory_order_relaxed); }
  bool moved_enough(milliseconds window) const {
    return moved_ * 1000 >= engine_->options.min_rate * static_cast<std::size_t>(window.count());
  }

  void wait_readable();
  void wait_writable();
  void on_readable();
  void on_bytes(std::string_view bytes);
  void consume(std::string_view bytes);
  void begin_body(std::size_t bytes);
  void next_request();
  void dispatch();
  void continue_answer();
  void finish_answer();
  void begin_drain();
  void begin_stream();
  void pump();
  void write_stream();

  const std::shared_ptr<Engine> engine_;
  Socket socket_;
  const std::string peer_;
  const bool via_socket_;
  std::atomic<std::int64_t> deadline_ = kNever;
  Phase phase_ = Phase::idle;
  bool is_waiting_read_ = false;
  bool is_waiting_write_ = false;
  std::optional<RequestReader> reader_;
  std::string pipelined_;
  Answer answer_;
  std::size_t sent_ = 0;
  /// Bytes since the present window of the rate check began.
  std::size_t moved_ = 0;
  std::size_t drained_ = 0;
  std::int64_t drain_end_ = 0;
  std::shared_ptr<StreamSource> stream_;
  std::vector<StreamSource::Chunk> chunks_;
  std::size_t chunk_ = 0;
  bool is_stream_over_ = false;
};

namespace {

/// The right to answer one request: used once, from any thread; dropped unused it answers 500.
class Reply {
 public:
  Reply(std::shared_ptr<Session> session, AnswerForm form) : session_(std::move(session)), form_(form) {}
  ~Reply() {
    if (!is_used_) deliver(session_, form_, session_->engine().failed("the handler gave no answer"));
  }
  Reply(const Reply&) = delete;
  Reply& operator=(const Reply&) = delete;

  void send(Response response) {
    if (is_used_.exchange(true)) return;
    const bool is_long = response.body_size() > kCompressElsewhere && will_compress(response, form_);
    if (is_long && session_->executor().running_in_this_thread()) {
      auto shared = std::make_shared<Response>(std::move(response));
      const auto job = [session = session_, form = form_, shared] {
        deliver(session, form, std::move(*shared));
      };
      if (!session_->engine().workers.submit(job)) job();
      return;
    }
    deliver(session_, form_, std::move(response));
  }

 private:
  static void deliver(const std::shared_ptr<Session>& session, const AnswerForm& form, Response response) {
    if (session->engine().is_closed()) return;
    Answer answer;
    try {
      answer = build_answer(std::move(response), form);
    } catch (const std::exception& failure) {
      answer = build_answer(session->engine().failed(failure.what()), form);
    }
    asio::dispatch(session->executor(),
                   [session, answer = std::move(answer)]() mutable { session->answer(std::move(answer)); });
  }

  const std::shared_ptr<Session> session_;
  const AnswerForm form_;
  std::atomic<bool> is_used_ = false;
};

}  // namespace

void Session::start() {
  asio::dispatch(executor(), [self = shared_from_this()] {
    error_code ignored;
    self->socket_.non_blocking(true, ignored);
    self->expect_within(self->engine_->options.head_timeout);
    self->wait_readable();
  });
}

void Session::wait_readable() {
  if (is_waiting_read_ || phase_ == Phase::closed) return;
  is_waiting_read_ = true;
  socket_.async_wait(Socket::wait_read, [self = shared_from_this()](const error_code& code) {
    self->is_waiting_read_ = false;
    if (code) return self->close();
    self->on_readable();
  });
}

void Session::wait_writable() {
  if (is_waiting_write_ || phase_ == Phase::closed) return;
  is_waiting_write_ = true;
  socket_.async_wait(Socket::wait_write, [self = shared_from_this()](const error_code& code) {
    self->is_waiting_write_ = false;
    if (code) return self->close();
    if (self->phase_ == Phase::writing) return self->continue_answer();
    if (self->phase_ != Phase::streaming) return;
    self->write_stream();
    self->pump();
  });
}

void Session::on_readable() {
  std::array<char, kReadBlock> block;
  for (int turn = 0; turn < kReadsPerTurn; ++turn) {
    // While an answer is made or written nothing is read: the next request waits in the kernel.
    if (phase_ == Phase::handling || phase_ == Phase::writing || phase_ == Phase::closed) return;
    // Bytes already here come first; next_request() has posted for them and reads on afterwards.
    if (phase_ == Phase::idle && !pipelined_.empty()) return;
    error_code code;
    const std::size_t size = socket_.read_some(asio::buffer(block), code);
    if (is_would_block(code)) break;
    if (code) return close();
    on_bytes({block.data(), size});
    if (size < block.size()) break;
  }
  const bool reads_on = phase_ != Phase::handling && phase_ != Phase::writing;
  if (reads_on) wait_readable();
}

void Session::on_bytes(std::string_view bytes) {
  if (phase_ == Phase::streaming || phase_ == Phase::draining) {
    drained_ += bytes.size();
    if (phase_ == Phase::draining) {
      const auto left = milliseconds(std::max<std::int64_t>(drain_end_ - now(), 0));
      expect_within(std::min(kDrainSilence, left));
    }
    const std::size_t most = phase_ == Phase::draining ? kDrainBytes : kReadBlock;
    if (drained_ > most) close();
    return;
  }
  consume(bytes);
}

void Session::consume(std::string_view bytes) {
  if (!reader_) reader_.emplace(engine_->options.limits);
  if (phase_ == Phase::idle) {
    phase_ = Phase::head;
    expect_within(engine_->options.head_timeout);
  }
  const std::size_t used = reader_->feed(bytes);
  switch (reader_->state()) {
    case RequestReader::State::head:
      return;
    case RequestReader::State::body:
      return begin_body(used);
    case RequestReader::State::refused:
      return refuse(reader_->error());
    case RequestReader::State::complete:
      break;
  }
  pipelined_.assign(bytes.substr(used));
  dispatch();
}

void Session::begin_body(std::size_t bytes) {
  moved_ += bytes;
  if (phase_ == Phase::body) return;
  phase_ = Phase::body;
  moved_ = 0;
  expect_within(engine_->options.body_window);
  if (!reader_->wants_continue()) return;
  error_code ignored;
  constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  socket_.write_some(asio::buffer(kContinue.data(), kContinue.size()), ignored);
}

void Session::next_request() {
  reader_.reset();
  if (engine_->is_stopping() && pipelined_.empty()) return close();
  phase_ = Phase::idle;
  expect_within(engine_->options.idle_timeout);
  if (pipelined_.empty()) {
    std::string().swap(pipelined_);
    return wait_readable();
  }
  // Posted, so that a long row of pipelined requests does not deepen the stack.
  asio::post(executor(), [self = shared_from_this()] {
    if (self->phase_ != Phase::idle) return;
    const std::string bytes = std::exchange(self->pipelined_, {});
    self->consume(bytes);
    const bool reads_on = self->phase_ == Phase::head || self->phase_ == Phase::body;
    if (reads_on) self->wait_readable();
  });
}

void Session::dispatch() {
  phase_ = Phase::handling;
  expect_nothing();
  Request request = reader_->take();
  const bool keep_alive = reader_->keep_alive() && !engine_->is_stopping();
  reader_.reset();
  ++engine_->requests;
  request.peer = peer_;
  request.via_socket = via_socket_;
  engine_->apply_proxy(request);
  AnswerForm form = form_of(request);
  form.keep_alive = keep_alive;
  const auto reply = std::make_shared<Reply>(shared_from_this(), form);
  if (is_foreign_write(request)) return reply->send(error_response(Error(kForeignWrite)));
  if (auto file = engine_->static_answer(request)) return reply->send(std::move(*file));
  const Respond respond = [reply](Response response) { reply->send(std::move(response)); };
  const auto& is_heavy = engine_->options.is_heavy;
  if (!is_heavy || !is_heavy(request)) return engine_->run(std::move(request), respond);
  auto job = [engine = engine_, request = std::move(request), respond]() mutable {
    engine->run(std::move(request), respond);
  };
  if (!engine_->workers.submit(std::move(job))) reply->send(error_response(Error(kBusy)));
}

void Session::refuse(const Error& error) {
  AnswerForm form;
  form.is_head = reader_ && reader_->is_head();
  form.is_api = true;
  form.keep_alive = false;
  Response response = error_response(error);
  if (error.row().status == kMethodUnknown.status)
    response.headers.add("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
  phase_ = Phase::handling;
  answer(build_answer(std::move(response), form));
}

void Session::answer(Answer given) {
  if (phase_ != Phase::handling) return;
  answer_ = std::move(given);
  phase_ = Phase::writing;
  sent_ = 0;
  moved_ = 0;
  expect_within(engine_->options.write_window);
  continue_answer();
}

void Session::continue_answer() {
  const std::size_t head = answer_.head.size();
  const std::size_t total = head + (answer_.body ? answer_.body->size() : 0);
  const std::size_t stop_at = sent_ + kWritePerTurn;
  while (sent_ < total) {
    if (sent_ >= stop_at) {
      asio::post(executor(), [self = shared_from_this()] {
        if (self->phase_ == Phase::writing) self->continue_answer();
      });
      return;
    }
    std::array<asio::const_buffer, 2> buffers;
    if (sent_ < head) buffers[0] = asio::buffer(answer_.head) + sent_;
    if (answer_.body) buffers[1] = asio::buffer(*answer_.body) + (sent_ > head ? sent_ - head : 0);
    error_code code;
    const std::size_t size = socket_.write_some(buffers, code);
    if (is_would_block(code)) return wait_writable();
    if (code) return close();
    sent_ += size;
    moved_ += size;
  }
  finish_answer();
}

void Session::finish_answer() {
  const bool keep_alive = answer_.keep_alive;
  stream_ = std::move(answer_.stream);
  answer_ = Answer{};
  if (stream_) return begin_stream();
  if (keep_alive) return next_request();
  begin_drain();
}

/// Closing at once would make the kernel reset the connection while bytes are on their way, and the client
/// would see that instead of our answer.
void Session::begin_drain() {
  error_code code;
  socket_.shutdown(Socket::shutdown_send, code);
  if (code) return close();
  reader_.reset();
  phase_ = Phase::draining;
  drained_ = 0;
  drain_end_ = now() + kDrainLongest.count();
  expect_within(kDrainSilence);
  wait_readable();
}

void Session::begin_stream() {
  reader_.reset();
  std::string().swap(pipelined_);
  phase_ = Phase::streaming;
  drained_ = 0;
  sent_ = 0;
  ++engine_->streams;
  expect_within(engine_->options.heartbeat);
  stream_->open([weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self || self->engine_->is_closed()) return;
    asio::post(self->executor(), [self] { self->pump(); });
  });
  wait_readable();
  if (engine_->is_stopping()) begin_drain();
}

void Session::pump() {
  if (phase_ != Phase::streaming) return;
  if (is_waiting_write_) {
    if (stream_->is_over()) close();
    return;
  }
  is_stream_over_ = !stream_->take(chunks_);
  write_stream();
}

void Session::write_stream() {
  while (chunk_ < chunks_.size()) {
    std::vector<asio::const_buffer> buffers;
    for (std::size_t i = chunk_; i < chunks_.size() && buffers.size() < kStreamBuffers; ++i)
      buffers.push_back(asio::buffer(*chunks_[i]) + (i == chunk_ ? sent_ : 0));
    if (chunk_ == 0 && sent_ == 0) moved_ = 0;
    error_code code;
    std::size_t size = socket_.write_some(buffers, code);
    if (is_would_block(code)) {
      expect_within(engine_->options.write_window);
      return wait_writable();
    }
    if (code) return close();
    moved_ += size;
    while (chunk_ < chunks_.size() && size >= chunks_[chunk_]->size() - sent_) {
      size -= chunks_[chunk_]->size() - sent_;
      sent_ = 0;
      ++chunk_;
    }
    sent_ += size;
  }
  std::vector<StreamSource::Chunk>().swap(chunks_);
  chunk_ = 0;
  sent_ = 0;
  if (is_stream_over_) return begin_drain();
  expect_within(engine_->options.heartbeat);
}

void Session::on_deadline() {
  if (!is_due(now())) return;
  switch (phase_) {
    case Phase::idle:
    case Phase::draining:
      return close();
    case Phase::head:
      return refuse(Error(kTimeout));
    case Phase::body:
      if (!moved_enough(engine_->options.body_window)) return refuse(Error(kTimeout));
      moved_ = 0;
      return expect_within(engine_->options.body_window);
    case Phase::writing:
      if (!moved_enough(engine_->options.write_window)) return close();
      moved_ = 0;
      return expect_within(engine_->options.write_window);
    case Phase::streaming:
      if (is_waiting_write_) return close();
      chunks_.push_back(stream_->heartbeat());
      return write_stream();
    case Phase::handling:
    case Phase::closed:
      return;
  }
}

void Session::begin_stop() {
  if (phase_ == Phase::idle && pipelined_.empty()) close();
  if (phase_ == Phase::streaming) begin_drain();
}

void Session::close() {
  if (phase_ == Phase::closed) return;
  const auto self = weak_from_this().lock();
  phase_ = Phase::closed;
  expect_nothing();
  if (stream_) {
    stream_->close();
    --engine_->streams;
    stream_.reset();
  }
  error_code ignored;
  socket_.close(ignored);
  reader_.reset();
  answer_ = Answer{};
  engine_->remove(this);
}

Engine::Engine(ServerOptions given, Handler handler)
    : options(std::move(given)),
      workers(options.worker_threads, options.worker_queue),
      handler_(std::move(handler)),
      io_(static_cast<int>(options.io_threads)),
      accept_strand_(asio::make_strand(io_)),
      sweeper_(accept_strand_),
      accept_pause_(accept_strand_) {
  if (!options.static_folder.empty()) files_ = StaticFiles::load(options.static_folder);
}

void Engine::listen_tcp() {
  error_code code;
  const auto address = asio::ip::make_address(options.address, code);
  if (code) throw Failure("not an address to listen on: " + options.address);
  const Tcp::endpoint endpoint(address, options.port);
  tcp_.emplace(accept_strand_);
  tcp_->open(endpoint.protocol(), code);
  if (!code) tcp_->set_option(asio::socket_base::reuse_address(true), code);
  if (!code) tcp_->bind(endpoint, code);
  if (!code) tcp_->listen(4096, code);
  if (code)
    throw Failure("cannot listen on " + options.address + ":" + std::to_string(options.port) + ": " +
                  code.message());
  port_ = tcp_->local_endpoint().port();
}

void Engine::listen_local() {
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
  local_.emplace(accept_strand_);
  local_->open(Local(), code);
  // On Linux the mode of the open socket becomes that of its file, so it is never wider, not even for a
  // moment.
  if (!code && fchmod(local_->native_handle(), S_IRUSR | S_IWUSR) != 0)
    throw Failure("cannot restrict the local socket " + path);
  if (!code) local_->bind(Local::endpoint(path), code);
  if (!code) local_->listen(4096, code);
  if (code) throw Failure("cannot listen on " + path + ": " + code.message());
  chmod(path.c_str(), S_IRUSR | S_IWUSR);
}

void Engine::start() {
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
void Engine::accept(Acceptor<Protocol>& acceptor) {
  using Accepted = asio::basic_stream_socket<Protocol, Strand>;
  acceptor.async_accept(asio::make_strand(io_),
                        [self = shared_from_this(), &acceptor](const error_code& code, Accepted socket) {
                          if (self->is_stopping_ || !acceptor.is_open()) return;
                          if (!code) {
                            self->begin(std::move(socket));
                            return self->accept(acceptor);
                          }
                          // Out of descriptors or the like: breathe, then go on.
                          self->accept_pause_.expires_after(kSweep);
                          self->accept_pause_.async_wait([self, &acceptor](const error_code& cancelled) {
                            if (!cancelled && !self->is_stopping_) self->accept(acceptor);
                          });
                        });
}

template <class ProtocolSocket>
void Engine::begin(ProtocolSocket socket) {
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

void Engine::remove(Session* session) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(session);
  if (sessions_.empty()) empty_.notify_all();
}

std::vector<std::shared_ptr<Session>> Engine::list_sessions() {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Session>> all;
  for (Session* session : sessions_) {
    if (auto held = session->weak_from_this().lock()) all.push_back(std::move(held));
  }
  return all;
}

void Engine::sweep_later() {
  sweeper_.expires_after(kSweep);
  sweeper_.async_wait([self = shared_from_this()](const error_code& cancelled) {
    if (cancelled) return;
    self->sweep();
    if (!self->is_closed_) self->sweep_later();
  });
}

void Engine::sweep() {
  const auto now = std::chrono::duration_cast<milliseconds>(Clock::now().time_since_epoch()).count();
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

std::optional<Response> Engine::static_answer(const Request& request) const {
  if (files_.size() == 0) return std::nullopt;
  std::string_view path = request.path;
  if (!path.starts_with(options.static_prefix)) return std::nullopt;
  path.remove_prefix(options.static_prefix.size());
  if (auto file = path == "/" ? std::nullopt : files_.answer(request, path)) return file;
  const bool is_app = options.is_app_path ? options.is_app_path(request.path) : path == "/";
  return is_app ? files_.answer(request, "/index.html") : std::nullopt;
}

void Engine::apply_proxy(Request& request) const {
  const auto& trusted = options.trusted_proxies;
  const auto is_trusted = [&](std::string_view address) {
    return std::find(trusted.begin(), trusted.end(), address) != trusted.end();
  };
  if (!is_trusted(request.peer)) return;
  request.is_secure = request.header("X-Forwarded-Proto") == std::string_view("https");
  std::string_view rest = request.header("X-Forwarded-For").value_or("");
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

Response Engine::failed(std::string_view what) {
  const std::string trace = new_trace();
  if (options.on_failure) options.on_failure(trace, what);
  return error_response(Error(kInternal, std::vector<std::string>{trace}));
}

void Engine::run(Request request, const Respond& respond) {
  try {
    handler_(std::move(request), respond);
  } catch (const std::exception& failure) {
    respond(failed(failure.what()));
  } catch (...) {
    respond(failed("an unknown exception"));
  }
}

ServerCounts Engine::counts() const {
  const std::lock_guard lock(mutex_);
  return {sessions_.size(), streams, requests};
}

void Engine::wait_until_empty(milliseconds longest) {
  std::unique_lock lock(mutex_);
  empty_.wait_for(lock, longest, [this] { return sessions_.empty(); });
}

void Engine::stop() {
  if (is_stopping_.exchange(true)) return;
  asio::post(accept_strand_, [self = shared_from_this()] {
    error_code ignored;
    if (self->tcp_) self->tcp_->close(ignored);
    if (self->local_) self->local_->close(ignored);
    self->accept_pause_.cancel();
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

Server::Server(ServerOptions options, Handler handler)
    : engine_(std::make_shared<Engine>(std::move(options), std::move(handler))) {}
Server::~Server() {
  stop();
}
void Server::start() {
  engine_->start();
}
std::uint16_t Server::port() const {
  return engine_->port();
}
ServerCounts Server::counts() const {
  return engine_->counts();
}
void Server::stop() {
  engine_->stop();
}

std::size_t raise_open_files() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<std::size_t>(limit.rlim_cur);
}

}  // namespace jinguo::http
