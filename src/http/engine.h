#pragma once
#include <atomic>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_set>

#include "http/session.h"
#include "http/static_files.h"
#include "http/tls.h"
#include "http/worker_pool.h"

// Asio's adapter: only session.cpp, engine.cpp and server.cpp include this.
namespace jinguo::http {

/// The server's threads, listeners and open connections.
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
  /// Null when the port does not speak TLS.
  std::shared_ptr<const TlsContext> tls() const { return tls_.load(); }
  /// What stands before files and handler.
  std::optional<Response> gate_answer(const Request& request, bool is_plain_at_tls, bool is_past_proxy) const;
  /// Unencrypted, and by none of the proxies that encrypt for it; this machine itself may.
  bool is_past_proxy(std::string_view peer) const;
  /// Asks the handler; what it throws becomes a 500.
  void run(Request request, const Respond& respond);
  Response failed(std::string_view what);

  const ServerOptions options;
  std::atomic<std::uint64_t> requests = 0;
  std::atomic<std::size_t> streams = 0;
  WorkerPool workers;

 private:
  /// A listener, and the pause it makes when no connection can be taken.
  template <class Protocol>
  struct Listener {
    explicit Listener(Strand& strand) : acceptor(strand), pause(strand) {}
    boost::asio::basic_socket_acceptor<Protocol, Strand> acceptor;
    boost::asio::steady_timer pause;
  };

  void load_tls();
  void watch_tls();
  void listen_tcp();
  void listen_local();
  template <class Protocol>
  void accept(Listener<Protocol>& listener);
  template <class ProtocolSocket>
  void begin(ProtocolSocket socket);
  void sweep();
  void sweep_later();
  std::vector<std::shared_ptr<Session>> list_sessions();
  void wait_until_empty(std::chrono::milliseconds longest);

  const Handler handler_;
  StaticFiles files_;
  boost::asio::io_context io_;
  Strand accept_strand_;
  boost::asio::steady_timer sweeper_;
  std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> guard_;
  std::optional<Listener<boost::asio::ip::tcp>> tcp_;
  std::optional<Listener<boost::asio::local::stream_protocol>> local_;
  std::uint16_t port_ = 0;
  std::atomic<std::shared_ptr<const TlsContext>> tls_;
  /// The state of the certificate's files when they were last read.
  std::string tls_stamp_;
  int sweeps_ = 0;
  std::vector<std::thread> threads_;
  std::atomic<bool> is_stopping_ = false;
  std::atomic<bool> is_closed_ = false;
  mutable std::mutex mutex_;
  std::condition_variable empty_;
  std::unordered_set<Session*> sessions_;
};

using Engine = Server::Engine;

}  // namespace jinguo::http
