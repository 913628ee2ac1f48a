#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "define/activation.h"
#include "define/load_programme.h"
#include "define/schema.h"

namespace jinguo::define {
namespace {

Source read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return {path.generic_string(), text.str()};
}

std::vector<Source> read_folder(const std::filesystem::path& folder, bool with_2026) {
  std::vector<Source> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".yaml" &&
        (with_2026 || entry.path().generic_string().find("/2026/") == std::string::npos))
      out.push_back(read(entry.path()));
  return out;
}

std::string told(const Findings& findings) {
  std::string out;
  for (const Finding& f : findings) out += f.error.text_with_place(Language::en) + "\n";
  return out;
}

TEST(ProgrammeFiles, all_load_without_a_finding) {
  const LoadedCatalogue loaded = load_all(read_folder("programmes", false));
  EXPECT_EQ(told(loaded.findings), "");
  EXPECT_TRUE(loaded.catalogue.programme("elections"));
  EXPECT_TRUE(loaded.catalogue.programme("loans"));
  EXPECT_TRUE(loaded.catalogue.report("half_year"));
}

TEST(ProgrammeFiles, the_versions_of_2026_follow_on_those_before) {
  const LoadedCatalogue loaded = load_all(read_folder("programmes", true));
  EXPECT_EQ(told(loaded.findings), "");
  EXPECT_EQ(loaded.catalogue.programme("elections")->version, 2);
  EXPECT_EQ(loaded.catalogue.programme("loans")->version, 2);
}

TEST(ProgrammeFiles, elections_of_2026_only_add) {
  const LoadedCatalogue before = load_all(read_folder("programmes", false));
  const LoadedCatalogue after = load_all(read_folder("programmes/2026", true), before.catalogue);
  const ActivationPlan plan =
      plan_activation(before.catalogue.programme("elections"), *after.catalogue.programme("elections"));
  EXPECT_TRUE(plan.leaves_records_alone());
  EXPECT_EQ(plan.added,
            (std::vector<std::string>{"women_children_committee", "federation_chair_in_committee"}));
  EXPECT_EQ(plan.new_measures,
            (std::vector<std::string>{"women_children_committees.part", "federation_chairs.part"}));
  EXPECT_TRUE(plan.changed_measures.empty());
  EXPECT_TRUE(plan.retired.empty());
}

TEST(ProgrammeFiles, a_share_has_its_hidden_measure) {
  const LoadedCatalogue loaded = load_all(read_folder("programmes", false));
  const Programme& p = *loaded.catalogue.programme("elections");
  const Measure* part = p.measure("party_coverage.part");
  ASSERT_TRUE(part);
  EXPECT_TRUE(part->is_stock);
  EXPECT_EQ(part->measured_in, "村");
  std::vector<Value> slots(kFirstFieldSlot + p.fields.size());
  slots[kFirstFieldSlot + static_cast<size_t>(p.field_index("party_women"))] = Value(Decimal(1));
  EXPECT_TRUE(part->where->plan.is_met(slots));
  slots[kFirstFieldSlot + static_cast<size_t>(p.field_index("party_women"))] = Value(Decimal(0));
  EXPECT_FALSE(part->where->plan.is_met(slots));
}

/// The programme a text defines; empty when it is another kind of file.
std::string id_of(const std::string& text) {
  constexpr std::string_view kKey = "\nprogramme: ";
  const size_t at = ("\n" + text).find(kKey);
  if (at == std::string::npos) return {};
  const size_t start = at + kKey.size() - 1;
  return text.substr(start, text.find('\n', start) - start);
}

TEST(ProgrammeFileDocument, every_block_is_a_definition_without_a_finding) {
  Catalogue known = load_all(read_folder("programmes", false)).catalogue;
  const std::string text = read("docs/programme-file.md").text;
  int blocks = 0;
  for (size_t at = text.find("```yaml\n"); at != std::string::npos; at = text.find("```yaml\n", at)) {
    const size_t start = at + 8;
    at = text.find("\n```", start);
    ASSERT_NE(at, std::string::npos);
    const Source block{"block " + std::to_string(++blocks), text.substr(start, at + 1 - start)};
    // The first version grows from block to block; nothing is in force before it is complete.
    if (block.text.find("\nversion: 1\n") != std::string::npos) known.programmes.erase(id_of(block.text));
    LoadedCatalogue loaded = load_all({block}, known);
    EXPECT_EQ(told(loaded.findings), "") << block.text;
    known = std::move(loaded.catalogue);
  }
  EXPECT_GE(blocks, 8);
}

// JINGUO_ACCEPT=1 writes the reference anew.
TEST(ProgrammeFileDocument, ends_with_the_reference_printed_from_the_tables) {
  constexpr std::string_view kMark = "<!-- reference -->\n";
  const std::string text = read("docs/programme-file.md").text;
  const size_t at = text.find(kMark);
  ASSERT_NE(at, std::string::npos);
  const std::string wanted = text.substr(0, at + kMark.size()) + "\n" + reference_markdown();
  if (std::getenv("JINGUO_ACCEPT")) std::ofstream("docs/programme-file.md", std::ios::binary) << wanted;
  EXPECT_EQ(read("docs/programme-file.md").text, wanted);
}

TEST(ProgrammeFiles, mutated_text_never_breaks_the_reader) {
  const auto sources = read_folder("programmes", true);
  ASSERT_FALSE(sources.empty());
  const LoadedCatalogue known = load_all(sources);
  uint64_t state = 20110630;
  std::printf("seed %llu\n", static_cast<unsigned long long>(state));
  const auto next = [&](size_t below) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<size_t>(state >> 33) % below;
  };
  const std::string_view pieces[] = {":",  "\n", "  ",   "- ",  "{",  "}",   "[",         "]",     "“",
                                     "：", "，", "\t",   "&a ", "*a", "!x ", "<<: ",      "---\n", "|\n",
                                     "\"", "'",  "\xff", "#",   "?",  "yes", "2011-02-30"};
  int refused = 0;
  for (int round = 0; round < 2000; ++round) {
    Source source = sources[next(sources.size())];
    for (size_t n = 1 + next(4); n > 0; --n) {
      const size_t at = next(source.text.size() + 1);
      switch (next(4)) {
        case 0:
          source.text.insert(at, pieces[next(std::size(pieces))]);
          break;
        case 1:
          source.text.erase(at, 1 + next(12));
          break;
        case 2: {
          const size_t from = next(source.text.size());
          source.text.insert(at, source.text.substr(from, 1 + next(200)));
          break;
        }
        default:
          if (at < source.text.size()) source.text[at] = static_cast<char>(next(256));
      }
    }
    const LoadedCatalogue loaded = load_all({source}, known.catalogue);
    refused += has_faults(loaded.findings);
    for (const Finding& f : loaded.findings)
      if (f.severity == Severity::fault) {
        ASSERT_GE(f.error.place().line, 0) << f.error.text(Language::en);
        ASSERT_FALSE(f.error.text(Language::zh).empty());
      }
  }
  EXPECT_GT(refused, 1000);
}

}  // namespace
}  // namespace jinguo::define
