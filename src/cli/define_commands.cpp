#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <ostream>
#include <set>

#include "app/definition_examples.h"
#include "cli/command_functions.h"
#include "cli/member.h"
#include "cli/refusal.h"
#include "cli/session.h"
#include "cli/text_table.h"
#include "define/load_programme.h"
#include "define/schema.h"

namespace jinguo::cli {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

bool is_definition(const fs::path& path) {
  return path.extension() == ".yaml" || path.extension() == ".yml";
}

/// The files meant: a folder stands for all definition files in it and below.
std::vector<std::string> files_of(const std::vector<std::string>& paths) {
  std::vector<std::string> out;
  for (const std::string& path : paths) {
    std::error_code failed;
    if (!fs::is_directory(path, failed)) {
      out.push_back(path);
      continue;
    }
    const size_t first = out.size();
    for (const auto& entry : fs::recursive_directory_iterator(path, failed))
      if (entry.is_regular_file() && is_definition(entry.path())) out.push_back(entry.path().string());
    std::sort(out.begin() + static_cast<std::ptrdiff_t>(first), out.end());
  }
  return out;
}

/// Files beside those asked that their names may stand in: the same folder, its `lists`, and the folder above
/// when that has `lists`.
std::vector<std::string> files_beside(const std::vector<std::string>& asked) {
  std::set<fs::path> folders;
  std::error_code failed;
  for (const std::string& path : asked) {
    const fs::path folder = fs::absolute(path).lexically_normal().parent_path();
    for (const fs::path& near : {folder, folder.parent_path()}) {
      if (near != folder && !fs::is_directory(near / "lists", failed)) continue;
      folders.insert(near);
      folders.insert(near / "lists");
    }
  }
  std::set<fs::path> known;
  for (const std::string& path : asked) known.insert(fs::absolute(path).lexically_normal());
  std::vector<std::string> out;
  for (const fs::path& folder : folders)
    for (const auto& entry : fs::directory_iterator(folder, failed))
      if (entry.is_regular_file() && is_definition(entry.path()) && !known.contains(entry.path()))
        out.push_back(entry.path().string());
  std::sort(out.begin(), out.end());
  return out;
}

std::optional<std::vector<define::Source>> read_all(Session& session, const std::vector<std::string>& files) {
  std::vector<define::Source> out;
  for (const std::string& file : files) {
    auto text = read_input(session, file);
    if (!text) {
      session.exit = tell_error(session, text.error());
      return std::nullopt;
    }
    out.push_back({file, std::move(*text)});
  }
  return out;
}

json::object finding_json(const define::Finding& finding) {
  const Place& place = finding.error.place();
  return {{"severity", finding.severity == define::Severity::fault ? "fault" : "advice"},
          {"code", finding.error.code()},
          {"message", finding.error.text(Language::zh)},
          {"message_en", finding.error.text(Language::en)},
          {"file", place.file},
          {"line", place.line},
          {"column", place.column},
          {"field", place.field}};
}

}  // namespace

Exit run_define_check(Session& session) {
  const std::vector<std::string> files = files_of(session.given.values);
  auto sources = read_all(session, files);
  if (!sources) return session.exit;
  if (sources->empty()) {
    tell_error(session, Error(kCannotRead, {session.at(0), "里面没有 .yaml 文件 / no .yaml file in it"}));
    return Exit::not_found;
  }
  const bool from_input = std::find(files.begin(), files.end(), "-") != files.end();
  auto beside = from_input ? std::vector<define::Source>() : read_all(session, files_beside(files));
  if (!beside) return session.exit;
  std::vector<define::Source> all = *sources;
  all.insert(all.end(), beside->begin(), beside->end());
  const define::LoadedCatalogue loaded = app::load_and_try(all);
  json::array findings;
  size_t faults = 0;
  for (const define::Finding& finding : loaded.findings) {
    if (std::find(files.begin(), files.end(), finding.error.place().file) == files.end()) continue;
    if (finding.severity == define::Severity::fault) ++faults;
    findings.push_back(finding_json(finding));
  }
  if (session.wants_json()) {
    session.out << json::serialize(json::object{{"good", faults == 0}, {"faults", findings}}) << "\n";
  } else {
    tell_faults(session, json::serialize(findings));
    if (faults == 0)
      session.out << files.size() << session.say(" 个文件没有错误。\n", " files without a fault.\n");
    else
      session.err << session.say("共 ", "In all ") << faults
                  << session.say(" 处需要改正。\n", " faults to mend.\n");
  }
  return faults == 0 ? Exit::ok : Exit::checks_failed;
}

Exit run_define_apply(Session& session) {
  auto sources = read_all(session, files_of(session.given.values));
  if (!sources) return session.exit;
  json::array texts;
  for (const define::Source& source : *sources)
    texts.push_back({{"name", source.name}, {"text", source.text}});
  const json::object body{{"texts", std::move(texts)}, {"dry_run", session.is_dry_run()}};
  const auto reply =
      ask(session, {.method = "POST", .path = "/api/definitions/apply", .body = json::serialize(body)});
  if (!reply) return session.exit;
  if (session.wants_json()) {
    session.out << reply->body << "\n";
    return Exit::ok;
  }
  const json::value result = read_json(reply->body);
  for (const json::value& line : result.at("plan").as_array())
    session.out << std::string_view(line.as_string()) << "\n";
  session.out << (session.is_dry_run()
                      ? session.say("试运行，未启用。\n", "A dry run; nothing was activated.\n")
                      : session.say("已启用。\n", "In force.\n"));
  return Exit::ok;
}

Exit run_define_list(Session& session) {
  const auto reply = ask(session, {.path = "/api/programmes"});
  if (!reply) return session.exit;
  if (session.wants_json()) {
    session.out << reply->body << "\n";
    return Exit::ok;
  }
  TextTable table;
  table.columns = {{std::string(session.say("项目", "Programme"))},
                   {std::string(session.say("名称", "Title"))},
                   {std::string(session.say("版本", "Version")), true},
                   {std::string(session.say("填报层级", "Level"))},
                   {std::string(session.say("可见记录", "Records seen")), true}};
  const json::value list = read_json(reply->body);
  for (const json::value& programme : list.as_array())
    table.rows.push_back({shown(programme, "id"), shown(programme, "title", session.language),
                          shown(programme, "version"), shown(programme, "level"),
                          shown(programme, "records")});
  session.out << table.to_text();
  return Exit::ok;
}

Exit run_define_schema(Session& session) {
  session.out << define::schema_json() << "\n";
  return Exit::ok;
}

Exit run_define_reference(Session& session) {
  session.out << define::reference_markdown();
  return Exit::ok;
}

}  // namespace jinguo::cli
