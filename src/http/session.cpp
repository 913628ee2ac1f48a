#include "http/session.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <utility>

#include "http/engine.h"
#include "http/http_error.h"
#include "http/origin_guard.h"

namespace jinguo::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;

constexpr milliseconds kDrainSilence{2'000};
constexpr milliseconds kDrainLongest{10'000};
constexpr std::size_t kDrainBytes = 256 * 1024 * 1024;
constexpr std::size_t kReadBlock = 16 * 1024;
constexpr int kReadsPerTurn = 8;
constexpr std::size_t kWritePerTurn = 1024 * 1024;
constexpr std::size_t kStreamBuffers = 16;
constexpr std::size_t kCompressElsewhere = 256 * 1024;
/// What goes into one record of TLS.
constexpr std::size_t kRecord = 16 * 1024;
/// The first byte of every TLS connection: a handshake record. No HTTP method begins with it.
constexpr char kHandshake = 0x16;

/// Nothing that counts comes unencrypted, so no memory is kept for it.
const ReaderLimits kPlainLimits{.head = 16 * 1024, .body = 16 * 1024, .body_for = nullptr};

bool is_would_block(const error_code& code) {
  return code == asio::error::would_block || code == asio::error::try_again ||
         code == asio::error::interrupted;
}

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

std::int64_t steady_now() {
  return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

Session::~Session() {
  engine_->remove(this);
}

bool Session::moved_enough(milliseconds window) const {
  return moved_ * 1000 >= engine_->options.min_rate * static_cast<std::size_t>(window.count());
}

void Session::start() {
  asio::dispatch(executor(), [self = shared_from_this()] {
    self->expect_within(self->engine_->options.head_timeout);
    self->wait_readable();
  });
}

bool Session::is_door_open() {
  if (!is_door_known_) {
    const auto context = via_socket_ ? nullptr : engine_->tls();
    if (context) {
      char first = 0;
      const ssize_t size = recv(socket_.native_handle(), &first, 1, MSG_PEEK);
      if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) {
        wait_readable();
        return false;
      }
      if (size <= 0) {
        close();
        return false;
      }
      if (first == kHandshake)
        tls_ = std::make_unique<TlsChannel>(context, socket_.native_handle());
      else
        is_plain_at_tls_ = true;
    }
    is_door_known_ = true;
  }
  if (!tls_ || tls_->is_open()) return true;
  const TlsProgress progress = tls_->open();
  if (progress.wait == TlsProgress::Wait::nothing) {
    reading_needs_write_ = false;
    return true;
  }
  reading_needs_write_ = progress.wait == TlsProgress::Wait::writable;
  if (progress.wait == TlsProgress::Wait::ended)
    close();
  else
    wait_readable();
  return false;
}

std::size_t Session::read_some(std::span<char> into, error_code& code) {
  if (!tls_) return socket_.read_some(asio::buffer(into.data(), into.size()), code);
  const TlsProgress progress = tls_->read(into);
  reading_needs_write_ = progress.wait == TlsProgress::Wait::writable;
  if (progress.wait == TlsProgress::Wait::ended)
    code = asio::error::eof;
  else if (progress.wait != TlsProgress::Wait::nothing)
    code = asio::error::would_block;
  return progress.bytes;
}

template <class Buffers>
std::size_t Session::write_some(const Buffers& buffers, error_code& code) {
  if (!tls_) return socket_.write_some(buffers, code);
  // One record of all of them; a repeated attempt gathers the same bytes again.
  std::array<char, kRecord> record;
  const std::size_t size = asio::buffer_copy(asio::buffer(record), buffers);
  const TlsProgress progress = tls_->write({record.data(), size});
  writing_needs_read_ = progress.wait == TlsProgress::Wait::readable;
  if (progress.wait == TlsProgress::Wait::ended)
    code = asio::error::eof;
  else if (progress.wait != TlsProgress::Wait::nothing)
    code = asio::error::would_block;
  return progress.bytes;
}

void Session::wait_readable() {
  if (is_waiting_read_ || phase_ == Phase::closed) return;
  is_waiting_read_ = true;
  const auto on = [self = shared_from_this()](const error_code& code) {
    self->is_waiting_read_ = false;
    if (code) return self->close();
    self->on_readable();
  };
  if (tls_ && tls_->has_pending()) return asio::post(executor(), [on] { on({}); });
  socket_.async_wait(reading_needs_write_ ? Socket::wait_write : Socket::wait_read, on);
}

void Session::wait_writable() {
  if (is_waiting_write_ || phase_ == Phase::closed) return;
  is_waiting_write_ = true;
  const auto kind = writing_needs_read_ ? Socket::wait_read : Socket::wait_write;
  socket_.async_wait(kind, [self = shared_from_this()](const error_code& code) {
    self->is_waiting_write_ = false;
    if (code) return self->close();
    if (self->phase_ == Phase::writing) return self->continue_answer();
    if (self->phase_ != Phase::streaming) return;
    self->write_stream();
    self->pump();
  });
}

void Session::on_readable() {
  // Closed while it was waited for.
  if (phase_ == Phase::closed || !is_door_open()) return;
  std::array<char, kReadBlock> block;
  for (int turn = 0; turn < kReadsPerTurn; ++turn) {
    // While an answer is made or written nothing is read: the next request waits in the kernel.
    if (phase_ == Phase::handling || phase_ == Phase::writing || phase_ == Phase::closed) return;
    // Bytes already here come first; next_request() has posted for them and reads on afterwards.
    if (phase_ == Phase::idle && !pipelined_.empty()) return;
    error_code code;
    const std::size_t size = read_some(block, code);
    if (is_would_block(code)) break;
    if (code) return close();
    on_bytes({block.data(), size});
    if (!tls_ && size < block.size()) break;
  }
  const bool reads_on = phase_ != Phase::handling && phase_ != Phase::writing;
  if (reads_on) wait_readable();
}

void Session::on_bytes(std::string_view bytes) {
  if (phase_ == Phase::streaming || phase_ == Phase::draining) {
    drained_ += bytes.size();
    if (phase_ == Phase::draining) {
      const auto left = milliseconds(std::max<std::int64_t>(drain_end_ - steady_now(), 0));
      expect_within(std::min(kDrainSilence, left));
    }
    const std::size_t most = phase_ == Phase::draining ? kDrainBytes : kReadBlock;
    if (drained_ > most) close();
    return;
  }
  consume(bytes);
}

void Session::consume(std::string_view bytes) {
  if (!reader_) {
    Request origin;
    origin.peer = peer_;
    origin.via_socket = via_socket_;
    reader_.emplace(is_plain_at_tls_ ? kPlainLimits : engine_->options.limits, std::move(origin));
  }
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
  write_some(asio::buffer(kContinue.data(), kContinue.size()), ignored);
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
  request.is_secure = tls_ != nullptr;
  if (!is_plain_at_tls_) engine_->apply_proxy(request);
  AnswerForm form = form_of(request);
  form.keep_alive = keep_alive;
  if (tls_ && tls_->is_local()) form.stays_secure = false;
  const auto reply = std::make_shared<Reply>(shared_from_this(), form);
  if (auto early = engine_->gate_answer(request, is_plain_at_tls_, !tls_ && engine_->is_past_proxy(peer_)))
    return reply->send(std::move(*early));
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
    const std::size_t size = write_some(buffers, code);
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
  if (tls_) tls_->say_end();
  socket_.shutdown(Socket::shutdown_send, code);
  if (code) return close();
  reader_.reset();
  phase_ = Phase::draining;
  drained_ = 0;
  drain_end_ = steady_now() + kDrainLongest.count();
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
    error_code code;
    std::size_t size = write_some(buffers, code);
    if (is_would_block(code)) {
      expect_within(engine_->options.write_window);
      return wait_writable();
    }
    if (code) return close();
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
  if (!is_due(steady_now())) return;
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
  if (tls_) tls_->say_end();
  tls_.reset();
  socket_.close(ignored);
  reader_.reset();
  answer_ = Answer{};
  engine_->remove(this);
}

}  // namespace jinguo::http
