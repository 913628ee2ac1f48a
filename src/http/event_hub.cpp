#include "http/event_hub.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <mutex>
#include <unordered_set>

#include "http/stream_source.h"

namespace jinguo::http {
namespace {

using Chunk = StreamSource::Chunk;

/// The event as the wire has it. A line break in the data starts a further data line; in the name it is
/// dropped.
Chunk encode(const Event& event) {
  std::string out;
  out.reserve(event.data.size() + event.name.size() + 48);
  out += "id: " + std::to_string(event.position) + "\n";
  if (!event.name.empty()) {
    out += "event: ";
    for (const char c : event.name) {
      if (c != '\n' && c != '\r') out += c;
    }
    out += '\n';
  }
  out += "data: ";
  for (const char c : event.data) {
    if (c == '\r') continue;
    out += c;
    if (c == '\n') out += "data: ";
  }
  out += "\n\n";
  return std::make_shared<const std::string>(std::move(out));
}

/// Ask for everything anew: what happened up to this position is told no more.
Chunk encode_resync(std::uint64_t position) {
  Event event;
  event.position = position;
  event.name = "resync";
  event.data = "{}";
  return encode(event);
}

class Subscription;

}  // namespace

struct EventHub::Core {
  explicit Core(EventHubOptions given) : options(given), forgotten(given.start_position) {}

  const EventHubOptions options;
  /// Held while an event goes round, so that all subscribers see one order. Taken before `mutex`.
  std::mutex publishing;
  struct Kept {
    Event event;
    Chunk chunk;
  };
  std::deque<Kept> kept;
  /// Positions up to this one are no longer kept.
  std::uint64_t forgotten;
  /// Several events have the position `forgotten`: who saw one of them need not have seen all.
  bool is_cut = false;

  mutable std::mutex mutex;
  std::unordered_set<Subscription*> open;
};

namespace {

class Subscription : public StreamSource, public std::enable_shared_from_this<Subscription> {
 public:
  Subscription(std::shared_ptr<EventHub::Core> core, Subscriber who)
      : core_(std::move(core)), who_(std::move(who)) {}
  ~Subscription() override { leave(); }

  const Subscriber& who() const { return who_; }

  void join() {
    const std::lock_guard lock(core_->mutex);
    core_->open.insert(this);
  }

  /// What is sent before the first event.
  void begin_with(Chunk chunk) { waiting_.push_back(std::move(chunk)); }

  void push(std::uint64_t position, Chunk chunk) {
    const std::lock_guard lock(mutex_);
    if (is_ended_) return;
    burst_ = position == last_position_ ? burst_ + 1 : 1;
    last_position_ = position;
    if (burst_ > core_->options.burst_events) return;
    if (burst_ == core_->options.burst_events) chunk = encode_resync(position);
    const bool is_full =
        waiting_.size() >= core_->options.queue_events || bytes_ + chunk->size() > core_->options.queue_bytes;
    if (is_full) {
      waiting_.clear();
      end_now();
    } else {
      waiting_.push_back(chunk);
      bytes_ += chunk->size();
      wake_once();
    }
  }

  void end() {
    const std::lock_guard lock(mutex_);
    end_now();
  }

  void open(std::function<void()> wake) override {
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
    is_awake_ = false;
    if (!waiting_.empty() || is_ended_) wake_once();
  }

  bool take(std::vector<Chunk>& out) override {
    const std::lock_guard lock(mutex_);
    out.insert(out.end(), std::make_move_iterator(waiting_.begin()), std::make_move_iterator(waiting_.end()));
    waiting_.clear();
    waiting_.shrink_to_fit();
    bytes_ = 0;
    is_awake_ = false;
    return !is_ended_;
  }

  bool is_over() const override {
    const std::lock_guard lock(mutex_);
    return is_ended_;
  }

  Chunk heartbeat() const override {
    static const Chunk kBeat = std::make_shared<const std::string>(":\n\n");
    return kBeat;
  }

  void close() override {
    leave();
    const std::lock_guard lock(mutex_);
    is_ended_ = true;
    wake_ = nullptr;
    waiting_.clear();
  }

 private:
  void leave() {
    const std::lock_guard lock(core_->mutex);
    core_->open.erase(this);
  }

  /// Wakes even when a wake is still unanswered: a server blocked on a slow client must hear of the end.
  void end_now() {
    is_ended_ = true;
    if (wake_) wake_();
  }

  void wake_once() {
    if (is_awake_ || !wake_) return;
    is_awake_ = true;
    wake_();
  }

  const std::shared_ptr<EventHub::Core> core_;
  const Subscriber who_;
  mutable std::mutex mutex_;
  std::vector<Chunk> waiting_;
  std::size_t bytes_ = 0;
  /// The position of the last event, and how many came of it.
  std::uint64_t last_position_ = 0;
  std::size_t burst_ = 0;
  bool is_awake_ = false;
  bool is_ended_ = false;
  std::function<void()> wake_;
};

/// The open subscriptions, held alive; those just being destroyed are left out.
std::vector<std::shared_ptr<Subscription>> list_open(const EventHub::Core& core) {
  const std::lock_guard lock(core.mutex);
  std::vector<std::shared_ptr<Subscription>> all;
  all.reserve(core.open.size());
  for (Subscription* subscription : core.open) {
    if (auto held = subscription->weak_from_this().lock()) all.push_back(std::move(held));
  }
  return all;
}

bool may_know(const Subscriber& who, const Event& event) {
  return !who.may_know || who.may_know(event);
}

void replay(const EventHub::Core& core, Subscription& subscription, std::uint64_t last_position) {
  if (last_position < core.forgotten || (last_position == core.forgotten && core.is_cut)) {
    const std::uint64_t now = core.kept.empty() ? core.forgotten : core.kept.back().event.position;
    return subscription.push(now, encode_resync(now));
  }
  const auto is_of_last = [&](const auto& kept) { return kept.event.position == last_position; };
  const bool has_several = std::count_if(core.kept.begin(), core.kept.end(), is_of_last) > 1;
  for (const auto& kept : core.kept) {
    const bool is_due = kept.event.position > last_position || (has_several && is_of_last(kept));
    if (is_due && may_know(subscription.who(), kept.event))
      subscription.push(kept.event.position, kept.chunk);
  }
}

}  // namespace

EventHub::EventHub(EventHubOptions options) : core_(std::make_shared<Core>(options)) {}

Response EventHub::subscribe(Subscriber subscriber) {
  auto subscription = std::make_shared<Subscription>(core_, std::move(subscriber));
  subscription->begin_with(std::make_shared<const std::string>("retry: 2000\n\n"));
  {
    const std::lock_guard lock(core_->publishing);
    if (subscription->who().last_position) replay(*core_, *subscription, *subscription->who().last_position);
    subscription->join();
  }
  Response response;
  response.headers.add("Content-Type", "text/event-stream; charset=utf-8");
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("X-Accel-Buffering", "no");
  response.stream = std::move(subscription);
  return response;
}

std::size_t EventHub::publish(Event event) {
  const Chunk chunk = encode(event);
  const std::lock_guard lock(core_->publishing);
  std::size_t told = 0;
  for (const auto& subscription : list_open(*core_)) {
    if (!may_know(subscription->who(), event)) continue;
    subscription->push(event.position, chunk);
    ++told;
  }
  core_->kept.push_back({std::move(event), chunk});
  if (core_->kept.size() > core_->options.kept_events) {
    const std::uint64_t gone = core_->kept.front().event.position;
    core_->kept.pop_front();
    core_->is_cut = gone == core_->forgotten || core_->kept.front().event.position == gone;
    core_->forgotten = gone;
  }
  return told;
}

std::size_t EventHub::close_if(const std::function<bool(const Subscriber&)>& ends) {
  std::size_t closed = 0;
  for (const auto& subscription : list_open(*core_)) {
    if (!ends(subscription->who())) continue;
    subscription->end();
    ++closed;
  }
  return closed;
}

std::size_t EventHub::size() const {
  const std::lock_guard lock(core_->mutex);
  return core_->open.size();
}

std::optional<std::uint64_t> last_event_id(const Request& request) {
  const auto text = request.header("Last-Event-ID");
  std::uint64_t value = 0;
  if (!text || text->empty()) return std::nullopt;
  const auto result = std::from_chars(text->data(), text->data() + text->size(), value);
  if (result.ec != std::errc{} || result.ptr != text->data() + text->size()) return std::nullopt;
  return value;
}

}  // namespace jinguo::http
