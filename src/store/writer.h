#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/result.h"
#include "store/sql_database.h"

namespace jinguo::store {

/// What a command hands to the hooks and to its completion. The writer knows nothing of it.
class CommandOutcome {
 public:
  virtual ~CommandOutcome() = default;
};
using Outcome = std::unique_ptr<CommandOutcome>;

/// The work of one command, on the writer's thread, inside the group's transaction. It sees what earlier
/// commands of its group have done. An Error refuses the command alone: what it did is undone and the rest
/// of the group goes on. It may be run again when the engine reports that another transaction came between,
/// so it changes nothing but through the connection; it neither begins nor commits.
using Work = std::function<Result<Outcome>(Connection&)>;
/// Called once for each accepted command, on the writer's thread and after the commit is on disk; it must be
/// quick and must not throw. Of an Error `store.not_saved` it is unknown whether the change was saved; after
/// every other Error it was not.
using Completion = std::function<void(Result<Outcome>)>;

struct WriterHooks {
  /// Before the commit, with the outcomes of the commands that were not refused, in their order; not called
  /// for none. Here the log gets its positions. A thrown failure fails the group.
  std::function<void(Connection&, std::span<const Outcome>)> before_commit;
  /// After the commit is on disk and before any completion. Here cells take their deltas. Must not throw.
  std::function<void(std::span<const Outcome>)> after_commit;
  /// Before the first group, and before the next group after one failed: whatever is kept in memory about the
  /// head of the log is to be read again. What it throws is told to those who wait.
  std::function<void(Connection&)> resync;
  /// Once, when nothing more may be written; the process should stop and start anew.
  std::function<void(std::string_view why)> on_fatal;
  /// For each failure that is no refusal: for the operator's log.
  std::function<void(std::string_view what)> report;
};

struct WriterOptions {
  /// A group ends at this many commands …
  size_t group_commands = 256;
  /// … or when this much time was spent on its work.
  std::chrono::microseconds group_time{5000};
  /// A group that follows a large one waits this long for those who were just answered, until as many wait.
  std::chrono::microseconds gather_time{300};
  /// More waiting commands than this are refused with store.busy.
  size_t queue_limit = 4096;
  /// How often it is tried anew after the disk was full or the server gone.
  std::chrono::milliseconds retry_every{500};
  /// Quiet time after which the connection gets its idle upkeep.
  std::chrono::milliseconds idle_after{1000};
};

/// Owns the thread that writes and its connection. Commands that wait together are committed together; a
/// failed commit acknowledges none of them. Commands are nearly always refused before they change anything,
/// so a group runs without savepoints; when one is refused after all that has changed something, the group is
/// undone and run again with a savepoint for each.
class Writer {
 public:
  Writer(std::unique_ptr<WriteConnection> connection, WriterHooks hooks, WriterOptions options = {});
  /// Drains and stops.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Queues a command from any thread. An Error (store.busy, store.stopped, store.disk_full,
  /// store.not_saved while the server is away) means that it was not taken and `done` will not be called.
  Result<void> submit(Work work, Completion done);
  /// Submits and waits for the end; never from the writer's own thread.
  Result<Outcome> perform(Work work);
  /// Takes no more commands, finishes the waiting ones, closes the connection. May be called twice.
  void drain_and_stop();
  /// False from the moment nothing more may be written.
  bool is_healthy() const { return state_.load() != State::failed; }

 private:
  enum class State { running, disk_full, disconnected, failed };
  enum class Wakeup { group, idle, retry, stop };
  struct Command {
    Work work;
    Completion done;
  };
  /// A refused command has changed something, and no savepoint stands before it.
  struct NeedsSavepoints {};

  void run();
  Wakeup wait();
  void run_group();
  /// Runs and commits the group; nothing when it is on disk, else what its commands are told.
  const ErrorRow* attempt_group();
  void resync();
  void run_commands();
  void run_command(Command& command);
  /// Waits for what the commands posted.
  void settle();
  const ErrorRow* note_failure(const SqlFailure& failure);
  void undo_group();
  void finish_group();
  static void finish(Command& command, Result<Outcome> result);
  void look_after(Upkeep when);
  void mend();
  void pause(State state, const ErrorRow& row);
  void refuse_waiting(const ErrorRow& row);
  void report(std::string_view what) const;

  WriterOptions options_;
  WriterHooks hooks_;
  std::unique_ptr<WriteConnection> connection_;
  std::atomic<State> state_{State::running};

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Command> queue_;
  bool stop_asked_ = false;
  /// So many commands must wait before the thread is woken.
  size_t wake_at_ = 1;

  bool must_resync_ = true;
  bool retry_ = false;
  bool has_savepoints_ = false;
  bool idle_upkeep_due_ = true;
  std::string fatal_;
  std::vector<Command> group_;
  size_t last_group_ = 0;
  std::vector<Outcome> accepted_;
  std::vector<std::optional<Error>> refusals_;

  std::thread thread_;
};

}  // namespace jinguo::store
