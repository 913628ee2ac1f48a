#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace jinguo::http {

/// Bytes that come as they come: the body of an answer that stays open. The server's side calls it from one
/// thread at a time; whoever fills it may use any thread.
class StreamSource {
 public:
  using Chunk = std::shared_ptr<const std::string>;

  virtual ~StreamSource() = default;
  /// The head is out. `wake` tells the server that there is something to take; any thread may call it until
  /// close().
  virtual void open(std::function<void()> wake) = 0;
  /// Appends what waits. False: the stream ends after these.
  virtual bool take(std::vector<Chunk>& out) = 0;
  /// Nothing more will come; a client too slow to take the rest may be dropped.
  virtual bool is_over() const = 0;
  /// What to send when nothing was sent for the heartbeat's time.
  virtual Chunk heartbeat() const = 0;
  /// The connection is gone, or was never made.
  virtual void close() = 0;
};

}  // namespace jinguo::http
