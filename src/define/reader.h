#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "define/finding.h"
#include "define/programme.h"
#include "define/shape.h"
#include "define/yaml.h"

namespace jinguo::define {

/// More findings than these help nobody; what follows is not told.
inline constexpr size_t kMostFindings = 500;
/// A group or list has no more entries than this, a programme no more variants of events than that: whoever
/// sends a text may not make its judgement endless.
inline constexpr size_t kMostEntries = 2000;
inline constexpr size_t kMostEvents = 500;
/// What a card can show at a glance.
inline constexpr size_t kMostOnCard = 5;

/// Reads values of known kinds out of nodes and notes every fault with its place. What is faulty is noted
/// once and read as absent, so that one pass tells all.
class Reader {
 public:
  Reader(std::string file, Findings& findings) : file_(std::move(file)), findings_(findings) {}

  void fault(const ErrorRow& row, std::vector<std::string> args, Place place);
  void advise(const ErrorRow& row, std::vector<std::string> args, Place place);
  /// Passes on a fault found elsewhere.
  void fault(Error error);
  /// So much has been told that nothing more will be.
  bool is_full() const { return findings_.size() >= kMostFindings; }

  Place place(const Node& node) const { return {file_, node.line, node.column, {}}; }
  Place place(const Node::Entry& entry) const { return {file_, entry.line, entry.column, {}}; }

  /// The node is a group of this shape: tells unknown keys, missing keys and values of the wrong kind.
  bool has_shape(const Node& node, const Shape& shape, const Place& at);

  /// These take the value under a key of a group; absent or faulty is nothing.
  std::string text(const Node& group, std::string_view key);
  std::string id(const Node& group, std::string_view key);
  std::optional<int64_t> whole(const Node& group, std::string_view key, const Shape& shape);
  std::optional<Decimal> number(const Node& group, std::string_view key);
  std::optional<Date> date(const Node& group, std::string_view key);
  bool yes(const Node& group, std::string_view key, bool otherwise);
  Words words(const Node& group, std::string_view key);
  std::optional<Expression> expression(const Node& group, std::string_view key);
  std::optional<org::Level> level(const Node& group, std::string_view key);
  std::vector<org::Level> levels(const Node& group, std::string_view key);
  std::optional<Period::Kind> period(const Node& group, std::string_view key);
  /// The index of the word in the options of the key.
  std::optional<size_t> one_of(const Node& group, std::string_view key, const Shape& shape);
  std::vector<std::string> ids(const Node& group, std::string_view key);
  std::vector<Role> roles(const Node& group, std::string_view key);
  std::vector<std::pair<org::Level, Decimal>> numbers_by_level(const Node& group, std::string_view key);
  std::vector<std::pair<std::string, std::string>> texts_by_id(const Node& group, std::string_view key);

  /// The group, list or map under the key; null when absent or of another kind.
  const Node* map(const Node& group, std::string_view key);
  const Node* list(const Node& group, std::string_view key);

  /// Two languages, written as a group or as Chinese alone; `what` names it in the complaint.
  Words words_of(const Node& node, const Place& at, std::string_view what);
  /// A fault unless the word can be an id.
  bool is_id(std::string_view word, const Place& at);
  /// A fault when the word holds a full-width sign; ids, numbers and the like never do.
  bool is_plain(std::string_view word, const Place& at);
  const std::string& file() const { return file_; }

 private:
  void tell(Error error, Severity severity);
  /// Whether there are so few entries that they can be read; tells when not.
  bool is_bounded(size_t entries, std::string_view key, const Place& at);
  const Node* scalar(const Node& group, std::string_view key);
  void tell_options(std::string_view key, std::string_view word, const std::vector<std::string>& options,
                    const Place& at);
  std::optional<Role> role(const Node& node);

  std::string file_;
  Findings& findings_;
};

/// Words parted by spaces.
std::vector<std::string> split_words(std::string_view words);
/// The names of the kinds of periods, in the order of Period::Kind, as written in files.
std::vector<std::string> period_names();

}  // namespace jinguo::define
