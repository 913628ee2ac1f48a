#pragma once
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <vector>

#include "access/scope.h"
#include "app/last_acts.h"
#include "app/settings.h"
#include "app/store_port.h"
#include "app/unit_finder.h"
#include "define/catalogue.h"
#include "flow/obligation.h"
#include "flow/open_work.h"
#include "org/tree.h"
#include "org/view_build.h"
#include "rollup/figures.h"

namespace jinguo::app {

class ImportDesk;
class Office;

/// The tree and the definitions in force at one position of the log. Immutable; replaced as a whole.
struct Snapshot {
  std::shared_ptr<const org::Tree> tree;
  std::shared_ptr<const define::Catalogue> catalogue;
  /// On the writing thread: plans that an activation has filled and that come into force with its commit.
  std::map<std::string, std::shared_ptr<const rollup::ProgrammePlan>, std::less<>> plans = {};
};

/// What subscribers are told after a commit: which units' figures may have changed, and where the log stands.
struct Notice {
  Position position;
  std::string kind;
  std::string programme;
  UnitId unit;
  /// The record's id as text; empty for other things.
  std::string subject;
};

/// The state every use case works on: the store, and what is kept in memory beside it. Use cases are free
/// functions, one file each, that take an App and the Scope of the one who asks.
///
/// Threads: any number may read; commands run on the store's writing thread one after the other. There
/// `staged()` is the state as the commands of the running group see it; `published()` is what is on disk.
class App {
 public:
  App(Store& store, Office& office, Clock clock, RandomBytes random, Settings settings);
  ~App();

  /// Reads everything that is kept in memory from the store. A Failure when the store does not fit.
  void start();

  Store& store() { return store_; }
  Office& office() { return office_; }
  ImportDesk& imports() { return *imports_; }
  const Clock& clock() const { return clock_; }
  const Settings& settings() const { return settings_; }
  void set_settings(Settings settings) { settings_ = std::move(settings); }
  Date today() const { return settings_.business_date ? *settings_.business_date : clock_.today(); }

  Snapshot published() const;
  /// On the writing thread only: as the running group sees it.
  const Snapshot& staged() const { return staged_; }
  /// On the writing thread only: what the rest of the group shall see, and readers after the commit.
  void stage(Snapshot next) { staged_ = std::move(next); }
  /// On the writing thread only: the plan that effects of the running group are made with; nothing when the
  /// programme's figures are to be loaded after the commit.
  std::shared_ptr<const rollup::ProgrammePlan> staged_plan(const define::Programme& programme) const;
  /// After the commit of the command that staged it.
  void publish(Snapshot next);
  /// Before a group: forgets what a failed group had staged.
  void reset_staged();

  /// The tree as it was at the end of a day, laid out.
  std::shared_ptr<const org::View> view(const org::Tree& tree, Date day);
  rollup::Figures& figures() { return figures_; }
  UnitFinder& unit_finder() { return unit_finder_; }

  /// Obligations: who has reported. The visitor must not keep what it is given.
  void read_reported(std::string_view programme,
                     const std::function<void(const flow::ReportedIndex&)>& look) const;
  void change_reported(std::string_view programme, const std::function<void(flow::ReportedIndex&)>& change);

  /// Work that waits: which records of a programme someone may lead on. The visitor must not keep what it is
  /// given.
  void read_open(std::string_view programme, const std::function<void(const flow::OpenWork&)>& look) const;
  /// After the commit that saved the record.
  void follow_open(const define::Programme& programme, const record::Record& record);
  /// What may be taken back for a few seconds.
  LastActs& last_acts() { return last_acts_; }

  /// 48 bits of the time in milliseconds and 80 random ones: records made together lie together on the disk.
  RecordId new_record_id();
  /// Hexadecimal text of n random bytes.
  std::string random_text(size_t bytes);

  /// Called after each commit, on the writing thread; must be quick.
  void on_notice(std::function<void(const Notice&)> listener) { listener_ = std::move(listener); }
  void notify(const Notice& notice) {
    if (listener_) listener_(notice);
  }
  Instant started_at() const { return started_at_; }
  int64_t record_count() const { return records_.load(); }
  void add_records(int64_t n) { records_ += n; }

  /// Loads (or reloads after an activation) the figures of one programme from its records.
  void load_programme(Reading& reading, const std::shared_ptr<const define::Programme>& programme);
  /// Puts figures in force that were filled beside the running writer; `last` brings them to the position.
  void put_in_force(rollup::FillingPlan filling, const rollup::Effect& last, Position position);
  /// The log position up to which the programme's figures hold everything because they were loaded then: a
  /// change up to there must not be applied again. On the writing thread only.
  Position loaded_at(std::string_view programme) const;

 private:
  Store& store_;
  Office& office_;
  std::unique_ptr<ImportDesk> imports_;
  Clock clock_;
  RandomBytes random_;
  Settings settings_;
  Instant started_at_ = 0;

  mutable std::mutex published_lock_;
  Snapshot published_;
  Snapshot staged_;

  std::mutex views_lock_;
  org::ViewCache views_;
  /// Views the figures may hold totals of, oldest first.
  std::vector<std::shared_ptr<const org::View>> totalled_;
  const void* structure_ = nullptr;

  rollup::Figures figures_;
  UnitFinder unit_finder_;
  mutable std::shared_mutex reported_lock_;
  std::map<std::string, flow::ReportedIndex, std::less<>> reported_;
  mutable std::shared_mutex open_lock_;
  std::map<std::string, flow::OpenWork, std::less<>> open_;
  LastActs last_acts_;

  std::map<std::string, Position, std::less<>> loaded_at_;
  std::function<void(const Notice&)> listener_;
  std::mutex random_lock_;
  std::atomic<int64_t> records_{0};
};

}  // namespace jinguo::app
