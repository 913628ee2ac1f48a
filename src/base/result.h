#pragma once
#include <optional>
#include <utility>
#include <variant>

#include "base/error.h"

namespace jinguo {

/// A value, or the refusal that stands in its place. For expected outcomes about input; a broken world is a
/// Failure, a broken invariant an `ensure`.
template <class T>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  T& value() & { return get(); }
  const T& value() const& { return const_cast<Result*>(this)->get(); }
  T&& value() && { return std::move(get()); }
  T& operator*() & { return get(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &get(); }
  const T* operator->() const { return &value(); }
  const Error& error() const& {
    ensure(!has_value(), "an error is asked of a result that has a value");
    return std::get<1>(state_);
  }
  Error&& error() && {
    ensure(!has_value(), "an error is asked of a result that has a value");
    return std::move(std::get<1>(state_));
  }

 private:
  T& get() {
    ensure(has_value(), "a value is asked of a result that is an error");
    return std::get<0>(state_);
  }
  std::variant<T, Error> state_;
};

/// Done, or the refusal.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}
  bool has_value() const { return !error_; }
  explicit operator bool() const { return has_value(); }
  const Error& error() const& { return const_cast<Result*>(this)->get(); }
  Error&& error() && { return std::move(get()); }

 private:
  Error& get() {
    ensure(error_.has_value(), "an error is asked of a result that has none");
    return *error_;
  }
  std::optional<Error> error_;
};

}  // namespace jinguo
