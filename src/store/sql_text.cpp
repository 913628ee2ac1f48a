#include "store/sql_text.h"

namespace jinguo::store {

std::optional<Identifier> Identifier::parse(std::string_view text) {
  if (!is_name(text)) return std::nullopt;
  return Identifier(std::vector<char>(text.begin(), text.end()));
}

SqlText::SqlText(const Identifier& identifier) {
  const std::string_view name = identifier.text();
  composed_.reserve(name.size() + 2);
  composed_.push_back('"');
  composed_.insert(composed_.end(), name.begin(), name.end());
  composed_.push_back('"');
}

SqlText SqlText::number(int64_t number) {
  SqlText out("");
  const std::string digits = std::to_string(number);
  out.composed_.assign(digits.begin(), digits.end());
  return out;
}

SqlText SqlText::placeholders(size_t count) {
  SqlText out("");
  for (size_t i = 0; i < count; ++i) out += i == 0 ? SqlText("?") : SqlText(", ?");
  return out;
}

SqlText SqlText::join(std::span<const SqlText> parts, const SqlText& between) {
  SqlText out("");
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += between;
    out += parts[i];
  }
  return out;
}

SqlText SqlText::list(std::span<const Identifier> names) {
  const std::vector<SqlText> parts(names.begin(), names.end());
  return join(parts, ", ");
}

SqlText& SqlText::operator+=(const SqlText& more) {
  if (composed_.empty()) composed_.assign(literal_.begin(), literal_.end());
  const std::vector<char> copy = &more == this ? composed_ : std::vector<char>();
  const std::string_view added = &more == this ? std::string_view(copy.data(), copy.size()) : more.view();
  composed_.insert(composed_.end(), added.begin(), added.end());
  return *this;
}

SqlText operator+(SqlText left, const SqlText& right) {
  left += right;
  return left;
}

}  // namespace jinguo::store
