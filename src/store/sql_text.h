#pragma once
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jinguo::store {

/// The name of a table, column, index or savepoint: [a-z][a-z0-9_]{0,62}. In SQL it stands in double
/// quotes, so that a name may also be a word of the language (`order`, `user`).
class Identifier {
 public:
  /// Nothing when the text is not such a name.
  static std::optional<Identifier> parse(std::string_view text);
  /// A name the program itself knows: checked while compiling.
  template <size_t N>
  consteval Identifier(const char (&literal)[N]) : literal_(literal, N - 1) {
    if (!is_name(literal_)) throw "not a name of a table or column";
  }

  std::string_view text() const {
    return made_.empty() ? literal_ : std::string_view(made_.data(), made_.size());
  }
  bool operator==(const Identifier& other) const { return text() == other.text(); }
  auto operator<=>(const Identifier& other) const { return text() <=> other.text(); }

 private:
  explicit Identifier(std::vector<char> made) : made_(std::move(made)) {}
  static constexpr bool is_name(std::string_view text) {
    if (text.empty() || text.size() > 63 || text[0] < 'a' || text[0] > 'z') return false;
    for (const char c : text) {
      if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
    }
    return true;
  }
  std::string_view literal_;
  std::vector<char> made_;
};

/// The text of one statement, or a piece of one. It grows only from string literals, identifiers, whole
/// numbers and other SqlText; a std::string can never become SQL, so nothing a user typed can. Values are
/// bound: each `?` outside of quotes is a parameter. Keep one that is composed at run time (with the plan it
/// belongs to) rather than making it again for every statement.
class SqlText {
 public:
  template <size_t N>
  consteval SqlText(const char (&literal)[N]) : literal_(literal, N - 1) {}
  SqlText(const Identifier& identifier);

  /// The number written in decimal: for places where no parameter may stand (a condition of an index).
  static SqlText number(int64_t number);
  /// "?, ?, ?"; `count` of them.
  static SqlText placeholders(size_t count);
  /// The parts with `between` between each two; empty when there are none.
  static SqlText join(std::span<const SqlText> parts, const SqlText& between);
  /// The names in double quotes with ", " between.
  static SqlText list(std::span<const Identifier> names);

  std::string_view view() const {
    return composed_.empty() ? literal_ : std::string_view(composed_.data(), composed_.size());
  }
  bool empty() const { return view().empty(); }
  SqlText& operator+=(const SqlText& more);

 private:
  std::string_view literal_;
  std::vector<char> composed_;
};

SqlText operator+(SqlText left, const SqlText& right);

}  // namespace jinguo::store

template <>
struct std::hash<jinguo::store::Identifier> {
  size_t operator()(const jinguo::store::Identifier& name) const {
    return std::hash<std::string_view>()(name.text());
  }
};
