#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "access/role.h"
#include "base/date.h"
#include "base/id.h"
#include "org/view.h"

namespace jinguo::access {

/// A role held at a unit, on days from first to last.
struct Holding {
  PostId post;
  std::string role;
  UnitId unit;
  org::Level level = org::Level::village;
  Date first;
  /// Nothing while it is held.
  std::optional<Date> last;
  /// Held in another's place (代).
  bool is_deputy = false;
};

/// The one who asks: the account, the posts held today, and the tree as it is today. Made by the session for
/// each request; a query cannot be built without one.
class Scope {
 public:
  /// `holdings` are those in force today.
  Scope(AccountId account, std::string name, std::vector<Holding> holdings,
        std::shared_ptr<const org::View> today)
      : account_(account), name_(std::move(name)), holdings_(std::move(holdings)), today_(std::move(today)) {}

  AccountId account() const { return account_; }
  const std::string& name() const { return name_; }
  const std::vector<Holding>& holdings() const { return holdings_; }
  const org::View& today() const { return *today_; }
  std::shared_ptr<const org::View> shared_today() const { return today_; }

 private:
  AccountId account_;
  std::string name_;
  std::vector<Holding> holdings_;
  std::shared_ptr<const org::View> today_;
};

/// The subtrees a rule holds for, as ranges of positions in the tree of today: first to before last. Sorted,
/// apart from each other. Empty: nowhere.
class Reach {
 public:
  struct Range {
    uint32_t first;
    uint32_t end;
    bool operator==(const Range&) const = default;
  };
  Reach() = default;
  /// Ranges may overlap; they are merged.
  explicit Reach(std::vector<Range> ranges);

  bool is_empty() const { return ranges_.empty(); }
  const std::vector<Range>& ranges() const { return ranges_; }
  /// The decision: whether what this unit filed lies within. A closed unit lies where its heir does.
  bool holds(const org::View& today, UnitId unit) const;

 private:
  std::vector<Range> ranges_;
};

}  // namespace jinguo::access
