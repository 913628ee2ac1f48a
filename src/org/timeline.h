#pragma once
#include <algorithm>
#include <memory>
#include <vector>

#include "base/date.h"
#include "base/error.h"

namespace jinguo::org {

/// 9999-12-31: the last day of what has no end yet.
inline constexpr Date kOpenEnd{2932896};

/// What held from `first` to `last`, both within.
template <class T>
struct Dated {
  T value{};
  Date first;
  Date last = kOpenEnd;
  bool operator==(const Dated&) const = default;
};

/// One fact about a unit over its life: rows in order of time, each beginning the day after the one before
/// ends. Never without a row. Nearly all facts never change, so the first row is held in place.
template <class T>
class Timeline {
 public:
  Timeline() = default;
  Timeline(T value, Date first, Date last = kOpenEnd) : head_{std::move(value), first, last} {}
  Timeline(const Timeline& other) : head_(other.head_), later_(copy_of(other.later_)) {}
  Timeline(Timeline&&) noexcept = default;
  Timeline& operator=(const Timeline& other) {
    if (this != &other) *this = Timeline(other);
    return *this;
  }
  Timeline& operator=(Timeline&&) noexcept = default;
  ~Timeline() = default;

  size_t size() const { return later_ ? 1 + later_->size() : 1; }
  const Dated<T>& operator[](size_t i) const { return i == 0 ? head_ : (*later_)[i - 1]; }
  const Dated<T>& back() const { return (*this)[size() - 1]; }

  /// The row that holds the date; the first one for an earlier, the last one for a later date.
  const Dated<T>& row_at(Date date) const {
    if (!later_ || date < later_->front().first) return head_;
    const auto after = std::upper_bound(later_->begin(), later_->end(), date,
                                        [](Date d, const Dated<T>& row) { return d < row.first; });
    return *(after - 1);
  }
  const T& at(Date date) const { return row_at(date).value; }

  /// From `date` to the end of the row that holds it, the value is another. `date` must lie in a row and not
  /// be its first day.
  void set_from(Date date, T value) {
    std::vector<Dated<T>> rows = all();
    for (size_t i = 0; i < rows.size(); ++i) {
      if (date <= rows[i].first || rows[i].last < date) continue;
      Dated<T> added{std::move(value), date, rows[i].last};
      rows[i].last = date.plus_days(-1);
      rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::move(added));
      take(std::move(rows));
      return;
    }
    ensure(false, "a timeline changes within a row, after its first day");
  }

  /// The last row ends on this day, which must not be before its first.
  void end_on(Date last) {
    std::vector<Dated<T>> rows = all();
    ensure(rows.back().first <= last, "a timeline ends after its last row begins");
    rows.back().last = last;
    take(std::move(rows));
  }

  /// A further row at the end; it must begin the day after the last one ends.
  void append(Dated<T> row) {
    std::vector<Dated<T>> rows = all();
    rows.push_back(std::move(row));
    take(std::move(rows));
  }

  bool operator==(const Timeline& other) const {
    if (head_ != other.head_ || size() != other.size()) return false;
    return !later_ || *later_ == *other.later_;
  }

 private:
  using Rows = std::unique_ptr<std::vector<Dated<T>>>;
  static Rows copy_of(const Rows& rows) {
    return rows ? std::make_unique<std::vector<Dated<T>>>(*rows) : nullptr;
  }
  std::vector<Dated<T>> all() const {
    std::vector<Dated<T>> rows{head_};
    if (later_) rows.insert(rows.end(), later_->begin(), later_->end());
    return rows;
  }
  void take(std::vector<Dated<T>> rows) {
    head_ = std::move(rows.front());
    rows.erase(rows.begin());
    later_ = rows.empty() ? nullptr : std::make_unique<std::vector<Dated<T>>>(std::move(rows));
  }

  Dated<T> head_;
  Rows later_;
};

}  // namespace jinguo::org
