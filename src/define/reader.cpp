#include "define/reader.h"

#include <algorithm>

#include "define/define_error.h"
#include "define/full_width.h"
#include "define/role.h"

namespace jinguo::define {
namespace {

std::vector<std::string> level_names() {
  std::vector<std::string> out;
  for (const org::LevelRow& row : org::kLevels) out.emplace_back(row.name);
  return out;
}

std::vector<std::string> role_names() {
  std::vector<std::string> out;
  for (const org::LevelRow& level : org::kLevels)
    for (const RoleRow& row : kRoles)
      if (find_role(level.level, row.name))
        out.push_back(std::string(level.name) + "." + std::string(row.name));
  return out;
}

/// `{zh: 甲, en: one, two}` makes a key of "two".
bool is_cut_off(const Node::Entry& entry) {
  return entry.value.is_empty() && entry.key.find(' ') != std::string::npos;
}

}  // namespace

std::vector<std::string> split_words(std::string_view words) {
  std::vector<std::string> out;
  while (!words.empty()) {
    const size_t end = std::min(words.find(' '), words.size());
    if (end > 0) out.emplace_back(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return out;
}

std::vector<std::string> period_names() {
  return split_words("day week month quarter half year shifted_half term");
}

void Reader::tell(Error error, Severity severity) {
  if (is_full()) return;
  findings_.push_back({std::move(error), severity});
  if (is_full()) {
    Place at = findings_.back().error.place();
    findings_.push_back(
        {Error(kTooManyFindings, {std::to_string(kMostFindings)}).at(std::move(at)), Severity::fault});
  }
}
void Reader::fault(const ErrorRow& row, std::vector<std::string> args, Place place) {
  tell(Error(row, std::move(args)).at(std::move(place)), Severity::fault);
}
void Reader::advise(const ErrorRow& row, std::vector<std::string> args, Place place) {
  tell(Error(row, std::move(args)).at(std::move(place)), Severity::advice);
}
void Reader::fault(Error error) {
  tell(std::move(error), Severity::fault);
}

bool Reader::is_bounded(size_t entries, std::string_view key, const Place& at) {
  if (entries <= kMostEntries) return true;
  fault(kTooManyEntries, {std::string(key), std::to_string(kMostEntries)}, at);
  return false;
}

bool Reader::has_shape(const Node& node, const Shape& shape, const Place& at) {
  if (!node.is_map()) {
    if (const FullWidthSign sign = full_width_sign(node.text); node.is_scalar() && !sign.sign.empty())
      fault(kFullWidth, {std::string(sign.sign), std::string(sign.plain)},
            place_in(node, file_, sign.offset));
    else
      fault(kExpectedMap, {std::string(shape.zh), std::string(shape.en)}, node.line > 0 ? place(node) : at);
    return false;
  }
  std::vector<std::string> known;
  for (const Key& key : shape.keys) known.emplace_back(key.name);
  for (const Node::Entry& entry : node.entries) {
    if (is_full()) break;
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
    if (const FullWidthSign sign = full_width_sign(entry.key); !sign.sign.empty()) {
      Place there = place(entry);
      there.column += static_cast<int>(count_characters(entry.key.substr(0, sign.offset)));
      fault(kFullWidth, {std::string(sign.sign), std::string(sign.plain)}, there);
    } else if (is_cut_off(entry)) {
      fault(kCommaCut, {entry.key}, place(entry));
    } else if (const std::string_view meant = nearest_word(entry.key, known); !meant.empty()) {
      fault(kUnknownKeyMeant, {entry.key, std::string(shape.zh), std::string(shape.en), std::string(meant)},
            place(entry));
    } else {
      fault(kUnknownKey, {entry.key, std::string(shape.zh), std::string(shape.en), join_words(known)},
            place(entry));
    }
  }
  for (const Key& key : shape.keys) {
    if (!key.is_required) continue;
    const Node* value = node.find(key.name);
    if (!value || value->is_empty())
      fault(kMissingKey, {std::string(key.name), std::string(shape.zh), std::string(shape.en)},
            value && value->line > 0 ? place(*value) : at);
  }
  return true;
}

const Node* Reader::scalar(const Node& group, std::string_view key) {
  const Node* node = group.find(key);
  if (!node || node->is_empty()) return nullptr;
  if (node->is_scalar()) return node;
  fault(kExpectedText, {std::string(key)}, place(*node));
  return nullptr;
}

const Node* Reader::map(const Node& group, std::string_view key) {
  const Node* node = group.find(key);
  if (!node || node->is_empty()) return nullptr;
  if (node->is_map()) return is_bounded(node->entries.size(), key, place(*node)) ? node : nullptr;
  fault(kExpectedMap, {std::string(key), std::string(key)}, place(*node));
  return nullptr;
}

const Node* Reader::list(const Node& group, std::string_view key) {
  const Node* node = group.find(key);
  if (!node || node->is_empty()) return nullptr;
  if (node->is_list()) return is_bounded(node->items.size(), key, place(*node)) ? node : nullptr;
  if (const FullWidthSign sign = full_width_sign(node->text); node->is_scalar() && !sign.sign.empty())
    fault(kFullWidth, {std::string(sign.sign), std::string(sign.plain)}, place_in(*node, file_, sign.offset));
  else
    fault(kExpectedList, {std::string(key)}, place(*node));
  return nullptr;
}

bool Reader::is_plain(std::string_view word, const Place& at) {
  const FullWidthSign sign = full_width_sign(word);
  if (sign.sign.empty()) return true;
  Place there = at;
  there.column += static_cast<int>(count_characters(word.substr(0, sign.offset)));
  fault(kFullWidth, {std::string(sign.sign), std::string(sign.plain)}, there);
  return false;
}

bool Reader::is_id(std::string_view word, const Place& at) {
  if (!is_plain(word, at)) return false;
  const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  if (!word.empty() && word.size() <= 40 && word[0] >= 'a' && word[0] <= 'z' &&
      std::all_of(word.begin(), word.end(), good))
    return true;
  fault(kBadId, {std::string(word)}, at);
  return false;
}

void Reader::tell_options(std::string_view key, std::string_view word,
                          const std::vector<std::string>& options, const Place& at) {
  if (!is_plain(word, at)) return;
  const std::string_view meant = nearest_word(word, options);
  if (meant.empty())
    fault(kExpectedOne, {std::string(key), join_words(options), std::string(word)}, at);
  else
    fault(kExpectedOneMeant, {std::string(key), std::string(meant), std::string(word)}, at);
}

std::string Reader::text(const Node& group, std::string_view key) {
  const Node* node = scalar(group, key);
  return node ? node->text : std::string();
}

std::string Reader::id(const Node& group, std::string_view key) {
  const Node* node = scalar(group, key);
  if (!node || !is_plain(node->text, place(*node))) return {};
  return node->text;
}

std::optional<int64_t> Reader::whole(const Node& group, std::string_view key, const Shape& shape) {
  const Node* node = scalar(group, key);
  if (!node) return std::nullopt;
  const auto row =
      std::find_if(shape.keys.begin(), shape.keys.end(), [&](const Key& k) { return k.name == key; });
  ensure(row != shape.keys.end(), "a key is read that does not stand in its shape");
  const auto number = Decimal::parse(node->text);
  const auto value = number && number->is_integer() ? number->scaled(0) : std::nullopt;
  if (value && *value >= row->least && *value <= row->most) return value;
  if (is_plain(node->text, place(*node)))
    fault(kExpectedWhole,
          {std::string(key), node->text, std::to_string(row->least), std::to_string(row->most)},
          place(*node));
  return std::nullopt;
}

std::optional<Decimal> Reader::number(const Node& group, std::string_view key) {
  const Node* node = scalar(group, key);
  if (!node) return std::nullopt;
  if (auto value = Decimal::parse(node->text)) return value;
  if (is_plain(node->text, place(*node)))
    fault(kExpectedNumber, {std::string(key), node->text}, place(*node));
  return std::nullopt;
}

std::optional<Date> Reader::date(const Node& group, std::string_view key) {
  const Node* node = scalar(group, key);
  if (!node) return std::nullopt;
  if (auto value = Date::parse(node->text)) return value;
  if (is_plain(node->text, place(*node))) fault(kExpectedDate, {std::string(key), node->text}, place(*node));
  return std::nullopt;
}

bool Reader::yes(const Node& group, std::string_view key, bool otherwise) {
  const Node* node = scalar(group, key);
  if (!node) return otherwise;
  if (node->text == "yes") return true;
  if (node->text != "no") fault(kExpectedYesNo, {std::string(key), node->text}, place(*node));
  return false;
}

Words Reader::words_of(const Node& node, const Place& at, std::string_view what) {
  Words out;
  if (node.is_scalar()) {
    out.zh = node.text;
  } else if (node.is_map()) {
    for (const Node::Entry& entry : node.entries) {
      if (entry.key != "zh" && entry.key != "en") {
        if (entry.value.is_empty() && full_width_sign(entry.key).sign.empty())
          fault(kCommaCut, {entry.key}, place(entry));
        else if (is_plain(entry.key, place(entry)))
          fault(kUnknownKey, {entry.key, std::string(what), std::string(what), "zh, en"}, place(entry));
      } else if (!entry.value.is_scalar()) {
        fault(kExpectedText, {entry.key}, place(entry.value));
      } else {
        (entry.key == "zh" ? out.zh : out.en) = entry.value.text;
      }
    }
  } else {
    fault(kExpectedText, {std::string(what)}, place(node));
    return out;
  }
  const Place there = node.line > 0 ? place(node) : at;
  if (out.zh.empty()) fault(kLabelMissing, {std::string(what)}, there);
  if (out.en.empty() && !out.zh.empty()) advise(kEnglishMissing, {std::string(what)}, there);
  if (out.zh.starts_with("“") && out.zh.ends_with("”")) advise(kQuotesInText, {}, there);
  return out;
}

Words Reader::words(const Node& group, std::string_view key) {
  const Node* node = group.find(key);
  if (!node || node->is_empty()) return {};
  return words_of(*node, place(*node), key);
}

std::optional<Expression> Reader::expression(const Node& group, std::string_view key) {
  const Node* node = scalar(group, key);
  if (!node) return std::nullopt;
  Expression out;
  out.text = node->text;
  out.place = {file_, node->text_line, node->text_column, {}};
  return out;
}

std::optional<org::Level> Reader::level(const Node& group, std::string_view key) {
  const Node* node = scalar(group, key);
  if (!node) return std::nullopt;
  if (auto value = org::parse_level(node->text)) return value;
  tell_options(key, node->text, level_names(), place(*node));
  return std::nullopt;
}

std::vector<org::Level> Reader::levels(const Node& group, std::string_view key) {
  std::vector<org::Level> out;
  const Node* node = list(group, key);
  if (!node) return out;
  for (const Node& item : node->items) {
    if (!item.is_scalar()) {
      fault(kExpectedText, {std::string(key)}, place(item));
      continue;
    }
    const auto value = org::parse_level(item.text);
    if (!value)
      tell_options(key, item.text, level_names(), place(item));
    else if (std::find(out.begin(), out.end(), *value) != out.end())
      fault(kDuplicateKey, {item.text}, place(item));
    else
      out.push_back(*value);
  }
  return out;
}

std::optional<Period::Kind> Reader::period(const Node& group, std::string_view key) {
  const Node* node = scalar(group, key);
  if (!node) return std::nullopt;
  auto names = period_names();
  names.pop_back();
  const auto at = std::find(names.begin(), names.end(), node->text);
  if (at != names.end()) return static_cast<Period::Kind>(at - names.begin());
  tell_options(key, node->text, names, place(*node));
  return std::nullopt;
}

std::optional<size_t> Reader::one_of(const Node& group, std::string_view key, const Shape& shape) {
  const Node* node = scalar(group, key);
  if (!node) return std::nullopt;
  const auto row =
      std::find_if(shape.keys.begin(), shape.keys.end(), [&](const Key& k) { return k.name == key; });
  ensure(row != shape.keys.end(), "a key is read that does not stand in its shape");
  const auto options = split_words(row->options);
  const auto at = std::find(options.begin(), options.end(), node->text);
  if (at != options.end()) return static_cast<size_t>(at - options.begin());
  tell_options(key, node->text, options, place(*node));
  return std::nullopt;
}

std::vector<std::string> Reader::ids(const Node& group, std::string_view key) {
  std::vector<std::string> out;
  const Node* node = list(group, key);
  if (!node) return out;
  for (const Node& item : node->items)
    if (!item.is_scalar())
      fault(kExpectedText, {std::string(key)}, place(item));
    else if (std::find(out.begin(), out.end(), item.text) != out.end())
      fault(kDuplicateKey, {item.text}, place(item));
    else if (is_plain(item.text, place(item)))
      out.push_back(item.text);
  return out;
}

std::optional<Role> Reader::role(const Node& node) {
  if (!node.is_scalar()) {
    fault(kExpectedText, {"by"}, place(node));
    return std::nullopt;
  }
  if (!is_plain(node.text, place(node))) return std::nullopt;
  const size_t dot = node.text.find('.');
  if (dot != std::string::npos)
    if (const auto at = org::parse_level(node.text.substr(0, dot));
        at && find_role(*at, node.text.substr(dot + 1)))
      return Role{*at, node.text.substr(dot + 1)};
  const auto names = role_names();
  const std::string_view meant = nearest_word(node.text, names);
  if (meant.empty())
    fault(kBadRole, {node.text, join_words(names)}, place(node));
  else
    fault(kBadRoleMeant, {node.text, std::string(meant)}, place(node));
  return std::nullopt;
}

std::vector<Role> Reader::roles(const Node& group, std::string_view key) {
  std::vector<Role> out;
  const Node* node = group.find(key);
  if (!node || node->is_empty()) return out;
  if (node->is_scalar()) {
    if (auto one = role(*node)) out.push_back(std::move(*one));
    return out;
  }
  if (!(node = list(group, key))) return out;
  for (const Node& item : node->items)
    if (auto one = role(item)) out.push_back(std::move(*one));
  return out;
}

std::vector<std::pair<org::Level, Decimal>> Reader::numbers_by_level(const Node& group,
                                                                     std::string_view key) {
  std::vector<std::pair<org::Level, Decimal>> out;
  const Node* node = map(group, key);
  if (!node) return out;
  for (const Node::Entry& entry : node->entries) {
    const auto at = org::parse_level(entry.key);
    if (!at) tell_options(key, entry.key, level_names(), place(entry));
    const auto value = number(*node, entry.key);
    if (at && value) out.emplace_back(*at, *value);
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> Reader::texts_by_id(const Node& group,
                                                                     std::string_view key) {
  std::vector<std::pair<std::string, std::string>> out;
  const Node* node = map(group, key);
  if (!node) return out;
  for (const Node::Entry& entry : node->entries)
    if (entry.value.is_scalar())
      out.emplace_back(entry.key, entry.value.text);
    else
      fault(kExpectedText, {entry.key}, place(entry.value));
  return out;
}

}  // namespace jinguo::define
