#include "org/unit_search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "org/search_text.h"
#include "org/tree_apply.h"
#include "org/tree_text.h"
#include "org/view_build.h"

namespace jinguo::org {
namespace {

const Date kDay = *Date::make(2015, 1, 1);

Tree tree_of(std::string_view changes) {
  const ChangeText text = parse_changes(changes, "test");
  EXPECT_TRUE(text.faults.empty()) << (text.faults.empty()
                                           ? ""
                                           : text.faults.front().text_with_place(Language::en));
  auto tree = apply_all(Tree(), text.changes);
  EXPECT_TRUE(tree) << (tree ? "" : tree.error().text(Language::en));
  return *tree;
}

/// 山东省 › 临沂市 › 沂水县 (马站镇: 东村 西村; 高桥镇: 西村 马站子) and 苍山县, 兰陵县 since 2014.
Tree small_tree() {
  return tree_of(
      "open\t2001-01-01\tcode=37\tlevel=province\tname=山东省\n"
      "open\t2001-01-01\tcode=3713\tlevel=city\tname=临沂市\tparent=37\n"
      "open\t2001-01-01\tcode=371323\tlevel=county\tname=沂水县\tparent=3713\n"
      "open\t2001-01-01\tcode=371324\tlevel=county\tname=苍山县\tparent=3713\n"
      "open\t2001-01-01\tcode=371323101\tlevel=township\tname=马站镇\tparent=371323\n"
      "open\t2001-01-01\tcode=371323102\tlevel=township\tname=高桥镇\tparent=371323\n"
      "open\t2001-01-01\tcode=371323101201\tlevel=village\tname=东村\tparent=371323101\n"
      "open\t2001-01-01\tcode=371323101202\tlevel=village\tname=西村\tparent=371323101\n"
      "open\t2001-01-01\tcode=371323102201\tlevel=village\tname=西村\tparent=371323102\n"
      "open\t2001-01-01\tcode=371323102202\tlevel=village\tname=马站子\tparent=371323102\n"
      "rename\t2014-01-21\tunit=371324\tname=兰陵县\n"
      "close\t2014-12-01\tunit=371323101201\their=371323101202\n");
}

/// Initials of the few characters of these tests.
std::string initials(std::string_view name) {
  static const std::pair<std::string_view, char> kSounds[] = {{"马", 'm'}, {"站", 'z'}, {"镇", 'z'},
                                                              {"东", 'd'}, {"西", 'x'}, {"村", 'c'},
                                                              {"高", 'g'}, {"桥", 'q'}, {"子", 'z'}};
  std::string out;
  for (size_t i = 0; i + 2 < name.size(); i += 3)
    for (const auto& [character, sound] : kSounds)
      if (name.substr(i, 3) == character) out += sound;
  return out;
}

struct Bench {
  explicit Bench(Tree given)
      : tree(std::make_shared<const Tree>(std::move(given))),
        index(tree, initials),
        view(std::make_shared<const View>(build_view(*tree, kDay))) {}

  std::vector<UnitHit> find(std::string_view text, UnitQuestion question = {}) const {
    question.text = std::string(text);
    question.view = view;
    question.day = kDay;
    return search_units(index, *tree, question);
  }
  /// Names along the path from the county down, hits parted by blanks.
  std::string names(std::string_view text, const UnitQuestion& question = {}) const {
    std::string out;
    for (const UnitHit& hit : find(text, question)) {
      const UnitId up = tree->parent_of(hit.unit, kDay);
      out += (out.empty() ? "" : " ") + (up.is_none() ? "" : tree->name_of(up, kDay) + "/") +
             tree->name_of(hit.unit, kDay);
    }
    return out;
  }

  std::shared_ptr<const Tree> tree;
  UnitIndex index;
  std::shared_ptr<const View> view;
};

TEST(UnitSearch, exact_names_come_first_then_beginnings_then_parts_and_higher_levels_within_each) {
  const Bench bench(small_tree());
  EXPECT_EQ(bench.names("西村"), "马站镇/西村 高桥镇/西村");
  EXPECT_EQ(bench.names("马站"), "沂水县/马站镇 高桥镇/马站子");
  EXPECT_EQ(bench.names("村"), "马站镇/西村 高桥镇/西村");
  EXPECT_EQ(bench.names("3713").substr(0, 19), "山东省/临沂市");
}

TEST(UnitSearch, codes_are_found_whole_with_zeros_and_by_their_beginning) {
  const Bench bench(small_tree());
  EXPECT_EQ(bench.names("371323102"), "沂水县/高桥镇 高桥镇/西村 高桥镇/马站子");
  EXPECT_EQ(bench.names("371323000000"), "临沂市/沂水县");
  EXPECT_EQ(bench.names("３７１３２３１０２２０２"), "高桥镇/马站子");
  EXPECT_EQ(bench.names("9999"), "");
}

TEST(UnitSearch, words_before_the_last_mean_units_above) {
  const Bench bench(small_tree());
  EXPECT_EQ(bench.names("马站 西"), "马站镇/西村");
  EXPECT_EQ(bench.names("沂水县/高桥镇/西村"), "高桥镇/西村");
  EXPECT_EQ(bench.names("沂水县高桥西村"), "高桥镇/西村");
  EXPECT_EQ(bench.names("苍山 西村"), "");
}

TEST(UnitSearch, initials_are_found_after_names) {
  const Bench bench(small_tree());
  EXPECT_EQ(bench.names("mz"), "沂水县/马站镇 高桥镇/马站子");
  EXPECT_EQ(bench.names("ZX"), "");
  EXPECT_EQ(bench.names("gqz xc"), "高桥镇/西村");
}

TEST(UnitSearch, a_name_of_former_days_finds_the_unit_and_is_told) {
  const Bench bench(small_tree());
  const auto hits = bench.find("苍山");
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(bench.tree->name_of(hits[0].unit, kDay), "兰陵县");
  EXPECT_EQ(hits[0].former, "苍山县");
  EXPECT_EQ(hits[0].fit, Fit::former);
}

TEST(UnitSearch, closed_units_are_found_only_when_asked_for_and_last) {
  const Bench bench(small_tree());
  EXPECT_EQ(bench.names("东"), "山东省");
  UnitQuestion question;
  question.with_closed = true;
  EXPECT_EQ(bench.names("东村", question), "马站镇/东村");
  EXPECT_EQ(bench.names("村", question), "马站镇/西村 高桥镇/西村 马站镇/东村");
}

TEST(UnitSearch, near_names_are_offered_when_nothing_fits) {
  const Bench bench(small_tree());
  const auto hits = bench.find("马占镇");
  ASSERT_FALSE(hits.empty());
  EXPECT_TRUE(hits[0].is_near);
  EXPECT_EQ(bench.tree->name_of(hits[0].unit, kDay), "马站镇");
}

TEST(UnitSearch, place_level_and_own_area_narrow_and_order) {
  const Bench bench(small_tree());
  UnitQuestion question;
  question.under = bench.view->position(*bench.tree->find("371323102", kDay));
  EXPECT_EQ(bench.names("马站", question), "高桥镇/马站子");
  question = {};
  question.levels = 1 << static_cast<int>(Level::village);
  EXPECT_EQ(bench.names("马站", question), "高桥镇/马站子");
  question = {};
  question.near_first = bench.view->position(*bench.tree->find("371323102", kDay));
  question.near_end = bench.view->end(question.near_first);
  EXPECT_EQ(bench.names("西村", question), "高桥镇/西村 马站镇/西村");
}

/// Every unit in turn, by the rule alone.
std::vector<UnitId> plain_search(const Tree& tree, const View& view, const UnitQuestion& question) {
  const std::vector<std::string> words = search_words(question.text);
  std::vector<std::tuple<bool, Fit, Level, bool, uint32_t, UnitId>> found;
  for (uint32_t n = 1; n <= tree.size(); ++n) {
    const UnitId id(n);
    const Unit& unit = tree.unit(id);
    if (question.day < unit.opened || (!question.with_closed && unit.closed < question.day)) continue;
    const Fit fit = fit_unit(words.back(), unit, question.day, initials);
    if (fit == Fit::none) continue;
    const auto stands_above = [&](const std::string& word) {
      for (const UnitId up : tree.path_of(id, question.day))
        if (fit_unit(word, tree.unit(up), question.day, initials) != Fit::none) return true;
      return false;
    };
    if (!std::all_of(words.begin(), words.end() - 1, stands_above)) continue;
    const uint32_t place = view.position(id);
    const bool is_near = question.near_first <= place && place < question.near_end;
    found.emplace_back(!unit.is_open(question.day), fit, unit.level, !is_near, place, id);
  }
  std::sort(found.begin(), found.end());
  std::vector<UnitId> out;
  for (size_t i = 0; i < found.size() && i < question.most; ++i) out.push_back(std::get<5>(found[i]));
  return out;
}

class RandomNames {
 public:
  explicit RandomNames(uint32_t seed) : random_(seed) {}
  size_t pick(size_t n) { return random_() % n; }
  std::string name() {
    static constexpr std::string_view kCharacters[] = {"马", "站", "镇", "东", "西", "村",
                                                       "高", "桥", "子", "3",  "A",  "新"};
    std::string out;
    for (size_t i = 1 + pick(3); i > 0; --i) out += kCharacters[pick(std::size(kCharacters))];
    return out;
  }

 private:
  std::mt19937 random_;
};

TEST(UnitSearch, finds_what_a_plain_search_finds_while_the_tree_changes) {
  for (uint32_t seed = 1; seed <= 25; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomNames random(seed);
    Tree tree = tree_of("open\t2001-01-01\tcode=371323\tlevel=county\tname=高西");
    const auto apply = [&](const Change& change) {
      if (auto after = apply_change(tree, change)) tree = std::move(*after);
    };
    const auto any = [&] { return UnitId(static_cast<uint32_t>(1 + random.pick(tree.size()))); };
    Date day = *Date::make(2002, 1, 1);
    const auto change = [&] {
      day = day.plus_days(static_cast<int>(random.pick(40)));
      NewUnit fresh;
      fresh.name = random.name();
      switch (random.pick(6)) {
        case 0:
          fresh.level = Level::township;
          fresh.code = *Code::parse("371323" + std::to_string(100 + random.pick(800)));
          fresh.parent = UnitId(1);
          return apply(Open{fresh, day});
        case 1:
        case 2: {
          const UnitId parent = any();
          if (tree.level_of(parent) != Level::township) return;
          fresh.code =
              *Code::parse(tree.code_of(parent, day).to_text() + std::to_string(100 + random.pick(800)));
          fresh.parent = parent;
          return apply(Open{fresh, day});
        }
        case 3:
          return apply(Rename{any(), random.name(), day});
        case 4:
          return apply(Move{any(), any(), day});
        default:
          return apply(random.pick(2) == 0 ? Change(Close{any(), day, any()})
                                           : Change(Merge{{any()}, UnitRef(any()), day}));
      }
    };
    for (int i = 0; i < 150; ++i) change();
    const auto indexed = std::make_shared<const Tree>(tree);
    const UnitIndex index(indexed, initials);
    for (int round = 0; round < 120; ++round) {
      if (round % 3 == 0) change();
      UnitQuestion question;
      question.day = day.plus_days(-static_cast<int>(random.pick(3000)));
      const auto view = std::make_shared<const View>(build_view(tree, question.day));
      question.view = view;
      question.with_closed = random.pick(2) == 0;
      question.most = 1 + random.pick(12);
      question.near_end = static_cast<uint32_t>(random.pick(view->size() + 1));
      question.text = random.pick(4) == 0   ? initials(random.name())
                      : random.pick(4) == 0 ? "371323" + std::to_string(random.pick(100))
                                            : random.name();
      if (random.pick(3) == 0) question.text = random.name() + " " + question.text;
      if (search_words(question.text).empty()) continue;
      const std::vector<UnitId> plain = plain_search(tree, *view, question);
      std::vector<UnitId> found;
      for (const UnitHit& hit : search_units(index, tree, question))
        if (hit.fit != Fit::none) found.push_back(hit.unit);
      if (plain.empty() && search_words(question.text).size() == 1) continue;
      EXPECT_EQ(found, plain) << question.text << " on " << question.day.to_text();
    }
  }
}

}  // namespace
}  // namespace jinguo::org
