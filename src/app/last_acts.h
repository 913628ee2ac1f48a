#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/store_port.h"
#include "define/programme.h"
#include "record/record.h"

namespace jinguo::app {

/// For how long whoever did something is offered to take it back.
inline constexpr int kUndoSeconds = 10;
/// What a slow network may take of it.
inline constexpr int kUndoSlackSeconds = 5;

/// A change of one record that may still be taken back.
struct LastAct {
  std::shared_ptr<const define::Programme> programme;
  RecordId record;
  /// As it was; nothing when the act made the record.
  std::optional<record::Record> before;
  /// The version the act left.
  int64_t version = 0;
  /// How many events it did.
  size_t events = 0;
  AccountId account;
  /// Under which it was done.
  std::vector<PostId> posts;
  Instant at = 0;
};

/// The latest act on each record, kept in memory for as long as it may be taken back: the offer does not
/// outlive the process, the act and its taking back do. Any number of threads.
class LastActs {
 public:
  void remember(LastAct act);
  /// Nothing once it is too old.
  std::optional<LastAct> find(std::string_view programme, RecordId record, Instant now) const;
  void forget(std::string_view programme, RecordId record);

 private:
  mutable std::mutex lock_;
  std::map<std::pair<std::string, RecordId>, LastAct> acts_;
};

}  // namespace jinguo::app
