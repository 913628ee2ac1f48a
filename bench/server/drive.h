#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace jinguo::bench {

/// The bytes of one HTTP/1.1 request. `session` may be empty; a body is JSON unless another type is given.
std::string request_bytes(const std::string& method, const std::string& target, const std::string& session,
                          const std::string& body = "", const std::string& more_headers = "");

/// What clients with one kept connection each have seen.
struct Driven {
  /// Of each answered request, from its first byte sent to the last byte of the answer.
  std::vector<double> latencies;
  double elapsed = 0;
  /// Answers that are no 2xx, and the first of them.
  size_t faults = 0;
  std::string first_fault;
  double per_second() const { return static_cast<double>(latencies.size()) / elapsed; }
};

/// Clients that each send their next request when the last is answered, all in this one thread, so that the
/// driver takes little of the processor from the server it measures. Throws Failure when a connection breaks.
Driven drive(uint16_t port, size_t clients, double seconds,
             const std::function<std::string(size_t client, size_t number)>& next);

/// Connections with an open event stream each that nothing is read from; closed with the object.
class IdleStreams {
 public:
  IdleStreams(uint16_t port, size_t count, const std::string& session);
  ~IdleStreams();
  IdleStreams(const IdleStreams&) = delete;
  IdleStreams& operator=(const IdleStreams&) = delete;
  /// Streams that were answered with 200.
  size_t size() const { return sockets_.size(); }

 private:
  std::vector<int> sockets_;
};

}  // namespace jinguo::bench
