#pragma once
#include <atomic>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <chrono>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/answer.h"
#include "http/request_reader.h"
#include "http/server.h"
#include "http/stream_source.h"
#include "http/tls.h"

// Asio's adapter: only session.cpp and engine.cpp include this.
namespace jinguo::http {

using Strand = boost::asio::strand<boost::asio::io_context::executor_type>;
using Socket = boost::asio::basic_stream_socket<boost::asio::generic::stream_protocol, Strand>;

/// Milliseconds of the steady clock.
std::int64_t steady_now();

/// One connection. Everything but the deadline is touched on its strand only. The socket does not block:
/// reads and writes are tried at once, and only readiness is awaited, so an idle connection owns no buffer.
/// Where the port speaks TLS the first byte tells an encrypted connection from a plain one.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(std::shared_ptr<Server::Engine> engine, Socket socket, std::string peer, bool via_socket)
      : engine_(std::move(engine)),
        socket_(std::move(socket)),
        peer_(std::move(peer)),
        via_socket_(via_socket) {}
  ~Session();

  void start();
  void begin_stop();
  void on_deadline();
  void close();
  void answer(Answer answer);
  void refuse(const Error& error);

  bool is_due(std::int64_t now) const { return now >= deadline_.load(std::memory_order_relaxed); }
  auto executor() { return socket_.get_executor(); }
  Server::Engine& engine() { return *engine_; }

 private:
  enum class Phase { idle, head, body, handling, writing, draining, streaming, closed };
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

  void expect_within(std::chrono::milliseconds time) {
    deadline_.store(steady_now() + time.count(), std::memory_order_relaxed);
  }
  void expect_nothing() { deadline_.store(kNever, std::memory_order_relaxed); }
  bool moved_enough(std::chrono::milliseconds window) const;

  /// Whether bytes of a request may be read now; else it waits for what is missing, or has closed.
  bool is_door_open();
  std::size_t read_some(std::span<char> into, boost::system::error_code& code);
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers, boost::system::error_code& code);
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

  const std::shared_ptr<Server::Engine> engine_;
  Socket socket_;
  const std::string peer_;
  const bool via_socket_;
  /// Null for plain connections.
  std::unique_ptr<TlsChannel> tls_;
  bool is_door_known_ = false;
  bool is_plain_at_tls_ = false;
  /// TLS may have to write before it can read on, and the other way round.
  bool reading_needs_write_ = false;
  bool writing_needs_read_ = false;
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

}  // namespace jinguo::http
