#include "org/tree_text.h"

#include <charconv>

#include "org/org_error.h"

namespace jinguo::org {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\\\";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    const char c = text[++i];
    out += c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
  }
  return out;
}

std::string to_text(const UnitRef& ref) {
  return ref.id.is_none() ? ref.code.to_text() : "#" + std::to_string(ref.id.number());
}

class Line {
 public:
  Line(std::string_view verb, Date date) : text_(std::string(verb) + "\t" + date.to_text()) {}
  Line& put(std::string_view name, std::string_view value) {
    text_ += "\t" + std::string(name) + "=" + escaped(value);
    return *this;
  }
  Line& put(std::string_view name, const UnitRef& ref) {
    return ref.is_none() ? *this : put(name, to_text(ref));
  }
  Line& put(std::string_view name, const std::vector<UnitRef>& refs) {
    std::string list;
    for (const UnitRef& ref : refs) list += (list.empty() ? "" : ",") + to_text(ref);
    return refs.empty() ? *this : put(name, list);
  }
  /// `head` is the field that carries the code and begins the unit.
  Line& put(std::string_view head, const NewUnit& unit) {
    put(head, unit.code.text()).put("level", row_of(unit.level).name).put("name", unit.name);
    put("parent", unit.parent);
    if (unit.zone) put("zone", std::string_view("yes"));
    put("within", unit.within);
    if (unit.shard) put("shard", std::to_string(*unit.shard));
    return *this;
  }
  std::string text_;
};

struct Writer {
  std::string operator()(const Open& c) const { return Line("open", c.date).put("code", c.unit).text_; }
  std::string operator()(const Rename& c) const {
    return Line("rename", c.date).put("unit", c.unit).put("name", c.name).text_;
  }
  std::string operator()(const Recode& c) const {
    return Line("recode", c.date).put("unit", c.unit).put("code", c.code.text()).text_;
  }
  std::string operator()(const Move& c) const {
    return Line("move", c.date).put("unit", c.unit).put("parent", c.parent).text_;
  }
  std::string operator()(const Merge& c) const {
    Line line("merge", c.date);
    line.put("units", c.units);
    if (const auto* ref = std::get_if<UnitRef>(&c.into)) return line.put("into", *ref).text_;
    return line.put("new", std::get<NewUnit>(c.into)).text_;
  }
  std::string operator()(const Split& c) const {
    Line line("split", c.date);
    line.put("unit", c.unit);
    if (c.heir) line.put("heir", std::to_string(*c.heir + 1));
    if (!c.split_field.empty()) line.put("by", c.split_field);
    for (const SplitPart& part : c.parts) line.put("part", part.unit).put("children", part.children);
    return line.text_;
  }
  std::string operator()(const Close& c) const {
    return Line("close", c.date).put("unit", c.unit).put("heir", c.heir).text_;
  }
};

struct Field {
  std::string_view name;
  std::string value;
};

/// Reads the fields of one line in their order. The first fault is kept; what is read after it is blank.
class Reader {
 public:
  explicit Reader(std::string_view line) {
    while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    verb_ = cut(line);
    const std::string_view date = cut(line);
    const auto parsed = Date::parse(date);
    if (!parsed) refuse(Error(kBadDate, {std::string(date)}), "date");
    date_ = parsed.value_or(Date());
    while (!line.empty()) {
      const std::string_view field = cut(line);
      const size_t equals = field.find('=');
      if (equals == std::string_view::npos) {
        refuse(Error(kBadText, {std::string(field)}), field);
        return;
      }
      fields_.push_back({field.substr(0, equals), unescaped(field.substr(equals + 1))});
    }
  }

  Result<Change> read() {
    Change change = by_verb();
    if (next_ < fields_.size())
      refuse(Error(kBadText, {std::string(fields_[next_].name)}), fields_[next_].name);
    if (fault_) return std::move(*fault_);
    return change;
  }

 private:
  void refuse(Error error, std::string_view field) {
    if (!fault_) fault_ = std::move(error).on(std::string(field));
  }

  static std::string_view cut(std::string_view& line) {
    const size_t tab = line.find('\t');
    const std::string_view part = line.substr(0, tab);
    line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
    return part;
  }

  Change by_verb() {
    if (verb_ == "open") return Open{unit("code"), date_};
    if (verb_ == "rename") {
      const UnitRef which = ref("unit");
      return Rename{which, need("name"), date_};
    }
    if (verb_ == "recode") {
      const UnitRef which = ref("unit");
      return Recode{which, code(need("code"), "code"), date_};
    }
    if (verb_ == "move") {
      const UnitRef which = ref("unit");
      return Move{which, ref("parent"), date_};
    }
    if (verb_ == "merge") return merge();
    if (verb_ == "split") return split();
    if (verb_ == "close") {
      const UnitRef which = ref("unit");
      return Close{which, date_, optional_ref("heir")};
    }
    refuse(Error(kBadText, {std::string(verb_)}), "");
    return Rename{};
  }

  Merge merge() {
    std::vector<UnitRef> units = refs("units");
    if (is_next("new")) return Merge{std::move(units), unit("new"), date_};
    return Merge{std::move(units), ref("into"), date_};
  }

  Split split() {
    Split split;
    split.unit = ref("unit");
    split.date = date_;
    if (is_next("heir")) {
      const uint32_t part = number("heir");
      if (part == 0) refuse(Error(kBadText, {"heir=0"}), "heir");
      split.heir = part == 0 ? 0 : part - 1;
    }
    if (is_next("by")) split.split_field = need("by");
    while (is_next("part")) {
      SplitPart part;
      part.unit = unit("part");
      if (is_next("children")) part.children = refs("children");
      split.parts.push_back(std::move(part));
    }
    return split;
  }

  NewUnit unit(std::string_view head) {
    NewUnit unit;
    const std::string code_text = need(head);
    if (!code_text.empty()) unit.code = code(code_text, head);
    const std::string level_text = need("level");
    const auto level = parse_level(level_text);
    if (!level) refuse(Error(kBadLevel, {level_text}), "level");
    unit.level = level.value_or(Level::village);
    unit.name = need("name");
    unit.parent = optional_ref("parent");
    if (is_next("zone")) {
      const std::string zone = need("zone");
      if (zone != "yes" && zone != "no") refuse(Error(kBadYesNo, {zone}), "zone");
      unit.zone = zone == "yes";
    }
    unit.within = optional_ref("within");
    if (is_next("shard")) unit.shard = number("shard");
    return unit;
  }

  bool is_next(std::string_view name) const { return next_ < fields_.size() && fields_[next_].name == name; }
  std::string need(std::string_view name) {
    if (is_next(name)) return fields_[next_++].value;
    refuse(Error(kBadText, {std::string(name) + "="}), name);
    return {};
  }
  uint32_t number(std::string_view name) { return number(need(name), name); }
  uint32_t number(std::string_view text, std::string_view name) {
    uint32_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size())
      refuse(Error(kBadText, {std::string(text)}), name);
    return value;
  }
  Code code(const std::string& text, std::string_view name) {
    auto parsed = Code::parse(text);
    if (parsed) return *parsed;
    refuse(std::move(parsed).error(), name);
    return {};
  }
  UnitRef ref_of(const std::string& text, std::string_view name) {
    if (text.starts_with('#')) return UnitId(number(std::string_view(text).substr(1), name));
    return code(text, name);
  }
  UnitRef ref(std::string_view name) { return ref_of(need(name), name); }
  UnitRef optional_ref(std::string_view name) { return is_next(name) ? ref(name) : UnitRef(); }
  std::vector<UnitRef> refs(std::string_view name) {
    std::vector<UnitRef> out;
    const std::string list = need(name);
    for (size_t at = 0; at <= list.size();) {
      const size_t comma = std::min(list.find(',', at), list.size());
      out.push_back(ref_of(list.substr(at, comma - at), name));
      at = comma + 1;
    }
    return out;
  }

  std::optional<Error> fault_;
  std::string_view verb_;
  Date date_;
  std::vector<Field> fields_;
  size_t next_ = 0;
};

}  // namespace

std::string to_text(const Change& change) {
  return std::visit(Writer{}, change);
}

std::string to_text(const std::vector<Change>& changes) {
  std::string out;
  for (const Change& change : changes) out += to_text(change) + "\n";
  return out;
}

Result<Change> parse_change(std::string_view line) {
  return Reader(line).read();
}

ChangeText parse_changes(std::string_view text, const std::string& file) {
  ChangeText out;
  for (int number = 1; !text.empty(); ++number) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty() || line == "\r" || line.front() == '#') continue;
    auto change = parse_change(line);
    if (change) {
      out.changes.push_back(std::move(*change));
      continue;
    }
    Place place = change.error().place();
    place.file = file;
    place.line = number;
    out.faults.push_back(std::move(change).error().at(std::move(place)));
  }
  return out;
}

}  // namespace jinguo::org
