#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "http/message.h"

namespace jinguo::http {

/// Something that happened, told to the browsers that may know. Keep the data small: a hint what to ask for
/// anew.
struct Event {
  /// The log position; becomes the event's id, from which a browser resumes. Events of one commit may share
  /// it.
  std::uint64_t position = 0;
  /// The event's name for the browser; empty means "message".
  std::string name;
  /// One line or several; JSON by custom.
  std::string data;
  /// What the event is about, for the subscribers' predicates (cast back by who made it); may be null.
  std::shared_ptr<const void> about;
};

/// Who listens on one open stream.
struct Subscriber {
  /// Closing by session or account goes by these.
  std::string session;
  std::string account;
  /// Whether this event may be told to this subscriber. Called on the publishing thread; must not call the
  /// hub.
  std::function<bool(const Event&)> may_know;
  /// The last position the browser saw (Last-Event-ID), or nothing for a fresh stream.
  std::optional<std::uint64_t> last_position;
  /// When it was opened, by the clock of who subscribes it; for closing by age.
  std::int64_t opened_at = 0;
};

struct EventHubOptions {
  /// Events waiting for one slow client; one more and the client is dropped (it comes back and resumes).
  std::size_t queue_events = 256;
  std::size_t queue_bytes = 256 * 1024;
  /// So many events of one position (an import) are told to one client as one "resync", from the last on.
  std::size_t burst_events = 64;
  /// Events kept for those who come back.
  std::size_t kept_events = 1024;
  /// The log's head when the hub begins; whoever saw less is told to resync.
  std::uint64_t start_position = 0;
};

/// The open event streams. All calls from any thread. Events of one publishing order reach each subscriber in
/// that order.
class EventHub {
 public:
  explicit EventHub(EventHubOptions options = {});

  /// The answer that keeps the stream open. A browser that resumes first gets the kept events after its last
  /// position, and those of that position again when there are several; if what is kept reaches not far
  /// enough back, an event "resync": ask for everything anew.
  Response subscribe(Subscriber subscriber);
  /// Returns how many were told.
  std::size_t publish(Event event);
  /// Ends the streams for which it holds, e.g. of a session that ended. Returns how many.
  std::size_t close_if(const std::function<bool(const Subscriber&)>& ends);
  std::size_t size() const;

  struct Core;

 private:
  std::shared_ptr<Core> core_;
};

/// The number in Last-Event-ID, or nothing.
std::optional<std::uint64_t> last_event_id(const Request& request);

}  // namespace jinguo::http
