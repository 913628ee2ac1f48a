#pragma once
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"

namespace jinguo::store {

enum class SqlKind : uint8_t { null, integer, text, blob };

/// One value on its way into the database; it owns its bytes. Both engines hold the same four kinds: dates
/// are integers (days), decimals scaled integers, booleans 0 and 1, ids of 128 bits blobs of 16 bytes, JSON
/// text. A text must be UTF-8 without NUL; a driver refuses another one.
class SqlValue {
 public:
  SqlValue() = default;
  SqlValue(std::nullptr_t) {}
  SqlValue(std::nullopt_t) {}
  template <std::signed_integral Number>
  requires(!std::same_as<Number, char>) SqlValue(Number number) : kind_(SqlKind::integer), integer_(number) {}
  SqlValue(bool yes) : kind_(SqlKind::integer), integer_(yes ? 1 : 0) {}
  template <std::unsigned_integral Number>
  requires(!std::same_as<Number, bool> && sizeof(Number) <= sizeof(uint32_t)) SqlValue(Number number)
      : kind_(SqlKind::integer), integer_(number) {}
  SqlValue(std::string text) : kind_(SqlKind::text), bytes_(std::move(text)) {}
  SqlValue(std::string_view text) : kind_(SqlKind::text), bytes_(text) {}
  SqlValue(const char* text) : kind_(SqlKind::text), bytes_(text) {}
  SqlValue(std::span<const uint8_t> blob)
      : kind_(SqlKind::blob), bytes_(reinterpret_cast<const char*>(blob.data()), blob.size()) {}
  SqlValue(const std::vector<uint8_t>& blob) : SqlValue(std::span<const uint8_t>(blob)) {}
  template <class Tag, class Number>
  SqlValue(const NumberId<Tag, Number>& id)
      : kind_(SqlKind::integer), integer_(static_cast<int64_t>(id.number())) {}
  template <class Tag>
  SqlValue(const RandomId<Tag>& id) : SqlValue(std::span<const uint8_t>(id.bytes())) {}
  /// Null when empty.
  template <class T>
  SqlValue(const std::optional<T>& value) : SqlValue(value ? SqlValue(*value) : SqlValue()) {}

  SqlKind kind() const { return kind_; }
  bool is_null() const { return kind_ == SqlKind::null; }
  /// 0 unless the kind is integer.
  int64_t integer() const { return integer_; }
  /// The bytes of a text or blob; empty for the other kinds.
  std::string_view bytes() const { return bytes_; }
  bool operator==(const SqlValue&) const = default;

 private:
  SqlKind kind_ = SqlKind::null;
  int64_t integer_ = 0;
  std::string bytes_;
};

/// The parameters of one statement, in the order of its `?`. It looks at values that live elsewhere, at
/// least until the call returns.
class Params {
 public:
  Params() = default;
  Params(std::initializer_list<SqlValue> values) : values_(values.begin(), values.size()) {}
  Params(std::span<const SqlValue> values) : values_(values) {}
  Params(const std::vector<SqlValue>& values) : values_(values) {}
  std::span<const SqlValue> values() const { return values_; }
  size_t size() const { return values_.size(); }

 private:
  std::span<const SqlValue> values_;
};

}  // namespace jinguo::store
