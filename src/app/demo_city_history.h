#pragma once
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/app.h"
#include "app/demo_city_random.h"
#include "app/record_save.h"

namespace jinguo::app {

/// Values of a programme's fields by name; a name it does not know is a broken invariant.
class DemoValues {
 public:
  explicit DemoValues(const define::Programme& programme) : programme_(&programme) {}
  DemoValues& set(std::string_view field, Value value);
  DemoValues& number(std::string_view field, int64_t value) { return set(field, Value(Decimal(value))); }
  DemoValues& code(std::string_view field, std::string value) { return set(field, Value(std::move(value))); }
  std::vector<std::pair<size_t, Value>> take() { return std::move(values_); }

 private:
  const define::Programme* programme_;
  std::vector<std::pair<size_t, Value>> values_;
};

/// One step in the life of a made-up record. The first has no event: it is the creation.
struct DemoStep {
  std::string event;
  Date on;
  std::vector<std::pair<size_t, Value>> values;
  std::string reason = {};
};

/// Who holds the demo's posts: "village.chair@371323100201" to the account, so that history names her.
using DemoPosts = std::map<std::string, AccountId, std::less<>>;

/// Made-up records of one programme, written as if each step had been taken on its day: every step is judged
/// by `can_apply` and every result validated, as with any other record.
class DemoHistory {
 public:
  DemoHistory(App& app, std::string_view programme, const DemoPosts& posts);

  const define::Programme& programme() const { return *programme_; }
  DemoValues values() const { return DemoValues(*programme_); }
  /// Steps after the business date are left out, with what follows them. Errors: those of flow and record,
  /// the unit named.
  Result<void> add(RecordId id, UnitId unit, std::vector<DemoStep> steps, std::optional<Period> period = {});
  size_t size() const { return lives_.size(); }
  /// All of it, those begun first written first; within a command the log is in order of days. After each
  /// command every total takes its share.
  Result<void> write();

 private:
  struct Line {
    Date on;
    std::string action, post, reason;
    record::Record after;
  };
  /// A record with its log; the last line holds it as it is now.
  struct Life {
    std::vector<Line> lines;
    const record::Record& now() const { return lines.back().after; }
  };

  Line line_of(const DemoStep& step, const record::Record& after) const;
  Result<void> write_some(std::span<const Life> lives);
  void append_lines(Writing& writing, std::span<const Life> lives) const;

  App& app_;
  std::shared_ptr<const define::Programme> programme_;
  std::shared_ptr<const org::Tree> tree_;
  const DemoPosts& posts_;
  std::vector<Life> lives_;
};

/// Ten in the morning to four in the afternoon of the day, as the log shows it.
Instant demo_moment(Date day, uint64_t order);

}  // namespace jinguo::app
