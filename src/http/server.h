#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "http/request_reader.h"

namespace jinguo::http {

/// A certificate with its chain, and its key, both PEM.
struct TlsFiles {
  std::filesystem::path certificate;
  std::filesystem::path key;
};

/// How the server listens and what it bears. The defaults are for production.
struct ServerOptions {
  /// Where to listen for TCP; an empty address means: not at all. Port 0 lets the system choose.
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  /// A local socket that only the owner of the process can open (mode 0600); empty means none.
  std::filesystem::path socket;
  /// Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.
  std::vector<std::string> trusted_proxies;
  /// Given, the port speaks TLS, the local socket does not. Files that change are read again within seconds;
  /// while they are faulty the old certificate stays.
  std::optional<TlsFiles> tls;
  /// What the unencrypted on a port that speaks TLS are answered; nothing sends them on to https.
  std::function<std::optional<Response>(const Request&)> on_plain;
  /// Asked first, before files and handler, on an I/O thread: what it answers is the answer. Not of what
  /// comes by the local socket. Null means nobody.
  std::function<std::optional<Response>(const Request&)> gate;

  ReaderLimits limits;
  std::size_t max_connections = 10'000;
  std::size_t io_threads = 2;
  std::size_t worker_threads = 4;
  std::size_t worker_queue = 512;

  /// From the first byte of a request to the end of its head, and for a new connection's first byte.
  std::chrono::milliseconds head_timeout{10'000};
  /// Between two requests of one connection.
  std::chrono::milliseconds idle_timeout{60'000};
  /// A body or an answer must move at least this many bytes a second, taken over one window.
  std::size_t min_rate = 1024;
  std::chrono::milliseconds body_window{5'000};
  std::chrono::milliseconds write_window{60'000};
  std::chrono::milliseconds heartbeat{15'000};
  /// How long stop() waits for running requests.
  std::chrono::milliseconds stop_grace{5'000};

  /// Requests whose handler blocks for long: it then runs on a worker thread. Null means none.
  std::function<bool(const Request&)> is_heavy;
  /// The work app's files; empty means none. A path that names a file is answered before the handler is
  /// asked.
  std::filesystem::path static_folder;
  /// What stands before the files' names in a path, e.g. "/app"; empty for none.
  std::string static_prefix;
  /// Paths of the work app's own router, which get index.html. Null means only "<prefix>/".
  std::function<bool(std::string_view path)> is_app_path;
  /// Told of every 500: the trace number the client got, and what failed; and, without a number, of a
  /// certificate that could not be read again. Null means nobody.
  std::function<void(std::string_view trace, std::string_view what)> on_failure;
};

/// What the server holds at this moment.
struct ServerCounts {
  std::size_t connections = 0;
  std::size_t streams = 0;
  std::uint64_t requests = 0;
};

/// The HTTP server: own threads, own connections. Refuses foreign writes and malformed requests itself.
class Server {
 public:
  Server(ServerOptions options, Handler handler);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds and begins to serve. Throws Failure when an address is taken or not ours, or the certificate does
  /// not do (judge it before by read_tls_pair, whose refusals tell how to mend).
  void start();
  /// The TCP port in use; 0 when there is none.
  std::uint16_t port() const;
  ServerCounts counts() const;
  /// Accepts no more, ends streams, lets running requests finish up to the grace, then closes and joins.
  /// Repeatable. A worker's handler that never returns keeps it waiting. Not from a handler.
  void stop();

  class Engine;

 private:
  std::shared_ptr<Engine> engine_;
};

/// Lets this process open as many files as the system allows; 5,000 streams need as many. Returns the limit.
std::size_t raise_open_files();

}  // namespace jinguo::http
