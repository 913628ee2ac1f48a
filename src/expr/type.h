#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace jinguo::expr {

/// What an expression may yield. `blank` is the type of the word `blank` alone, which fits every type.
/// Integer, decimal, money, percent and months are all `number`; a single choice is `text` with codes.
enum class Type : uint8_t { blank, boolean, number, text, date, unit, reference, choices, rows };

/// The type as sentences name it, in both languages: "数字 number".
std::string_view name_of(Type type);

/// One column of a table field.
struct Column {
  std::string name;
  Type type = Type::blank;
  /// The closed list of codes of a choice; empty where any value is good.
  std::vector<std::string> codes = {};
};

/// What a name in an expression stands for.
struct Name {
  Type type = Type::blank;
  /// Where its value stands among the slots given to `Plan::run`; from 0.
  int slot = 0;
  /// The closed list of codes of a single or multiple choice (with the retired ones); empty where any text is
  /// good.
  std::vector<std::string> codes = {};
  /// The list of terms (electoral rounds, plans) a text names one of; empty for every other field.
  std::string terms = {};
  /// Of a table (`rows`) only: its columns in the order of the definition.
  std::vector<Column> columns = {};
};

/// The names an expression may use. Dotted names that are no table column ("unit.level") are entries of their
/// own.
struct Environment {
  /// Whether `today()` may be asked: refused in measures, breakdowns, uniqueness and stored values.
  enum class Today : uint8_t { allowed, refused };

  std::map<std::string, Name, std::less<>> names;
  Today today = Today::allowed;
};

}  // namespace jinguo::expr
