#include "case_run.h"

#include <atomic>
#include <chrono>
#include <fstream>
#include <sstream>

#include "case.h"
#include "fresh_database.h"

namespace jinguo::cases {
namespace {

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw CaseFault(0, "the file cannot be read");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The totals against a recount from the stored rows, and the chain of the log.
std::string verified(Case& running, const std::string& when, int line) {
  const Reply reply = running.world.ask_as_operator(
      {.method = http::Method::post, .path = "/api/verify", .body = json::object{}});
  must_succeed(reply, line);
  expect(reply.body.at("good").as_bool(), line,
         "a verification " + when + " finds: " + json::serialize(reply.body.at("faults")));
  return text_of(reply.body.at("records")) + " records, " + text_of(reply.body.at("positions")) +
         " positions, " + text_of(reply.body.at("digest"));
}

}  // namespace

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "jinguo-case-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("no folder can be made for a case");
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::set<std::string> programmes_of(const std::filesystem::path& file) {
  std::set<std::string> out;
  for (const Statement& statement : parse_case(read_file(file)).statements) {
    const bool is_report = statement.head.text.starts_with("report file ");
    if (!is_report && !statement.head.text.starts_with("programme ")) continue;
    const auto words = split_words(statement.head);
    for (size_t i = is_report ? 2 : 1; i < words.size(); ++i) out.insert(words[i].text);
  }
  return out;
}

Outcome run_case(const std::filesystem::path& file, const Run& run) {
  Outcome outcome;
  const auto begin = std::chrono::steady_clock::now();
  try {
    const CaseText text = parse_case(read_file(file));
    const Folder folder;
    std::optional<support::FreshDatabase> database;
    if (!run.conninfo.empty()) database.emplace(run.conninfo);
    support::World world(folder.path(), database ? database->conninfo() : std::string());
    Case running{.world = world, .root = run.root, .without = run.without};
    for (const Statement& statement : text.statements) run_step(running, statement);
    const int last = text.statements.empty() ? 0 : text.statements.back().head.number;
    if (!world.home().empty()) {
      outcome.digest = verified(running, "at the end", last);
      world.restart();
      const std::string again = verified(running, "after all was read anew", last);
      expect(again == outcome.digest, last, "read anew it is " + again + ", not " + outcome.digest);
    }
    outcome.passed = true;
  } catch (const CaseFault& fault) {
    outcome.fault = file.filename().string() + ":" + std::to_string(fault.line) + ": " + fault.what();
  } catch (const std::exception& failure) {
    outcome.fault = file.filename().string() + ": " + failure.what();
  }
  outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return outcome;
}

}  // namespace jinguo::cases
