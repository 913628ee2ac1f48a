#pragma once
#include <array>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/id.h"

namespace jinguo {

class Value;
/// The chosen codes of a multiple choice, sorted, without doubles.
using Choices = std::vector<std::string>;
/// Rows of a table field; each row has one value per column, in the order of the definition.
using Rows = std::vector<std::vector<Value>>;
/// A reference to a record, person, household, body or file, by its 128-bit id.
struct Reference {
  std::array<uint8_t, 16> bytes{};
  auto operator<=>(const Reference&) const = default;
};

/// What a field may hold. Blank is a value of its own: nothing was said. Integer, decimal, money, percent and
/// months are all Decimal; text, long text, the special texts and a single choice (its code) are text.
class Value {
 public:
  using Variant = std::variant<std::monostate, bool, Decimal, std::string, Date, UnitId, Reference, Choices,
                               std::shared_ptr<const Rows>>;
  Value() = default;
  Value(bool v) : v_(v) {}
  Value(Decimal v) : v_(v) {}
  Value(std::string v) : v_(std::move(v)) {}
  Value(const char*) = delete;
  Value(Date v) : v_(v) {}
  Value(UnitId v) : v_(v) {}
  Value(Reference v) : v_(v) {}
  Value(Choices v) : v_(std::move(v)) {}
  Value(std::shared_ptr<const Rows> v) : v_(std::move(v)) {}

  bool is_blank() const { return v_.index() == 0; }
  template <class T>
  const T* as() const {
    return std::get_if<T>(&v_);
  }
  const Variant& variant() const { return v_; }
  bool operator==(const Value& other) const {
    const auto* a = as<std::shared_ptr<const Rows>>();
    const auto* b = other.as<std::shared_ptr<const Rows>>();
    if (a && b) return **a == **b;
    return v_ == other.v_;
  }

 private:
  Variant v_;
};

}  // namespace jinguo
