#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace jinguo::define {

/// What stands behind a key of a definition.
enum class Takes : uint8_t {
  /// One line of text, an id, a whole number, an exact number, a day, yes or no.
  text,
  id,
  whole,
  number,
  date,
  yes_no,
  /// Text in two languages: `{zh: …, en: …}`, or Chinese alone.
  words,
  expression,
  /// A level of the organisation; a list of them; a kind of period; one word of a closed list (`options`).
  level,
  levels,
  period,
  one_of,
  /// `[a, b]`: ids, or roles such as `township.clerk`.
  ids,
  roles,
  /// A group of the keys of `shape`; many under their ids; a list of them.
  group,
  groups_by_id,
  group_list,
  /// A list whose entries are an id or a group of `shape`.
  ids_or_groups,
  /// A list whose entries are an event, or `{event: role}` where another does it.
  steps,
  /// A number for each level; text for each id.
  numbers_by_level,
  texts_by_id,
};

struct Key {
  std::string_view name;
  Takes takes = Takes::text;
  bool is_required = false;
  std::string_view zh;
  std::string_view en;
  /// For groups: the name of their shape.
  std::string_view shape = {};
  /// For `one_of`: the words, parted by spaces.
  std::string_view options = {};
  /// For `whole`: least and greatest.
  int64_t least = 0;
  int64_t most = 1'000'000'000;
};

/// A group of keys: the one source of what the reader accepts, of the JSON Schema and of the reference.
struct Shape {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
  std::span<const Key> keys;
};

/// All shapes; `programme`, `list` and `report` are whole files.
std::span<const Shape> shapes();
/// Aborts when there is none: names come from the tables only.
const Shape& shape(std::string_view name);

}  // namespace jinguo::define
