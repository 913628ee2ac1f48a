#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "case_text.h"
#include "world.h"

namespace jinguo::cases {

namespace json = boost::json;
using support::Ask;
using support::Reply;

/// A paper that was issued, and what it was made of then.
struct Paper {
  std::string id;
  std::string file;
  std::string view;
};

/// A case while it runs: the world, who is acting, and what was given a name.
struct Case {
  support::World& world;
  /// The root of the source tree, where programmes/ lies.
  std::filesystem::path root;
  /// Definitions that are left out, to see whether the case notices.
  std::set<std::string> without;
  std::string who;
  /// By the name a case gave it, or "programme@unit" for the newest there: programme and id.
  std::map<std::string, std::pair<std::string, std::string>> records;
  std::map<std::string, Paper> papers;
  std::map<std::string, std::string> imports;
  int made_up_ids = 0;

  Reply ask(const Ask& ask, int line);
};

/// One kind of sentence. docs/cases.md is written from these rows; a row without a line there is told by the
/// tests.
struct Step {
  std::string_view verb;
  std::string_view usage;
  void (*run)(Case&, const Statement&);
};
std::span<const Step> steps();
/// Runs one sentence. Throws CaseFault.
void run_step(Case& running, const Statement& statement);

/// What stands under a sentence that writes: values, how it is asked, and what must come of it.
struct Asked {
  json::object values;
  std::string reason, explained, key, saved_as;
  std::optional<int64_t> version;
  struct Refusal {
    int line = 0;
    /// A code such as record.check_failed, or a status such as 404.
    std::string code;
    std::string field, says;
  };
  std::vector<Refusal> refusals;
  bool is_repeated = false;
  /// Lines only the sentence itself understands.
  std::vector<Line> rest;
};
Asked read_asked(const Statement& statement, std::string_view tail);

/// Compares the answer with `refused …`: true when it was refused and had to be. A fault when it was refused
/// and should not be, or was not and should be.
bool judge_refusal(const Reply& reply, const Asked& asked, int line);
/// For sentences that nothing but success is expected of.
void must_succeed(const Reply& reply, int line);
/// A fault about what is left over.
void nothing_left(const Asked& asked);
void expect(bool holds, int line, const std::string& what);
std::string text_of(const json::value& value);

/// Programme and id of the record meant by a name, or by "programme at unit".
std::pair<std::string, std::string> find_record(Case& running, Words& words);

}  // namespace jinguo::cases
