#include "store/writer.h"

#include <future>

#include "store/sql_error.h"

namespace jinguo::store {

namespace {

constexpr Identifier kSavepoint("command");
/// The first, one more with savepoints, and two after another transaction came between.
constexpr int kAttempts = 4;

}  // namespace

Writer::Writer(std::unique_ptr<WriteConnection> connection, WriterHooks hooks, WriterOptions options)
    : options_(options), hooks_(std::move(hooks)), connection_(std::move(connection)) {
  thread_ = std::thread([this] { run(); });
}

Writer::~Writer() {
  drain_and_stop();
}

Result<void> Writer::submit(Work work, Completion done) {
  {
    const std::lock_guard lock(mutex_);
    if (stop_asked_) return Error(kStopped);
    switch (state_.load()) {
      case State::running:
        break;
      case State::disk_full:
        return Error(kDiskFull);
      case State::disconnected:
        return Error(kNotSaved);
      case State::failed:
        return Error(kStopped);
    }
    if (queue_.size() >= options_.queue_limit) return Error(kBusy);
    queue_.push_back({std::move(work), std::move(done)});
    if (queue_.size() < wake_at_) return {};
  }
  wake_.notify_one();
  return {};
}

Result<Outcome> Writer::perform(Work work) {
  ensure(std::this_thread::get_id() != thread_.get_id(), "the writer's own thread does not wait for itself");
  std::promise<Result<Outcome>> answer;
  std::future<Result<Outcome>> waiting = answer.get_future();
  Result<void> taken =
      submit(std::move(work), [&answer](Result<Outcome> result) { answer.set_value(std::move(result)); });
  if (!taken) return std::move(taken).error();
  return waiting.get();
}

void Writer::drain_and_stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_asked_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Writer::run() {
  while (state_.load() != State::failed) {
    const Wakeup wakeup = wait();
    if (wakeup == Wakeup::stop) break;
    if (wakeup == Wakeup::idle) {
      look_after(Upkeep::idle);
    } else if (wakeup == Wakeup::retry) {
      mend();
    } else {
      run_group();
    }
  }
  if (state_.load() == State::running) look_after(Upkeep::stopping);
  refuse_waiting(kStopped);
  connection_.reset();
}

Writer::Wakeup Writer::wait() {
  std::unique_lock lock(mutex_);
  const auto has_news = [this] { return stop_asked_ || !queue_.empty(); };
  if (state_.load() != State::running) {
    wake_.wait_for(lock, options_.retry_every, [this] { return stop_asked_; });
    return stop_asked_ ? Wakeup::stop : Wakeup::retry;
  }
  if (idle_upkeep_due_) {
    if (!wake_.wait_for(lock, options_.idle_after, has_news)) return Wakeup::idle;
  } else {
    wake_.wait(lock, has_news);
  }
  if (queue_.empty()) return Wakeup::stop;
  if (last_group_ > queue_.size() && !stop_asked_) {
    wake_at_ = last_group_;
    wake_.wait_for(lock, options_.gather_time, [this] { return stop_asked_ || queue_.size() >= wake_at_; });
    wake_at_ = 1;
  }
  return Wakeup::group;
}

void Writer::run_group() {
  group_.clear();
  const ErrorRow* failed = nullptr;
  has_savepoints_ = false;
  for (int attempt = 1; attempt <= kAttempts; ++attempt) {
    retry_ = false;
    failed = attempt_group();
    if (!retry_) break;
  }
  if (failed != nullptr) {
    for (Command& command : group_) finish(command, Error(*failed));
    // Nothing could even begin: those who wait are told so, not tried again without end.
    if (group_.empty()) refuse_waiting(*failed);
  } else {
    finish_group();
  }
  last_group_ = group_.size();
  group_.clear();
  accepted_.clear();
  refusals_.clear();
  idle_upkeep_due_ = true;
  if (!fatal_.empty()) {
    refuse_waiting(kStopped);
    if (hooks_.on_fatal) hooks_.on_fatal(fatal_);
  } else if (failed == nullptr) {
    look_after(Upkeep::after_commit);
  }
}

const ErrorRow* Writer::attempt_group() {
  accepted_.clear();
  refusals_.clear();
  try {
    resync();
    connection_->begin();
    run_commands();
    settle();
    if (accepted_.empty()) {
      connection_->rollback();
      return nullptr;
    }
    if (hooks_.before_commit) hooks_.before_commit(*connection_, accepted_);
    connection_->commit();
    return nullptr;
  } catch (const NeedsSavepoints&) {
    has_savepoints_ = true;
    retry_ = true;
    undo_group();
    return &kNotSaved;
  } catch (const SqlFailure& failure) {
    return note_failure(failure);
  } catch (const std::exception& failure) {
    return note_failure(SqlFailure(SqlFault::other, failure.what()));
  }
}

void Writer::resync() {
  if (!must_resync_) return;
  if (hooks_.resync) hooks_.resync(*connection_);
  must_resync_ = false;
}

void Writer::run_commands() {
  for (Command& command : group_) run_command(command);
  if (!group_.empty() && !has_savepoints_) return;
  const auto end = std::chrono::steady_clock::now() + options_.group_time;
  while (group_.size() < options_.group_commands) {
    {
      const std::lock_guard lock(mutex_);
      if (queue_.empty()) break;
      group_.push_back(std::move(queue_.front()));
      queue_.pop_front();
    }
    run_command(group_.back());
    if (std::chrono::steady_clock::now() >= end) break;
  }
}

void Writer::settle() {
  try {
    connection_->settle();
  } catch (const SqlFailure& failure) {
    if (has_savepoints_ || failure.loses_transaction()) throw;
    throw NeedsSavepoints{};
  }
}

void Writer::run_command(Command& command) {
  if (has_savepoints_) connection_->savepoint(kSavepoint);
  const int64_t writes = connection_->writes();
  std::optional<Error> refusal;
  bool is_clean = false;
  try {
    Result<Outcome> result = command.work(*connection_);
    if (result) {
      if (has_savepoints_) connection_->release(kSavepoint);
      accepted_.push_back(std::move(*result));
      refusals_.push_back(std::nullopt);
      return;
    }
    refusal = std::move(result).error();
    is_clean = connection_->writes() == writes;
  } catch (const UniqueViolation& clash) {
    refusal =
        Error(kNotUnique, {clash.table().empty() ? clash.constraint() : clash.table(), clash.columns()});
  } catch (const SqlFailure& failure) {
    if (failure.loses_transaction() || !connection_->in_transaction()) throw;
    if (has_savepoints_) report(failure.what());
    refusal = Error(kFailed);
  } catch (const std::exception& failure) {
    if (has_savepoints_) report(failure.what());
    refusal = Error(kFailed);
  }
  if (has_savepoints_) {
    connection_->rollback_to(kSavepoint);
    connection_->release(kSavepoint);
  } else if (!is_clean) {
    throw NeedsSavepoints{};
  }
  refusals_.push_back(std::move(refusal));
}

const ErrorRow* Writer::note_failure(const SqlFailure& failure) {
  report(failure.what());
  undo_group();
  switch (failure.fault()) {
    case SqlFault::serialization:
      retry_ = true;
      return &kNotSaved;
    case SqlFault::disk_full:
      pause(State::disk_full, kDiskFull);
      return &kDiskFull;
    case SqlFault::disconnected:
      pause(State::disconnected, kNotSaved);
      return &kNotSaved;
    case SqlFault::storage_broken:
      state_ = State::failed;
      fatal_ = failure.what();
      return &kNotSaved;
    default:
      return &kNotSaved;
  }
}

void Writer::undo_group() {
  must_resync_ = true;
  try {
    connection_->rollback();
  } catch (const SqlFailure& failure) {
    report(failure.what());
  }
}

void Writer::finish_group() {
  if (!accepted_.empty() && hooks_.after_commit) hooks_.after_commit(accepted_);
  size_t next = 0;
  for (size_t i = 0; i < group_.size(); ++i) {
    if (refusals_[i]) {
      finish(group_[i], std::move(*refusals_[i]));
    } else {
      finish(group_[i], std::move(accepted_[next++]));
    }
  }
}

void Writer::finish(Command& command, Result<Outcome> result) {
  if (command.done) command.done(std::move(result));
}

void Writer::look_after(Upkeep when) {
  if (when == Upkeep::idle) idle_upkeep_due_ = false;
  try {
    connection_->upkeep(when);
  } catch (const SqlFailure& failure) {
    note_failure(failure);
    if (fatal_.empty()) return;
    refuse_waiting(kStopped);
    if (hooks_.on_fatal) hooks_.on_fatal(fatal_);
  }
}

void Writer::mend() {
  try {
    if (state_.load() == State::disconnected) {
      connection_->reconnect();
    } else if (!connection_->has_room()) {
      return;
    }
    resync();
    const std::lock_guard lock(mutex_);
    state_ = State::running;
  } catch (const SqlFailure& failure) {
    note_failure(failure);
    if (!fatal_.empty() && hooks_.on_fatal) hooks_.on_fatal(fatal_);
  } catch (const std::exception& failure) {
    note_failure(SqlFailure(SqlFault::other, failure.what()));
  }
}

void Writer::pause(State state, const ErrorRow& row) {
  {
    const std::lock_guard lock(mutex_);
    state_ = state;
  }
  refuse_waiting(row);
}

void Writer::refuse_waiting(const ErrorRow& row) {
  std::deque<Command> waiting;
  {
    const std::lock_guard lock(mutex_);
    waiting.swap(queue_);
  }
  for (Command& command : waiting) finish(command, Error(row));
}

void Writer::report(std::string_view what) const {
  if (hooks_.report) hooks_.report(what);
}

}  // namespace jinguo::store
