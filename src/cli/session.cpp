#include "cli/session.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <istream>
#include <iterator>
#include <ostream>

#include "cli/help.h"
#include "cli/refusal.h"

namespace jinguo::cli {
namespace {

std::string query_text(const Ask& question) {
  std::string out;
  for (const auto& [name, value] : question.query)
    if (!value.empty()) out += (out.empty() ? "?" : "&") + name + "=" + value;
  return out;
}

/// The language named by --lang; Chinese unless "en".
Language language_of(const Arguments& given) {
  return given.value("lang") == "en" ? Language::en : Language::zh;
}

/// Where the data are and as whom they are asked. `--as then|now` is no account but a point of view.
Target target_of(const Arguments& given) {
  Target target{std::string(given.value("data")), std::string(given.value("store")),
                std::string(given.value("key")), ""};
  for (const std::string& as : given.all("as"))
    if (as != "then" && as != "now") target.account = as;
  return target;
}

Exit tell_usage(std::ostream& err, const Error& error) {
  err << error.text(Language::zh) << "\n" << error.text(Language::en) << "\n";
  return Exit::usage;
}

}  // namespace

std::optional<Reply> ask(Session& session, const Ask& question) {
  auto reply = session.house.answer(question);
  if (!reply) {
    session.exit = tell_error(session, reply.error());
    return std::nullopt;
  }
  if (!reply->is_good()) {
    session.exit = tell_refusal(session, *reply);
    return std::nullopt;
  }
  return std::move(*reply);
}

std::optional<Reply> change(Session& session, const Ask& question) {
  if (!session.is_dry_run()) return ask(session, question);
  session.out << session.say("试运行，将发送：", "Dry run; this would be sent: ") << question.method << " "
              << question.path << query_text(question) << "\n";
  if (question.file_name.empty() && !question.body.empty()) session.out << question.body << "\n";
  session.exit = Exit::ok;
  return std::nullopt;
}

Exit run(std::span<const std::string> words, const OpenInstallation& open, std::istream& in,
         std::ostream& out, std::ostream& err) {
  auto given = parse_arguments(words);
  if (!given) return tell_usage(err, given.error());
  const Language language = language_of(*given);
  if (given->wants_help || !given->command) {
    std::ostream& where = given->wants_help ? out : err;
    where << (given->command         ? help_of(*given->command, language)
              : !given->noun.empty() ? help_of_noun(given->noun, language)
                                     : help_of_all(language));
    return given->wants_help ? Exit::ok : Exit::usage;
  }
  try {
    const auto house = open(target_of(*given));
    Session session{*given, *house, in, out, err, language};
    const Exit exit = given->command->run(session);
    out.flush();
    return out ? exit : Exit::failed;
  } catch (const Failure& failure) {
    err << (language == Language::zh ? "没有完成：" : "Not done: ") << failure.what() << "\n";
    return Exit::failed;
  }
}

bool confirm(Session& session, std::string_view zh, std::string_view en) {
  if (session.given.has("yes") || session.is_dry_run()) return true;
  session.err << session.say(zh, en)
              << session.say("（加 --yes 免确认）继续？[y/N] ", " (--yes skips this question) Go on? [y/N] ")
              << std::flush;
  std::string answer;
  if (isatty(STDIN_FILENO) == 1) std::getline(session.in, answer);
  session.exit = Exit::usage;
  if (answer == "y" || answer == "Y" || answer == "yes" || answer == "是") return true;
  session.err << session.say("没有执行。\n", "Nothing was done.\n");
  return false;
}

Result<std::string> read_input(Session& session, const std::string& path) {
  if (path == "-")
    return std::string(std::istreambuf_iterator<char>(session.in), std::istreambuf_iterator<char>());
  std::ifstream file(path, std::ios::binary);
  std::string bytes;
  if (file) bytes.assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  if (!file || file.bad()) return Error(kCannotRead, {path, std::strerror(errno)});
  return bytes;
}

bool write_output(Session& session, std::string_view bytes) {
  const std::string path = session.value("output");
  if (path.empty() || path == "-") {
    session.out << bytes;
    return true;
  }
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  file.close();
  if (file) return true;
  session.exit = tell_error(session, Error(kCannotWrite, {path, std::strerror(errno)}));
  return false;
}

}  // namespace jinguo::cli
