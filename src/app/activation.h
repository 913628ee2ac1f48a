#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/app.h"
#include "define/activation.h"
#include "define/load_programme.h"

namespace jinguo::app {

/// Names and texts of definition files.
using DefinitionTexts = std::vector<std::pair<std::string, std::string>>;

/// What of an activation takes long, done beside the running writer: the texts are checked, and the figures
/// of each new version are counted over one look at the store and brought up with what was saved since. The
/// writer then has only the last moment's records to count. Versions that need records written anew, or that
/// change what a record reports, are left to the writer.
class PreparedActivation {
 public:
  /// A programme whose next version is counted.
  struct Ready {
    rollup::FillingPlan filling;
    define::ActivationCount count;
    /// Counted up to here.
    Position until;
    /// Records that changed since the first look, as they were counted last.
    std::map<RecordId, std::optional<record::Record>> followed = {};
    bool is_in_force = false;
  };

  /// Checks the texts. An Error of the store when it cannot make room for new fields, which it does before
  /// anything is counted: PostgreSQL changes no table that somebody looks at. A field that is refused later
  /// leaves an empty column behind.
  PreparedActivation(App& app, const DefinitionTexts& texts);
  Result<void> make_room();
  /// Counts from this look on, which must stay open as long as the rest is asked.
  void count_from(Reading& base);
  /// Gives back what did not come into force.
  ~PreparedActivation();
  PreparedActivation(const PreparedActivation&) = delete;
  PreparedActivation& operator=(const PreparedActivation&) = delete;

  /// False when other definitions are in force than those the texts were checked against.
  bool is_for(const Snapshot& now) const { return now.catalogue == before_.catalogue; }
  const define::LoadedCatalogue& loaded() const { return loaded_; }
  /// Null when the programme is left to the writer.
  Ready* find(std::string_view programme);
  /// What the records saved since then change in the figures.
  rollup::Effect effect_since(const Ready& ready, Reading& now) { return effect_since(ready, now, nullptr); }

 private:
  using Followed = std::map<RecordId, std::optional<record::Record>>;
  void count(Ready& ready);
  size_t catch_up(Ready& ready);
  rollup::Effect effect_since(const Ready& ready, Reading& now, Followed* followed);

  App& app_;
  Reading* base_ = nullptr;
  Snapshot before_;
  define::LoadedCatalogue loaded_;
  std::map<std::string, Ready, std::less<>> ready_;
};

struct AppliedDefinitions {
  /// What happened, in sentences of both languages.
  std::vector<std::string> plan;
  std::vector<std::shared_ptr<const define::Programme>> programmes;
  Snapshot snapshot;
  /// Whose figures are read anew after the commit.
  std::vector<std::shared_ptr<const define::Programme>> to_load = {};
  struct Filled {
    PreparedActivation::Ready* ready;
    rollup::Effect last;
  };
  std::vector<Filled> filled = {};
};

inline constexpr ErrorRow kDefinitionsMoved{"app.definitions_moved", 409,
                                            "另有项目文件刚刚启用，请再试一次。",
                                            "Other definitions have just come into force; try again."};

inline constexpr ErrorRow kDefinitionMoved{
    "app.definition_moved", 409,
    "“{0}”在您起草后已换版：底稿是第 {1} 版，现行第 {2} 版；请先对照差异，再合到现行版上。",
    "\"{0}\" has changed since this was begun: from version {1}, now {2}. Compare, then bring yours onto "
    "it."};

/// Inside a write: takes the texts into force as one. `prepared` may be null, for an empty house. Refused
/// with app.definitions_moved when it was prepared beside other definitions than are in force by now.
Result<AppliedDefinitions> apply_definitions(App& app, Writing& writing, const LogEntry& stamp,
                                             const DefinitionTexts& texts, PreparedActivation* prepared);
/// What `apply_definitions` would do now; nothing is written.
Result<AppliedDefinitions> try_definitions(App& app, Reading& reading, const DefinitionTexts& texts);
/// After the commit, on the writing thread: figures and readers follow.
void put_in_force(App& app, AppliedDefinitions& applied, Position position);

}  // namespace jinguo::app
