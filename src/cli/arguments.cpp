#include "cli/arguments.h"

#include <algorithm>
#include <numeric>

#include "cli/help.h"

namespace jinguo::cli {
namespace {

/// Changes of one letter that turn one word into the other.
size_t distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t corner = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t up = row[j];
      row[j] = std::min({up + 1, row[j - 1] + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1)});
      corner = up;
    }
  }
  return row[b.size()];
}

std::vector<std::string_view> first_words() {
  std::vector<std::string_view> out;
  for (const Command& command : commands())
    if (std::find(out.begin(), out.end(), command.noun) == out.end()) out.push_back(command.noun);
  return out;
}

std::vector<std::string_view> verbs_of(std::string_view noun) {
  std::vector<std::string_view> out;
  for (const Command& command : commands())
    if (command.noun == noun && !command.verb.empty()) out.push_back(command.verb);
  return out;
}

bool takes(const Command& command, const Option& option) {
  if (option.is_general) return true;
  for (const TakenOption& taken : taken_options(command))
    if (taken.option == &option) return true;
  return false;
}

/// How many arguments there may be, from the row's text.
struct Count {
  size_t least = 0, most = 0;
  std::vector<std::string_view> names;
};
Count count_of(std::string_view arguments) {
  Count out;
  while (!arguments.empty()) {
    const size_t blank = arguments.find(' ');
    const std::string_view word = arguments.substr(0, blank);
    arguments.remove_prefix(blank == std::string_view::npos ? arguments.size() : blank + 1);
    out.names.push_back(word);
    if (!word.starts_with('[')) ++out.least;
    out.most =
        word.find("…") != std::string_view::npos ? SIZE_MAX : out.most + (out.most == SIZE_MAX ? 0 : 1);
  }
  return out;
}

/// Whether a connection string holds a password: "password=…", or "//user:password@…".
bool has_password(std::string_view conninfo) {
  const size_t user = conninfo.find("://");
  if (user == std::string_view::npos || conninfo.find("password=") != std::string_view::npos)
    return conninfo.find("password") != std::string_view::npos;
  const std::string_view place = conninfo.substr(user + 3, conninfo.find('/', user + 3) - user - 3);
  const size_t at = place.find('@');
  return at != std::string_view::npos && place.substr(0, at).find(':') != std::string_view::npos;
}

class Parser {
 public:
  explicit Parser(std::span<const std::string> words) : words_(words) {}

  Result<Arguments> parse() {
    // The command is found first, so that an option knows whose it is.
    std::vector<std::string> plain;
    bool is_over = false;
    for (size_t i = 0; i < words_.size(); ++i) {
      const std::string& word = words_[i];
      if (!is_over && word == "--") {
        is_over = true;
      } else if (!is_over && word.size() > 1 && word.front() == '-') {
        if (auto taken = take_option(word, i); !taken) return std::move(taken).error();
      } else {
        plain.push_back(word);
      }
    }
    given_.wants_help = given_.wants_help || (!plain.empty() && plain.front() == "help");
    if (!plain.empty() && plain.front() == "help") plain.erase(plain.begin());
    if (plain.empty()) return std::move(given_);
    if (auto found = find(plain); !found) return std::move(found).error();
    if (given_.wants_help || !given_.command) return std::move(given_);
    if (auto judged = judge(); !judged) return std::move(judged).error();
    return std::move(given_);
  }

 private:
  Result<void> take_option(const std::string& word, size_t& i) {
    const bool is_long = word.starts_with("--");
    const size_t equals = is_long ? word.find('=') : std::string::npos;
    const std::string name =
        is_long ? word.substr(2, equals == std::string::npos ? equals : equals - 2) : word.substr(1);
    if (name == "help" || (!is_long && name == "h")) {
      given_.wants_help = true;
      return {};
    }
    const Option* option = is_long || name.size() == 1 ? find_option(name) : nullptr;
    if (!option) return unknown(word.substr(0, equals), name);
    if (option->value.empty()) {
      if (equals != std::string::npos) return Error(kNeedlessValue, {"--" + name});
      given_.options[std::string(option->name)];
      return {};
    }
    std::string value;
    if (equals != std::string::npos) {
      value = word.substr(equals + 1);
    } else {
      if (i + 1 >= words_.size()) return Error(kNoValue, {word, std::string(option->value)});
      value = words_[++i];
    }
    auto& values = given_.options[std::string(option->name)];
    // `--as` has two meanings for figures: a point of view and an account; each may stand once.
    if (!values.empty() && !option->is_repeatable && option->name != "as") return Error(kTwice, {word});
    values.push_back(std::move(value));
    return {};
  }

  Error unknown(const std::string& word, const std::string& name) const {
    std::vector<std::string_view> names;
    for (const Option& option : options()) names.push_back(option.name);
    const Nearest near = nearest(name, names);
    return Error(kUnknownOption, {typed_command(), word, near.zh, near.en});
  }

  /// The noun and verb among the words, as far as they are known; for sentences.
  std::string typed_command() const {
    std::vector<std::string> plain;
    for (const std::string& word : words_)
      if (!word.starts_with('-')) plain.push_back(word);
    if (plain.size() > 1 && find_command(plain[0], plain[1])) return plain[0] + " " + plain[1];
    return plain.empty() ? std::string("jinguo") : plain[0];
  }

  Result<void> find(std::vector<std::string>& plain) {
    given_.command = find_command(plain[0], "");
    size_t used = 1;
    const auto verbs = verbs_of(plain[0]);
    if (plain.size() > 1 && !verbs.empty())
      if (const Command* with_verb = find_command(plain[0], plain[1])) given_.command = with_verb, used = 2;
    if (!given_.command) {
      if (verbs.empty()) {
        const Nearest near = nearest(plain[0], first_words());
        return Error(kUnknownCommand, {plain[0], near.zh, near.en});
      }
      given_.noun = plain[0];
      if (plain.size() == 1) return {};
      const Nearest near = nearest(plain[1], verbs);
      return Error(kUnknownCommand, {plain[0] + " " + plain[1], near.zh, near.en});
    }
    given_.noun = plain[0];
    given_.values.assign(plain.begin() + static_cast<std::ptrdiff_t>(used), plain.end());
    return {};
  }

  Result<void> judge() const {
    const Command& command = *given_.command;
    for (const auto& [name, values] : given_.options) {
      const Option* option = find_option(name);
      if (takes(command, *option)) continue;
      std::vector<std::string_view> names;
      for (const TakenOption& taken : taken_options(command)) names.push_back(taken.option->name);
      const Nearest near = nearest(name, names);
      return Error(kUnknownOption, {command.name(), "--" + name, near.zh, near.en});
    }
    const Count count = count_of(command.arguments);
    if (given_.values.size() < count.least)
      return Error(kMissingArgument, {std::string(count.names[given_.values.size()]), usage_of(command)});
    if (given_.values.size() > count.most)
      return Error(kTooMany, {given_.values[count.most], usage_of(command)});
    for (const TakenOption& taken : taken_options(command))
      if (taken.is_required && !given_.has(taken.option->name))
        return Error(kMissingOption, {"--" + std::string(taken.option->name), usage_of(command)});
    if (has_password(given_.value("store"))) return Error(kPasswordShown);
    if (const auto lang = given_.value("lang"); !lang.empty() && lang != "zh" && lang != "en")
      return Error(kBadValue, {"--lang", std::string(lang), "只能是 zh 或 en。", "it is zh or en."});
    return {};
  }

  std::span<const std::string> words_;
  Arguments given_;
};

}  // namespace

std::string_view Arguments::value(std::string_view option) const {
  const auto found = options.find(option);
  return found == options.end() || found->second.empty() ? std::string_view()
                                                         : std::string_view(found->second.back());
}

const std::vector<std::string>& Arguments::all(std::string_view option) const {
  static const std::vector<std::string> kNone;
  const auto found = options.find(option);
  return found == options.end() ? kNone : found->second;
}

Nearest nearest(std::string_view typed, const std::vector<std::string_view>& names) {
  std::string_view best;
  size_t least = std::max<size_t>(2, typed.size() / 3 + 1);
  for (const std::string_view name : names) {
    const bool begins = typed.size() >= 2 && name.starts_with(typed);
    const size_t away = begins ? 0 : distance(typed, name);
    if (away < least) least = away, best = name;
  }
  if (best.empty()) return {};
  return {"（是否要写 " + std::string(best) + "？）", " (did you mean " + std::string(best) + "?)"};
}

Result<Arguments> parse_arguments(std::span<const std::string> words) {
  return Parser(words).parse();
}

}  // namespace jinguo::cli
