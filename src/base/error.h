#pragma once
#include <exception>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace jinguo {

/// Languages a person may read. Chinese is the default; Traditional is made from it by conversion.
enum class Language { zh, en };

/// One kind of refusal: its stable code, its HTTP status and its sentence in both languages.
/// Declared `inline constexpr` in the header of the folder that refuses, so that the code, the text and
/// the place where it is raised can never drift apart. `{0}`, `{1}` … in a sentence are the arguments.
/// A sentence says what is wrong and how to mend it.
struct ErrorRow {
  std::string_view code;
  int status;
  std::string_view zh;
  std::string_view en;
};

/// Where in a text a fault stands. Lines and columns count from 1; 0 means "not known".
/// For a sheet, `file` is its name, `line` the row and `column` the column.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
  /// The field or path concerned, empty when the fault is not about one.
  std::string field;
};

/// A refusal: what was wrong, with its arguments and its place. Rendered only by http and cli.
class Error {
 public:
  Error(const ErrorRow& row, std::initializer_list<std::string> args = {}) : row_(&row), args_(args) {}
  Error(const ErrorRow& row, std::vector<std::string> args) : row_(&row), args_(std::move(args)) {}

  const ErrorRow& row() const { return *row_; }
  std::string_view code() const { return row_->code; }
  const std::vector<std::string>& args() const { return args_; }

  /// The same refusal, said of a place.
  Error at(Place place) && {
    place_ = std::move(place);
    return std::move(*this);
  }
  /// The same refusal, said of a field.
  Error on(std::string field) && {
    place_.field = std::move(field);
    return std::move(*this);
  }
  const Place& place() const { return place_; }

  /// Both sides of a conflict, or other facts the answer carries, as JSON text; empty when there are none.
  std::string detail;

  /// The sentence with its arguments filled in, without the place.
  std::string text(Language language) const;
  /// "file:line:column: sentence", as much of the place as is known.
  std::string text_with_place(Language language) const;

 private:
  const ErrorRow* row_;
  std::vector<std::string> args_;
  Place place_;
};

/// All faults of one text, in order of their places. Empty means the text is good.
using Diagnostics = std::vector<Error>;

/// The world failed (disk, database, network): thrown, never returned, and caught only by a request, a
/// command or a job.
class Failure : public std::exception {
 public:
  explicit Failure(std::string what) : what_(std::move(what)) {}
  const char* what() const noexcept override { return what_.c_str(); }

 private:
  std::string what_;
};

/// The world is busy, not broken: the same asked again shortly is likely to be answered.
class Busy : public Failure {
 public:
  using Failure::Failure;
};

/// We are wrong: an invariant of the program is broken. Always compiled in; never for input.
void ensure(bool holds, std::string_view invariant);

}  // namespace jinguo
