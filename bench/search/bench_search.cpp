#include <malloc.h>

#include <algorithm>
#include <iostream>
#include <random>

#include "org/pinyin.h"
#include "org/tree_facts.h"
#include "org/unit_search.h"
#include "org/view_build.h"
#include "rollup/measurements.h"

/// How long it takes to find a unit among a nation's, by what is typed: no database, no HTTP.
namespace jinguo::bench {
namespace {

const Date kDay = *Date::parse("2011-07-01");
/// Units under each, from province to village: 690,928 in all, with names as villages have them.
constexpr std::array<uint32_t, 5> kEach{31, 11, 9, 14, 15};
constexpr std::array<std::string_view, 5> kSuffix{"省", "市", "县", "镇", "村"};
constexpr std::array<int, 5> kDigits{2, 2, 2, 3, 3};

/// Common characters of place names, the first far oftener than the last.
constexpr std::u32string_view kCharacters =
    U"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕东西南北前后上下大小新"
    U"旧河山沟庄店营屯桥堡寨岭坡湾塘口子家台城关石泉井沙柳槐松柏杏桃梨枣榆杜崔孟白江汪田方石姚谭廖邹熊金陆郝"
    U"孔"
    U"崖洼峪沂临费平邑蒙阴郯苍兰陵莒县龙虎凤鹤牛羊鸡鱼长安福寿康宁和顺兴旺太吉祥瑞文武双三五七八九十百里千万"
    U"青黄赤绿红清明光华荣昌盛茂丰泰永乐仁义礼智信忠孝学堂庙寺观塔碑坊楼阁亭园圃场坝闸渠湖海洋洲岛滩潭港渡码";

std::string utf8(char32_t c) {
  std::string out;
  out += static_cast<char>(0xE0 | c >> 12);
  out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
  out += static_cast<char>(0x80 | (c & 0x3F));
  return out;
}

class Names {
 public:
  std::string next(size_t level) {
    std::string out = character() + character();
    if (random_() % 3 == 0) out += character();
    return out + std::string(kSuffix[level]);
  }
  std::string character() {
    const double x = std::uniform_real_distribution<double>(0, 1)(random_);
    return utf8(kCharacters[static_cast<size_t>(x * x * static_cast<double>(kCharacters.size() - 1))]);
  }

 private:
  std::mt19937 random_{2011};
};

void add_units(org::Facts& facts, Names& names, UnitId parent, const std::string& code, size_t level) {
  const Date opened = *Date::parse("1990-01-01");
  for (uint32_t n = 1; n <= kEach[level]; ++n) {
    const UnitId id(static_cast<uint32_t>(facts.units.size()) + 1);
    std::string own = std::to_string(n + (level == 0 ? 10 : 0));
    own = code + std::string(static_cast<size_t>(kDigits[level]) - own.size(), '0') + own;
    org::UnitRow row;
    row.id = id;
    row.level = static_cast<org::Level>(level + 1);
    row.opened = opened;
    facts.units.push_back(row);
    facts.names.push_back({id, names.next(level), opened, org::kOpenEnd});
    facts.codes.push_back({id, *org::Code::parse(own), opened, org::kOpenEnd});
    facts.edges.push_back({id, parent, opened, org::kOpenEnd});
    if (level + 1 < kEach.size()) add_units(facts, names, id, own, level + 1);
  }
}

/// What is allocated just now; resident memory would not tell what was freed before and is used again.
double allocated_mb() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<double>(info.uordblks + info.hblkhd) / 1e6;
}

std::string head(const std::string& text, size_t characters) {
  return text.substr(0, 3 * characters);
}

void run(Measurements& out) {
  org::Facts facts;
  Names names;
  add_units(facts, names, UnitId(), "", 0);
  auto made = org::tree_from_facts(std::move(facts));
  if (!made) throw Failure("the nation's tree was refused");
  const auto tree = std::make_shared<const org::Tree>(std::move(*made));
  const auto view = std::make_shared<const org::View>(org::build_view(*tree, kDay));
  out.add("search.units", tree->size(), "units");

  const double before = allocated_mb(), begun = now();
  const org::UnitIndex index(tree, org::pinyin_initials);
  out.add("search.index_built_in", now() - begun, "s");
  out.add("search.index_memory", allocated_mb() - before, "MB");

  std::mt19937 random(7);
  const auto any = [&] { return UnitId(static_cast<uint32_t>(1 + random() % tree->size())); };
  const auto name = [&](UnitId id) { return tree->name_of(id, kDay); };
  struct Kind {
    std::string_view id;
    std::function<std::string()> text;
    bool must_find;
  };
  const std::vector<Kind> kinds{
      {"whole_name", [&] { return name(any()); }, true},
      {"two_characters", [&] { return head(name(any()), 2); }, true},
      {"one_character", [&] { return head(name(any()), 1); }, true},
      {"commonest_character", [] { return std::string("村"); }, true},
      {"code", [&] { return tree->code_of(any(), kDay).to_text(); }, true},
      {"code_of_a_province", [] { return std::string("37"); }, true},
      {"initials", [&] { return org::pinyin_initials(name(any())); }, true},
      {"one_letter", [] { return std::string("z"); }, true},
      {"path",
       [&] {
         const UnitId id = any();
         const UnitId up = tree->parent_of(id, kDay);
         return (up.is_none() ? "" : name(up) + " ") + name(id);
       },
       true},
      {"path_run_together",
       [&] {
         const UnitId id = any();
         const UnitId up = tree->parent_of(id, kDay);
         return (up.is_none() ? "" : name(up)) + name(id);
       },
       true},
      {"misspelt", [&] { return head(name(any()), 1) + "鑫" + "村"; }, false},
      {"two_words_nothing_fits", [] { return std::string("鑫鑫 村"); }, false},
  };
  constexpr double kGoal = 150;
  for (const Kind& kind : kinds) {
    constexpr int kAsked = 60;
    std::vector<double> wall, processor;
    for (int i = 0; i < kAsked; ++i) {
      org::UnitQuestion question;
      question.text = kind.text();
      question.view = view;
      question.day = kDay;
      const double started = now(), used = busy();
      const auto hits = org::search_units(index, *tree, question);
      wall.push_back((now() - started) * 1e3);
      processor.push_back((busy() - used) * 1e3);
      if (kind.must_find && hits.empty()) throw Failure("nothing was found for " + question.text);
    }
    const std::string id = "search." + std::string(kind.id);
    out.add(id + "_p50", quantile(wall, 0.5), "ms");
    out.add(id + "_p99", quantile(wall, 0.99), "ms");
    out.add(id + "_processor_p99", quantile(processor, 0.99), "ms", kGoal);
  }
}

}  // namespace
}  // namespace jinguo::bench

int main(int count, char** words) {
  std::string json;
  for (int i = 1; i + 1 < count; ++i)
    if (std::string_view(words[i]) == "--json") json = words[i + 1];
  try {
    jinguo::bench::Measurements out;
    jinguo::bench::run(out);
    if (!json.empty()) out.write_json(json);
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << "\n";
    return 1;
  }
}
