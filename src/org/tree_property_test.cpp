#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "org/tree_apply.h"
#include "org/tree_check.h"
#include "org/tree_facts.h"
#include "org/tree_text.h"
#include "org/view_build.h"

namespace jinguo::org {
namespace {

const Date kStart = *Date::make(2010, 1, 1);

/// The tree of one day kept the plainest way, changed in order of time only: what a view is judged by.
struct PlainTree {
  struct Line {
    uint32_t parent = 0;
    uint32_t heir = 0;
    bool open = true;
  };
  std::map<uint32_t, Line> units;

  void give_children(uint32_t from, uint32_t to) {
    for (auto& [id, line] : units)
      if (line.open && line.parent == from) line.parent = to;
  }
  uint32_t line_of(uint32_t id) const {
    while (!units.at(id).open && units.at(id).heir != 0) id = units.at(id).heir;
    return id;
  }
  /// Every unit whose total has the records of `id`, from their line up.
  std::vector<uint32_t> counted_at(uint32_t id) const {
    std::vector<uint32_t> out;
    for (uint32_t at = line_of(id);; at = line_of(units.at(at).parent)) {
      out.push_back(at);
      if (units.at(at).parent == 0) return out;
    }
  }
};

class RandomTree {
 public:
  explicit RandomTree(uint32_t seed) : random_(seed) {
    open(Level::city, UnitId(), kStart);
    for (int i = 0; i < 3; ++i) open(Level::county, UnitId(1), kStart);
    for (int i = 0; i < 6; ++i) open(Level::township, UnitId(2 + pick(3)), kStart);
    for (int i = 0; i < 12; ++i) open(Level::village, UnitId(5 + pick(6)), kStart);
    keep(kStart);
  }

  uint32_t pick(size_t n) { return static_cast<uint32_t>(random_() % n); }
  UnitId any() { return UnitId(1 + pick(tree.size())); }

  Code code(Level level) {
    if (++codes_ % 10 == 0) ++codes_;
    std::string digits = std::to_string(codes_);
    const size_t length = static_cast<size_t>(row_of(level).digits) - 2;
    digits = std::string(length > digits.size() ? length - digits.size() : 0, '1') + digits;
    digits = digits.substr(digits.size() - length);
    return *Code::parse("37" + digits);
  }

  NewUnit fresh(Level level, UnitId parent) {
    NewUnit unit;
    unit.level = level;
    unit.code = code(level);
    unit.name = "单位" + std::to_string(codes_);
    if (!parent.is_none()) unit.parent = parent;
    unit.zone = pick(8) == 0;
    return unit;
  }

  Change random_change(Date date) {
    const UnitId a = any();
    const UnitId b = any();
    switch (pick(9)) {
      case 0:
      case 1: {
        const auto level = static_cast<Level>(std::min(static_cast<int>(tree.level_of(a)) + 1, 5));
        return Open{fresh(level, a), date};
      }
      case 2:
        return Rename{a, "名" + std::to_string(pick(50)), date};
      case 3:
        return Recode{a, code(tree.level_of(a)), date};
      case 4:
      case 5:
        return Move{a, b, date};
      case 6:
        if (pick(3) == 0) return Merge{{a, b}, fresh(tree.level_of(a), UnitId()), date};
        return Merge{{a}, UnitRef(b), date};
      case 7: {
        Split split;
        split.unit = a;
        split.date = date;
        for (int i = 0; i < 2; ++i) split.parts.push_back({fresh(tree.level_of(a), UnitId()), {}});
        for (const UnitId child : tree.children_of(a, date)) split.parts[pick(2)].children.push_back(child);
        if (pick(2) == 0) split.heir = pick(2);
        return split;
      }
      default:
        return Close{a, date, pick(2) == 0 ? UnitRef(b) : UnitRef()};
    }
  }

  /// Whether it was taken.
  bool try_change(const Change& change) {
    const auto back = parse_change(to_text(change));
    EXPECT_TRUE(back && *back == change) << to_text(change);
    auto after = apply_change(tree, change);
    EXPECT_EQ(after.has_value(), can_apply(tree, change).has_value());
    if (!after) {
      ++refused[std::string(after.error().code())];
      return false;
    }
    ++taken[change.index()];
    follow(change);
    tree = *after;
    return true;
  }

  void keep(Date date) { days[date] = plain; }

  Tree tree;
  PlainTree plain;
  /// What the plain tree was at the end of each day.
  std::map<Date, PlainTree> days;
  std::map<std::string, int> refused;
  std::map<size_t, int> taken;

 private:
  void open(Level level, UnitId parent, Date date) {
    NewUnit unit = fresh(level, parent);
    unit.zone = false;
    const bool done = try_change(Open{unit, date});
    ensure(done, "the first units open");
  }

  void follow(const Change& change) {
    const auto add = [&](uint32_t id, UnitRef parent, uint32_t fallback) {
      plain.units[id] = {parent.is_none() ? fallback : parent.id.number(), 0, true};
    };
    const auto shut = [&](uint32_t id, uint32_t heir) {
      plain.units[id].open = false;
      plain.units[id].heir = heir;
    };
    uint32_t next = tree.size() + 1;
    if (const auto* open = std::get_if<Open>(&change)) add(next, open->unit.parent, 0);
    if (const auto* move = std::get_if<Move>(&change))
      plain.units[move->unit.id.number()].parent = move->parent.id.number();
    if (const auto* close = std::get_if<Close>(&change))
      shut(close->unit.id.number(), close->heir.id.number());
    if (const auto* merge = std::get_if<Merge>(&change)) {
      uint32_t into = next;
      if (const auto* ref = std::get_if<UnitRef>(&merge->into))
        into = ref->id.number();
      else
        add(into, UnitRef(), plain.units[merge->units[0].id.number()].parent);
      for (const UnitRef& unit : merge->units) {
        plain.give_children(unit.id.number(), into);
        shut(unit.id.number(), into);
      }
    }
    if (const auto* split = std::get_if<Split>(&change)) {
      const uint32_t old = split->unit.id.number();
      for (const SplitPart& part : split->parts) {
        add(next, part.unit.parent, plain.units[old].parent);
        for (const UnitRef& child : part.children) plain.units[child.id.number()].parent = next;
        ++next;
      }
      shut(old, split->heir ? tree.size() + 1 + *split->heir : 0);
    }
  }

  std::mt19937 random_;
  uint32_t codes_ = 0;
};

void expect_laid_out_well(const View& view) {
  for (uint32_t p = 0; p < view.size(); ++p) {
    ASSERT_LT(p, view.end(p));
    ASSERT_LE(view.end(p), view.size());
    ASSERT_EQ(view.position(view.unit(p)), p);
    const uint32_t parent = view.parent(p);
    if (parent == View::kNowhere) continue;
    ASSERT_LT(parent, p);
    ASSERT_LE(view.end(p), view.end(parent));
  }
}

/// What a store makes of its rows by a diff: keys deleted, rows put under their keys.
template <class Row>
void store_rows(std::vector<Row>& rows, const std::vector<Row>& upsert,
                const std::vector<FactsDiff::Key>& deleted) {
  std::map<std::pair<UnitId, Date>, Row> table;
  for (Row& row : rows) table.emplace(std::pair(row.unit, row.first), std::move(row));
  for (const FactsDiff::Key& key : deleted) EXPECT_EQ(table.erase({key.unit, key.first}), 1u);
  for (const Row& row : upsert) table[{row.unit, row.first}] = row;
  rows.clear();
  for (auto& [key, row] : table) rows.push_back(std::move(row));
}

Facts stored(Facts rows, const FactsDiff& diff) {
  std::map<UnitId, UnitRow> units;
  for (const UnitRow& row : rows.units) units[row.id] = row;
  for (const UnitRow& row : diff.upsert.units) units[row.id] = row;
  rows.units.clear();
  for (const auto& [id, row] : units) rows.units.push_back(row);
  store_rows(rows.names, diff.upsert.names, diff.deleted_names);
  store_rows(rows.codes, diff.upsert.codes, diff.deleted_codes);
  store_rows(rows.edges, diff.upsert.edges, diff.deleted_edges);
  return rows;
}

Facts facts_of(const Tree& tree) {
  return diff(Tree(), tree).upsert;
}

TEST(View, counts_every_record_once_then_and_now) {
  for (uint32_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomTree random(seed);
    Date date = kStart;
    for (int step = 0; step < 60; ++step) {
      date = date.plus_days(1 + static_cast<int>(random.pick(20)));
      const Change change = random.random_change(date);
      if (!random.try_change(change)) continue;
      // A closing's day is the last of the old state: the new one begins a day later, as does what follows.
      if (std::holds_alternative<Close>(change)) date = date.plus_days(1);
      random.keep(date);
    }
    ASSERT_TRUE(check_tree(random.tree).empty()) << check_tree(random.tree).front().text(Language::en);
    for (const auto& [day, plain] : random.days) {
      for (const Date asked : {day, day.plus_days(static_cast<int>(random.pick(2)))}) {
        const auto holds = std::prev(random.days.upper_bound(asked));
        const View view = build_view(random.tree, asked);
        expect_laid_out_well(view);
        for (uint32_t n = 1; n <= random.tree.size(); ++n) {
          const UnitId id(n);
          if (!holds->second.units.contains(n)) {
            ASSERT_EQ(view.counts_at(id), View::kNowhere);
            continue;
          }
          std::vector<uint32_t> counted;
          for (uint32_t p = view.counts_at(id); p != View::kNowhere; p = view.parent(p))
            counted.push_back(view.unit(p).number());
          ASSERT_EQ(counted, holds->second.counted_at(n)) << "unit " << n << " on " << asked.to_text();
        }
      }
    }
  }
}

TEST(Tree, changes_in_any_order_of_time_keep_its_rules_and_rows) {
  std::map<size_t, int> taken;
  std::map<std::string, int> refused;
  for (uint32_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomTree random(seed * 7919);
    for (int step = 0; step < 60; ++step) {
      const Tree before = random.tree;
      const Change change = random.random_change(kStart.plus_days(static_cast<int>(random.pick(300))));
      if (!random.try_change(change)) continue;
      const Diagnostics faults = check_tree(random.tree);
      ASSERT_TRUE(faults.empty()) << to_text(change) << ": " << faults.front().text(Language::en);
      const auto followed = tree_from_facts(stored(facts_of(before), diff(before, random.tree)));
      ASSERT_TRUE(followed) << followed.error().text(Language::en);
      ASSERT_TRUE(followed->changed_since(random.tree).empty());
      ASSERT_EQ(followed->version_days(), random.tree.version_days());
    }
    for (int n = 0; n < 320; n += 16) expect_laid_out_well(build_view(random.tree, kStart.plus_days(n)));
    const Facts facts = facts_of(random.tree);
    const auto back = tree_from_facts(facts);
    ASSERT_TRUE(back) << back.error().text(Language::en);
    ASSERT_TRUE(check_tree(*back).empty());
    ASSERT_TRUE(back->changed_since(random.tree).empty());
    ASSERT_EQ(back->version_days(), random.tree.version_days());
    for (const auto& [kind, count] : random.taken) taken[kind] += count;
    for (const auto& [code, count] : random.refused) refused[code] += count;
  }
  for (size_t kind = 0; kind < std::variant_size_v<Change>; ++kind) EXPECT_GT(taken[kind], 20) << kind;
  for (const char* code : {"org.later_fact", "org.open_children", "org.unit_closed", "org.level_mismatch"})
    EXPECT_GT(refused[code], 0) << code;
}

TEST(Facts, a_circle_is_told_and_nothing_else_is) {
  const RandomTree random(1);
  ASSERT_TRUE(check_circles(random.tree).empty());
  Facts facts = facts_of(random.tree);
  // A parent under its own child.
  const auto below = std::find_if(facts.edges.begin(), facts.edges.end(),
                                  [](const EdgeRow& edge) { return !edge.parent.is_none(); });
  ASSERT_NE(below, facts.edges.end());
  for (EdgeRow& edge : facts.edges)
    if (edge.unit == below->parent) edge.parent = below->unit;
  const auto tree = tree_from_facts(facts);
  ASSERT_TRUE(tree);
  const Diagnostics circles = check_circles(*tree);
  ASSERT_FALSE(circles.empty());
  EXPECT_NE(circles.front().text(Language::en).find("circle"), std::string::npos);
  EXPECT_FALSE(check_tree(*tree).empty());
}

TEST(Facts, that_make_no_tree_are_refused) {
  const RandomTree random(1);
  const Facts good = facts_of(random.tree);
  const auto refused = [](Facts facts) { return !tree_from_facts(std::move(facts)); };
  EXPECT_FALSE(refused(good));
  Facts bad = good;
  bad.units.erase(bad.units.begin());
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.names.pop_back();
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.edges.back().parent = UnitId(9999);
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.codes.front().first = bad.codes.front().first.plus_days(1);
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.units.back().heir = bad.units.back().id;
  EXPECT_TRUE(refused(bad));
}

}  // namespace
}  // namespace jinguo::org
