#include "app/demo_city_facts.h"

#include <algorithm>
#include <charconv>

#include "org/tree_apply.h"
#include "org/tree_import.h"

namespace jinguo::app {
namespace {

Error bad(std::string zh, std::string en) {
  return Error(kBadDemoFacts, {std::move(zh), std::move(en)});
}

int number_of(std::string_view text) {
  int n = -1;
  std::from_chars(text.data(), text.data() + text.size(), n);
  return n;
}

/// The list of units as an import reads it, from rows of the dated tree that begin everything.
std::string opening_list(const std::vector<std::vector<std::string_view>>& rows) {
  std::string out = "code\tname\tlevel\topened\tzone\n0\t全国\tnation\t1990-01-01\t\n";
  std::string_view before;
  for (const auto& row : rows) {
    if (row[0] == before) continue;
    before = row[0];
    for (const size_t column : {0, 1, 2, 4, 3}) {
      out += row[column];
      out += column == 3 ? '\n' : '\t';
    }
  }
  return out;
}

/// Renamings and mergers in order of time; units that merge into one heir on one day go together.
Result<std::vector<org::Change>> later_changes(const std::vector<std::vector<std::string_view>>& rows) {
  std::map<std::pair<Date, std::string_view>, org::Merge> merges;
  std::vector<org::Change> out;
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto& row = rows[i];
    if (row[5].empty()) continue;
    const auto day = Date::parse(row[5]);
    auto code = org::Code::parse(row[0]);
    if (!day || !code) return bad("第 " + std::to_string(i + 1) + " 行的日期或代码", "a date or a code");
    if (row[6].empty()) {
      if (i + 1 == rows.size() || rows[i + 1][0] != row[0])
        return bad("更名后没有新名称", "a renamed unit without its new name");
      out.push_back(org::Rename{org::UnitRef(*code), std::string(rows[i + 1][1]), *day});
      continue;
    }
    org::Merge& merge = merges[{*day, row[6]}];
    merge.date = *day;
    merge.units.emplace_back(*code);
  }
  for (auto& [key, merge] : merges) {
    auto heir = org::Code::parse(key.second);
    if (!heir) return std::move(heir).error();
    merge.into = org::UnitRef(*heir);
    out.emplace_back(std::move(merge));
  }
  std::stable_sort(out.begin(), out.end(), [](const org::Change& a, const org::Change& b) {
    return org::date_of(a) < org::date_of(b);
  });
  return out;
}

}  // namespace

Result<std::vector<std::vector<std::string_view>>> demo_rows(std::string_view text, std::string_view head) {
  std::vector<std::vector<std::string_view>> rows;
  bool has_head = false;
  const auto columns = static_cast<size_t>(std::count(head.begin(), head.end(), '\t')) + 1;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.empty() || line.starts_with('#')) continue;
    if (!has_head) {
      if (line != head)
        return bad("表头应为 " + std::string(head), "the head should be " + std::string(head));
      has_head = true;
      continue;
    }
    auto& row = rows.emplace_back();
    for (size_t tab = line.find('\t'); tab != std::string_view::npos; tab = line.find('\t')) {
      row.push_back(line.substr(0, tab));
      line.remove_prefix(tab + 1);
    }
    row.push_back(line);
    if (row.size() != columns) return bad("列数不对", "the number of columns");
  }
  return rows;
}

Result<std::vector<CountyRound>> parse_rounds(std::string_view elections_2011) {
  auto rows = demo_rows(elections_2011, "county\tvillages\tdone\twith_woman\tcomplete");
  if (!rows) return std::move(rows).error();
  std::vector<CountyRound> rounds;
  for (const auto& row : *rows) {
    const CountyRound& round = rounds.emplace_back(CountyRound{
        std::string(row[0]), number_of(row[1]), number_of(row[2]), number_of(row[3]), row[4] == "yes"});
    if (round.with_woman < 0 || round.done < round.with_woman || round.villages < round.done)
      return bad(round.code + " 的数不合", "the numbers of " + round.code);
  }
  return rounds;
}

Result<org::Tree> make_demo_tree(const std::string& tree_2011) {
  auto rows = demo_rows(tree_2011, "code\tname\tlevel\tzone\tfrom\tuntil\their\torigin");
  if (!rows) return std::move(rows).error();
  const std::string list = opening_list(*rows);
  const org::ImportSheet sheet = org::parse_units(list, "tree_2011.tsv");
  if (!sheet.faults.empty()) return sheet.faults.front();
  org::ImportPlan plan = org::plan_import(org::Tree(), sheet, *Date::make(1990, 1, 1));
  if (!plan.faults.empty()) return plan.faults.front();
  auto changes = later_changes(*rows);
  if (!changes) return std::move(changes).error();
  return org::apply_all(plan.after, *changes);
}

Result<void> check_demo_tree(const org::Tree& tree, std::string_view linyi_2023, Date day) {
  auto rows = demo_rows(linyi_2023, "code\tname\tlevel\tzone");
  if (!rows) return std::move(rows).error();
  for (const auto& row : *rows) {
    const auto unit = tree.find(row[0], day);
    if (!unit) return unit.error();
    if (tree.name_of(*unit, day) != row[1])
      return bad(std::string(row[0]) + " 应名 " + std::string(row[1]),
                 std::string(row[0]) + " should be called " + std::string(row[1]));
  }
  size_t open = 0;
  for (uint32_t id = 1; id <= tree.size(); ++id) open += tree.is_open(UnitId(id), day) ? 1 : 0;
  // The nation is in the tree only.
  if (open != rows->size() + 1)
    return bad("单位数为 " + std::to_string(open), "the tree has " + std::to_string(open) + " units");
  return {};
}

std::vector<UnitId> children_at(const org::Tree& tree, UnitId unit, Date day, org::Level level) {
  std::vector<UnitId> out;
  for (const UnitId child : tree.children_of(unit, day)) {
    if (tree.level_of(child) == level) {
      out.push_back(child);
    } else if (tree.level_of(child) < level) {
      const auto below = children_at(tree, child, day, level);
      out.insert(out.end(), below.begin(), below.end());
    }
  }
  return out;
}

std::vector<UnitId> villages_under(const org::Tree& tree, UnitId unit, Date day) {
  return children_at(tree, unit, day, org::Level::village);
}

}  // namespace jinguo::app
