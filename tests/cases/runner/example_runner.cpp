#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include "app/definition_examples.h"
#include "case.h"
#include "case_run.h"
#include "define/load_programme.h"
#include "world.h"

// Runs the examples that stand in programme files, each in a running house with one unit of every level,
// where `define check` plays them without one: both must come to the same.
namespace jinguo::cases {
namespace {

namespace json = boost::json;

struct Text {
  std::string name, text;
};

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The fenced blocks of a document that are programmes; the last of each id is the whole one.
std::vector<Text> blocks_of(const std::filesystem::path& file) {
  std::vector<Text> out;
  std::istringstream in(read_file(file));
  std::string line, block;
  bool inside = false;
  int number = 0, first = 0;
  while (std::getline(in, line)) {
    ++number;
    if (line == "```yaml") {
      inside = true;
      first = number;
      block.clear();
    } else if (line == "```" && inside) {
      inside = false;
      if (block.find("\nprogramme: ") != std::string::npos)
        out.push_back({file.filename().string() + ":" + std::to_string(first), block});
    } else if (inside) {
      block += line + "\n";
    }
  }
  return out;
}

std::string person_of(support::World& world, const define::Role& role) {
  const std::string name = std::string(org::row_of(role.level).name) + "." + role.name;
  if (!world.has_person(name))
    world.add_person(name, {{role.name, std::string(app::example_unit(role.level))}});
  return name;
}

bool says(const json::object& fault, const std::string& what) {
  for (const char* name : {"field", "code"})
    if (const json::value* text = fault.if_contains(name); text && text_of(*text) == what) return true;
  return false;
}

bool is_refused_by(const support::Reply& reply, const std::string& what) {
  const json::object* body = reply.body.if_object();
  if (!body) return false;
  if (says(*body, what)) return true;
  if (const json::value* faults = body->if_contains("faults"))
    for (const json::value& fault : faults->as_array())
      if (says(fault.as_object(), what)) return true;
  return false;
}

/// What is wrong with the example; empty when it holds.
std::string run_example(const std::vector<Text>& definitions, const define::Programme& programme,
                        const define::Example& example) {
  const Folder folder;
  support::World world(folder.path(), "");
  const Date today = app::example_day(programme, example);
  world.set_today(today);
  const support::Reply planted =
      world.ask_as_operator({.method = http::Method::post,
                             .path = "/api/org/import",
                             .body = json::object{{"text", app::example_units()}}});
  if (!planted.is_good()) return planted.said();
  world.set_home("3713");
  json::array texts;
  for (const Text& one : definitions) texts.push_back({{"name", one.name}, {"text", one.text}});
  const support::Reply applied = world.ask_as_operator({.method = http::Method::post,
                                                        .path = "/api/definitions/apply",
                                                        .body = json::object{{"texts", std::move(texts)}}});
  if (!applied.is_good()) return applied.said();

  const std::string base = "/api/programmes/" + programme.id + "/records";
  json::object body{{"unit", app::example_unit(programme.level)}};
  json::object values;
  for (const auto& [field, typed] : example.given) {
    if (field == "period") {
      body["period"] = typed;
    } else if (field != "unit") {
      values[field] = typed;
    }
  }
  body["values"] = std::move(values);
  support::Reply reply = world.ask_as(person_of(world, example.as),
                                      {.method = http::Method::post, .path = base, .body = std::move(body)});
  std::string id;
  for (size_t i = 0; i < example.when.size() && reply.is_good(); ++i) {
    id = text_of(reply.body.at("record").at("id"));
    const define::Role& by = example.when_as[i].value_or(example.as);
    reply = world.ask_as(person_of(world, by), {.method = http::Method::post,
                                                .path = base + "/" + id + "/events/" + example.when[i],
                                                .body = json::object{}});
    if (!reply.is_good() && example.refused == example.when[i]) return "";
  }
  if (!example.refused.empty()) {
    if (reply.is_good()) return "it is not refused";
    return is_refused_by(reply, example.refused) ? "" : "it is refused otherwise: " + reply.said();
  }
  if (!reply.is_good()) return "it is refused: " + reply.said();
  const std::string state = text_of(reply.body.at("record").at("state"));
  if (!example.state.empty() && state != example.state) return "it is in " + state;
  for (const auto& [figure, wanted] : example.counts) {
    const support::Reply asked =
        world.ask_as_operator({.path = "/api/figures/" + programme.id + "." + figure,
                               .query = {{"unit", std::string(app::example_unit(programme.level))},
                                         {"period", std::to_string(today.year())}}});
    if (!asked.is_good()) return figure + ": " + asked.said();
    const std::string n = text_of(asked.body.at("numerator")), d = text_of(asked.body.at("denominator"));
    const bool is_quotient = wanted.find('/') != std::string::npos;
    const std::string is = is_quotient ? n + "/" + d : n;
    if (is != wanted && text_of(asked.body.at("text")) != wanted)
      return figure + " is " + is + ", not " + wanted;
  }
  return "";
}

}  // namespace
}  // namespace jinguo::cases

int main(int argc, char** argv) {
  using namespace jinguo;
  using namespace jinguo::cases;
  const std::filesystem::path root = argc > 1 ? argv[1] : ".";
  std::vector<Text> lists, current, later;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "programmes")) {
    if (entry.path().extension() != ".yaml") continue;
    const std::string name = std::filesystem::relative(entry.path(), root).generic_string();
    const Text text{name, read_file(entry.path())};
    const auto kind = define::kind_of({text.name, text.text});
    if (kind == define::DefinitionKind::list) lists.push_back(text);
    if (kind == define::DefinitionKind::programme)
      (name.find("/2026/") == std::string::npos ? current : later).push_back(text);
  }
  std::vector<std::pair<Text, std::vector<Text>>> work;
  for (const Text& text : current) work.emplace_back(text, std::vector<Text>{text});
  for (const Text& text : later) {
    std::vector<Text> both{text};
    for (const Text& before : current)
      if (std::filesystem::path(before.name).filename() == std::filesystem::path(text.name).filename())
        both.insert(both.begin(), before);
    work.emplace_back(text, std::move(both));
  }
  for (const Text& text : blocks_of(root / "docs" / "programme-file.md"))
    work.emplace_back(text, std::vector<Text>{text});
  int passed = 0, failed = 0;
  for (auto& [text, definitions] : work) {
    std::vector<define::Source> sources;
    definitions.insert(definitions.begin(), lists.begin(), lists.end());
    for (const Text& one : definitions) sources.push_back({one.name, one.text});
    const define::LoadedCatalogue loaded = define::load_all(sources);
    for (const auto& [id, programme] : loaded.catalogue.programmes) {
      if (programme->source != text.text) continue;
      const define::Findings judged = app::judge_examples(*programme);
      for (const define::Example& example : programme->examples) {
        const auto begin = std::chrono::steady_clock::now();
        std::string fault;
        try {
          fault = run_example(definitions, *programme, example);
        } catch (const std::exception& failure) {
          fault = failure.what();
        }
        const double seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        const bool is_held_elsewhere = std::none_of(
            judged.begin(), judged.end(),
            [&](const define::Finding& one) { return one.error.args().front() == example.title; });
        if (fault.empty() != is_held_elsewhere) fault += " (define check says otherwise)";
        ++(fault.empty() ? passed : failed);
        std::printf("%-4s %s “%s” %.2f s\n", fault.empty() ? "ok" : "FAIL", text.name.c_str(),
                    example.title.c_str(), seconds);
        if (!fault.empty()) std::printf("     %s\n", fault.c_str());
      }
    }
  }
  std::printf("%d passed, %d failed\n", passed, failed);
  return failed == 0 && passed > 0 ? 0 : 1;
}
