#include "app/last_acts.h"

namespace jinguo::app {
namespace {

constexpr Instant kKept = Instant{kUndoSeconds + kUndoSlackSeconds} * 1000;
/// So many acts are looked through for old ones only now and then.
constexpr size_t kWorthSweeping = 512;

}  // namespace

void LastActs::remember(LastAct act) {
  const std::lock_guard hold(lock_);
  if (acts_.size() >= kWorthSweeping)
    std::erase_if(acts_, [&](const auto& known) { return known.second.at + kKept < act.at; });
  std::pair key(act.programme->id, act.record);
  acts_.insert_or_assign(std::move(key), std::move(act));
}

std::optional<LastAct> LastActs::find(std::string_view programme, RecordId record, Instant now) const {
  const std::lock_guard hold(lock_);
  const auto found = acts_.find({std::string(programme), record});
  if (found == acts_.end() || found->second.at + kKept < now) return std::nullopt;
  return found->second;
}

void LastActs::forget(std::string_view programme, RecordId record) {
  const std::lock_guard hold(lock_);
  acts_.erase({std::string(programme), record});
}

}  // namespace jinguo::app
