#pragma once
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace jinguo::cases {

/// A line of a case file that cannot be read, or whose expectation was not met.
class CaseFault : public std::runtime_error {
 public:
  CaseFault(int at, const std::string& what) : std::runtime_error(what), line(at) {}
  int line;
};

/// One line, without what indents it.
struct Line {
  int number = 0;
  std::string text;
};

/// A sentence of a case: its line, and the indented lines below it. A block in fences ("""…""") is kept apart
/// as one text, byte for byte.
struct Statement {
  Line head;
  std::vector<Line> block;
  std::string fenced;
};

struct CaseText {
  std::string title;
  std::vector<Statement> statements;
};

/// Reads a case: the first line `# …` is its title; other lines that begin with # and empty lines are passed
/// over; an indented line belongs to the statement above it. Throws CaseFault.
CaseText parse_case(std::string_view text);

/// One word, or name=value when `is_pair`.
struct Word {
  std::string text;
  std::string value;
  bool is_pair = false;
};

/// The words of a line, parted by blanks; "…" keeps blanks together, also behind name=.
std::vector<Word> split_words(const Line& line);

/// The words of one sentence, taken one after the other and by the keyword before them; what nobody took is a
/// fault, so nothing that is written goes unread.
class Words {
 public:
  /// A word that ends with a colon ends the head; what follows it is `tail`.
  explicit Words(const Line& line);

  int line() const { return line_; }
  /// The next word that nobody took; a fault when there is none.
  std::string next(std::string_view what);
  /// The same, nothing when there is none.
  std::optional<std::string> next_if_any();
  /// The word behind a keyword, nothing when the keyword does not stand there.
  std::optional<std::string> after(std::string_view keyword);
  /// As above, but it must be there.
  std::string must(std::string_view keyword);
  bool has(std::string_view keyword);
  /// All that follows a keyword, as words parted by one blank.
  std::optional<std::string> rest_after(std::string_view keyword);
  const std::string& tail() const { return tail_; }
  /// A fault when a word was not taken.
  void done() const;

 private:
  int line_;
  std::vector<std::string> words_;
  std::vector<bool> taken_;
  std::string tail_;
};

/// Codes written as one range, `371302001001..590`: the last digits counted up. One code when there is none.
std::vector<std::string> expand_codes(const std::string& text, int line);

}  // namespace jinguo::cases
