#include "app/import_layout.h"

#include <algorithm>

#include "app/sheet.h"
#include "base/decimal.h"
#include "org/near.h"

namespace jinguo::app {
namespace {

using define::Programme;

constexpr int kHeadWithin = 30;
constexpr int kHeadRows = 3;

/// What a head may say, and the column it then is.
struct KnownHeads {
  std::map<std::string, std::string> exact;
  std::vector<std::pair<std::u32string, std::string>> labels;
};

KnownHeads known_heads(const Programme& programme) {
  KnownHeads out;
  const auto add = [&](std::string_view text, std::string_view id) {
    const std::string key = head_key(text);
    if (!key.empty() && out.exact.try_emplace(key, id).second)
      out.labels.emplace_back(org::code_points(key), id);
  };
  // 其中女性 alone says nothing where two fields are called so.
  std::map<std::string, int> times;
  for (const auto& [id, head] : sheet_columns(programme))
    if (const define::Field* field = programme.field(id)) ++times[head_key(field->label.zh)];
  for (const auto& [id, head] : sheet_columns(programme)) {
    add(head, id);
    out.exact.try_emplace(id, id);
    if (const define::Field* field = programme.field(id)) {
      if (times[head_key(field->label.zh)] == 1) add(field->label.zh, id);
      add(field->label.en, id);
    }
  }
  for (const char* name : {"单位", "村", "村居", "村名", "行政村", "村（社区）", "单位代码", "单位名称",
                           "填报单位", "村庄", "村委会", "区划代码", "unit"})
    add(name, kUnitColumn);
  if (programme.return_period)
    for (const char* name : {"报告期", "期别", "期次", "period"}) add(name, kPeriodColumn);
  for (const char* name :
       {"乡镇", "镇", "镇街", "乡镇街道", "乡（镇、街道）", "街道", "所属乡镇", "乡镇名称"})
    add(name, kTownshipColumn);
  for (const char* name : {"县区", "县", "区县", "所属县区", "县（区）"}) add(name, kCountyColumn);
  for (const char* name : {"说明", "原因", "reason"}) add(name, kReasonColumn);
  add(kStateHead, kStateColumn);
  add(kIdHead, kIdColumn);
  return out;
}

/// The column a head is most like: one sign apart in four or more, or one within the other.
std::string near_head(const KnownHeads& known, const std::string& key) {
  const std::u32string asked = org::code_points(key);
  if (asked.size() < 3) return {};
  std::string found;
  for (const auto& [label, id] : known.labels) {
    if (label.size() < 3) continue;
    const bool is_within = label.size() >= 4 && asked.size() >= 4 &&
                           (asked.find(label) != asked.npos || label.find(asked) != label.npos);
    const size_t limit = std::min(asked.size(), label.size()) >= 4 ? 1 : 0;
    if (!is_within && org::edit_distance(asked, label, limit) > limit) continue;
    // Two that fit are none: she chooses.
    if (!found.empty() && found != id) return {};
    found = id;
  }
  return found;
}

/// "村委会/其中女性" is 村委会职数其中女性, where one head alone begins and ends so.
std::string head_between(const KnownHeads& known, const std::string& begin, const std::string& end) {
  const std::u32string first = org::code_points(begin), last = org::code_points(end);
  if (first.size() < 2 || last.size() < 2) return {};
  std::string found;
  for (const auto& [label, id] : known.labels) {
    if (!label.starts_with(first) || !label.ends_with(last) || found == id) continue;
    if (!found.empty()) return {};
    found = id;
  }
  return found;
}

const std::string& cell(const SheetText& sheet, int row, size_t column) {
  static const std::string kBlank;
  const auto r = static_cast<size_t>(row) - 1;
  return r < sheet.rows.size() && column < sheet.rows[r].size() ? sheet.rows[r][column] : kBlank;
}

/// What a merged cell shows, wherever in it one looks.
const std::string& shown(const UploadSheet& sheet, int row, size_t column) {
  const int c = static_cast<int>(column) + 1;
  for (const UploadSheet::Merge& merge : sheet.merged)
    if (row >= merge.first.row && row <= merge.last.row && c >= merge.first.column && c <= merge.last.column)
      return cell(sheet.text, merge.first.row, static_cast<size_t>(merge.first.column) - 1);
  return cell(sheet.text, row, column);
}

size_t width_of(const SheetText& sheet, int first, int last) {
  size_t out = 0;
  for (int row = first; row <= last; ++row)
    if (static_cast<size_t>(row) <= sheet.rows.size())
      out = std::max(out, sheet.rows[static_cast<size_t>(row) - 1].size());
  return out;
}

/// The parts of one column's heading from above, each said once.
std::vector<std::string> head_parts(const UploadSheet& sheet, int first, int last, size_t column) {
  std::vector<std::string> parts;
  for (int row = first; row <= last; ++row) {
    const std::string part = squeezed(shown(sheet, row, column));
    if (!part.empty() && (parts.empty() || parts.back() != part)) parts.push_back(part);
  }
  return parts;
}

ImportColumn judge_head(const KnownHeads& known, const RememberedColumns& remembered,
                        const std::vector<std::string>& parts) {
  ImportColumn out;
  std::string joined;
  for (const std::string& part : parts) {
    out.head += (out.head.empty() ? "" : "/") + part;
    joined += part;
  }
  const std::string key = head_key(joined);
  if (key.empty()) return out;
  if (const auto found = remembered.find(key); found != remembered.end()) {
    out.field = found->second;
    out.how = out.field.empty() ? "none" : "remembered";
    return out;
  }
  // "村委会职数/其中女性" is said as a whole, or by its last part where that alone is clear.
  for (const std::string& said : {key, parts.size() > 1 ? head_key(parts.back()) : std::string()}) {
    if (const auto found = known.exact.find(said); found != known.exact.end()) {
      out.field = found->second;
      out.how = "exact";
      return out;
    }
  }
  out.field = near_head(known, key);
  if (out.field.empty() && parts.size() > 1)
    out.field = head_between(known, head_key(parts.front()), head_key(parts.back()));
  if (!out.field.empty()) out.how = "near";
  return out;
}

/// A field is taken from one column: the surest, then the first.
void keep_one_each(std::vector<ImportColumn>& columns) {
  const auto rank = [](const ImportColumn& column) { return column.how == "near" ? 1 : 2; };
  for (size_t i = 0; i < columns.size(); ++i)
    for (size_t k = 0; k < columns.size(); ++k) {
      if (i == k || columns[i].field.empty() || columns[i].field != columns[k].field) continue;
      const bool is_weaker =
          rank(columns[i]) < rank(columns[k]) || (rank(columns[i]) == rank(columns[k]) && i > k);
      if (!is_weaker) continue;
      columns[i].field.clear();
      columns[i].how = "none";
    }
}

ImportLayout make_layout(const KnownHeads& known, const UploadSheet& sheet,
                         const RememberedColumns& remembered, int first, int last) {
  ImportLayout out{first, last, {}};
  for (size_t c = 0, n = width_of(sheet.text, first, last); c < n; ++c)
    out.columns.push_back(judge_head(known, remembered, head_parts(sheet, first, last, c)));
  keep_one_each(out.columns);
  return out;
}

/// Whether rows `above` and the one under it are one heading: something is merged over it, or its cells stand
/// where the upper row has none.
bool belong_together(const UploadSheet& sheet, int above) {
  const bool is_merged = std::any_of(sheet.merged.begin(), sheet.merged.end(), [&](const auto& merge) {
    return merge.first.row <= above && merge.last.row >= above && merge.first.column < merge.last.column;
  });
  const bool runs_down = std::any_of(sheet.merged.begin(), sheet.merged.end(), [&](const auto& merge) {
    return merge.first.row <= above && merge.last.row > above;
  });
  return is_merged || runs_down;
}

std::string total_word(const std::vector<std::string>& cells) {
  size_t looked = 0;
  for (const std::string& text : cells) {
    std::string word = squeezed(text);
    if (word.empty()) continue;
    if (++looked > 3) return {};
    while (word.ends_with("：")) word.resize(word.size() - std::string_view("：").size());
    while (word.ends_with(":")) word.pop_back();
    for (const char* total : {"合计", "总计", "共计", "小计", "总合计", "全镇合计", "全县合计", "全市合计"})
      if (word == total) return word;
  }
  return {};
}

bool adds_up(const Programme& programme, const std::string& id) {
  const define::Field* field = programme.field(id);
  return field && define::row_of(field->type).is_number && field->type != define::FieldType::percent;
}

std::optional<Decimal> number_of(std::string text) {
  text = squeezed(text);
  std::erase(text, ',');
  return Decimal::parse(text);
}

}  // namespace

bool ImportLayout::has(std::string_view field) const {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const ImportColumn& column) { return column.field == field; });
}

size_t ImportLayout::known() const {
  return static_cast<size_t>(std::count_if(columns.begin(), columns.end(), [](const ImportColumn& column) {
    return !column.field.empty() && column.field != kReasonColumn && column.field != kStateColumn;
  }));
}

std::string head_key(std::string_view head) {
  std::string out;
  int depth = 0;
  for (const char32_t c : org::code_points(squeezed(head))) {
    if (c == U'（' || c == U'(' || c == U'【' || c == U'[') ++depth;
    const bool is_open = depth == 0;
    if (c == U'）' || c == U')' || c == U'】' || c == U']') depth = std::max(0, depth - 1);
    if (!is_open || std::u32string_view(U"：:，,。.、/／-—_＊*·").find(c) != std::u32string_view::npos)
      continue;
    if (c >= U'A' && c <= U'Z') {
      out += static_cast<char>(c - U'A' + U'a');
    } else if (c < 0x80) {
      out += static_cast<char>(c);
    } else {
      out += static_cast<char>(c < 0x800 ? 0xC0 | (c >> 6) : 0xE0 | (c >> 12));
      if (c >= 0x800) out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      out += static_cast<char>(0x80 | (c & 0x3F));
    }
  }
  return out;
}

ImportLayout layout_at(const Programme& programme, const UploadSheet& sheet,
                       const RememberedColumns& remembered, int head_first, int head_last) {
  return make_layout(known_heads(programme), sheet, remembered, head_first, head_last);
}

std::optional<ImportLayout> guess_layout(const Programme& programme, const UploadSheet& sheet,
                                         const RememberedColumns& remembered) {
  const KnownHeads known = known_heads(programme);
  std::optional<ImportLayout> best;
  const int rows = std::min(kHeadWithin, static_cast<int>(sheet.text.rows.size()));
  for (int first = 1; first <= rows; ++first) {
    for (int last = first; last < first + kHeadRows && last <= rows; ++last) {
      if (last > first && !belong_together(sheet, last - 1)) break;
      ImportLayout made = make_layout(known, sheet, remembered, first, last);
      const size_t wanted = std::min<size_t>(2, sheet_columns(programme).size());
      if (made.known() < wanted || (best && made.known() <= best->known())) continue;
      best = std::move(made);
    }
    // Below a head that is clear stand rows.
    if (best && first > best->head_last) break;
  }
  return best;
}

const Programme* fitting_programme(const std::vector<const Programme*>& programmes,
                                   const UploadSheet& sheet) {
  const Programme* best = nullptr;
  size_t most = 1;
  for (const Programme* programme : programmes) {
    const auto layout = guess_layout(*programme, sheet, {});
    if (!layout || layout->known() <= most) continue;
    most = layout->known();
    best = programme;
  }
  return best;
}

RowKind row_kind(const ImportLayout& layout, const std::vector<std::string>& cells) {
  if (!is_record_row(cells) && total_word(cells).empty()) return RowKind::nothing;
  const std::string total = total_word(cells);
  if (!total.empty()) return total == "小计" ? RowKind::subtotal : RowKind::total;
  size_t said = 0, repeated = 0;
  for (size_t c = 0; c < cells.size() && c < layout.columns.size(); ++c) {
    const std::string text = squeezed(cells[c]);
    if (text.empty() || layout.columns[c].field.empty()) continue;
    ++said;
    if (layout.columns[c].head == text || layout.columns[c].head.ends_with("/" + text)) ++repeated;
  }
  // Printed again on each page.
  if (said == 0 || (said > 1 && repeated == said)) return RowKind::nothing;
  const std::string first = squeezed(*std::find_if(
      cells.begin(), cells.end(), [](const std::string& text) { return !squeezed(text).empty(); }));
  const bool is_note = said <= 1 && (first.starts_with("填表") || first.starts_with("审核") ||
                                     first.starts_with("制表") || first.starts_with("备注") ||
                                     first.starts_with("说明：") || first.starts_with("填报说明"));
  return is_note ? RowKind::nothing : RowKind::record;
}

std::vector<TotalFault> check_totals(const Programme& programme, const ImportLayout& layout,
                                     const SheetText& sheet) {
  std::vector<TotalFault> out;
  for (size_t c = 0; c < layout.columns.size(); ++c) {
    const std::string& field = layout.columns[c].field;
    if (!adds_up(programme, field)) continue;
    Decimal whole(0), since_total(0), since_subtotal(0);
    bool is_first = true;
    std::optional<std::pair<int, std::string>> on_top;
    const auto compare = [&](int line, const std::string& told, const Decimal& sum) {
      const auto number = number_of(told);
      if (number && *number != sum)
        out.push_back({line, static_cast<int>(c) + 1, field, number->to_text(), sum.to_text()});
    };
    for (size_t r = static_cast<size_t>(layout.head_last); r < sheet.rows.size(); ++r) {
      const auto& cells = sheet.rows[r];
      const RowKind kind = row_kind(layout, cells);
      if (kind == RowKind::nothing) continue;
      const std::string text = c < cells.size() ? cells[c] : std::string();
      const int line = static_cast<int>(r) + 1;
      if (kind == RowKind::record) {
        is_first = false;
        const auto number = number_of(text);
        if (!number) continue;
        for (Decimal* sum : {&whole, &since_total, &since_subtotal})
          if (const auto added = Decimal::add(*sum, *number)) *sum = *added;
      } else if (kind == RowKind::subtotal) {
        compare(line, text, since_subtotal);
        since_subtotal = Decimal(0);
      } else if (is_first) {
        on_top = {line, text};
      } else {
        compare(line, text, since_total);
        since_total = since_subtotal = Decimal(0);
      }
    }
    if (on_top) compare(on_top->first, on_top->second, whole);
  }
  return out;
}

}  // namespace jinguo::app
