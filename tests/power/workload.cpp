#include "workload.h"

#include <unistd.h>

#include <cstdlib>
#include <future>

#include "store/sql_error.h"

namespace jinguo::store {

namespace {

constexpr ErrorRow kRefused{"store.test_refused", 409, "不行", "no"};
constexpr int64_t kRecords = 40;

/// The content a record has in a version: of different lengths, some longer than a page.
std::string content(int64_t record, int64_t version) {
  std::mt19937_64 random(static_cast<uint64_t>(record * 1'000'003 + version));
  std::string text(random() % (random() % 8 == 0 ? 6000 : 300), ' ');
  for (char& c : text) c = static_cast<char>('a' + random() % 26);
  return text;
}

}  // namespace

TestFolder::TestFolder() {
  const std::filesystem::path memory = "/dev/shm";
  const bool is_there = ::access(memory.c_str(), W_OK) == 0;
  std::string name =
      ((is_there ? memory : std::filesystem::temp_directory_path()) / "jinguo-power.XXXXXX").string();
  ensure(::mkdtemp(name.data()) != nullptr, "a temporary folder can be made");
  path_ = name;
}

TestFolder::~TestFolder() {
  std::filesystem::remove_all(path_);
}

struct Workload::Change : CommandOutcome {
  Change(int64_t of_record, int64_t to_version) : record(of_record), version(to_version) {}
  int64_t record;
  int64_t version;
  int64_t position = 0;
};

void Workload::open(const SqliteOptions& options, bool syncs) {
  database_ = open_sqlite(options).value();
  auto connection = database_->take_writer();
  connection->begin();
  connection->execute(
      "CREATE TABLE IF NOT EXISTS records (record INTEGER PRIMARY KEY, version INTEGER NOT NULL, "
      "content TEXT NOT NULL) STRICT");
  connection->execute("CREATE INDEX IF NOT EXISTS by_content ON records (content)");
  connection->execute("CREATE TABLE IF NOT EXISTS log (position INTEGER PRIMARY KEY, record INTEGER) STRICT");
  connection->execute("CREATE TABLE IF NOT EXISTS total (versions INTEGER NOT NULL) STRICT");
  connection->execute("INSERT INTO total SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM total)");
  connection->commit();
  connection->upkeep(Upkeep::stopping);
  if (!syncs) connection->execute("PRAGMA synchronous = OFF");

  WriterHooks hooks;
  hooks.resync = [this](Connection& c) {
    head_ = c.query_integer("SELECT max(position) FROM log").value_or(0);
    forget_after(head_);
  };
  hooks.before_commit = [this](Connection& c, std::span<const Outcome> outcomes) { note_group(c, outcomes); };
  WriterOptions writer_options;
  writer_options.retry_every = std::chrono::milliseconds(1);
  writer_options.idle_after = std::chrono::milliseconds(5);
  writer_ = std::make_unique<Writer>(std::move(connection), std::move(hooks), writer_options);
}

Work Workload::change(int64_t record, bool is_refused) {
  return [record, is_refused](Connection& connection) -> Result<Outcome> {
    const int64_t version =
        connection.query_integer("SELECT version FROM records WHERE record = ?", {record}).value_or(0) + 1;
    connection.execute(
        "INSERT INTO records (record, version, content) VALUES (?, ?, ?) "
        "ON CONFLICT (record) DO UPDATE SET version = excluded.version, content = excluded.content",
        {record, version, content(record, version)});
    connection.execute("UPDATE total SET versions = versions + 1");
    if (is_refused) return Error(kRefused);
    return Outcome(std::make_unique<Change>(record, version));
  };
}

void Workload::note_group(Connection& connection, std::span<const Outcome> outcomes) {
  for (const Outcome& outcome : outcomes) {
    auto& change = static_cast<Change&>(*outcome);
    change.position = ++head_;
    connection.execute("INSERT INTO log (position, record) VALUES (?, ?)", {head_, change.record});
    const std::lock_guard lock(mutex_);
    Versions next = states_.back();
    next[change.record] = change.version;
    states_.push_back(std::move(next));
  }
  const std::lock_guard lock(mutex_);
  group_ends_.insert(head_);
}

void Workload::forget_after(int64_t position) {
  const std::lock_guard lock(mutex_);
  states_.resize(static_cast<size_t>(position) + 1);
  group_ends_.erase(group_ends_.upper_bound(position), group_ends_.end());
}

void Workload::run(int rounds) {
  for (int round = 0; round < rounds && writer_->is_healthy(); ++round) {
    const uint64_t count = 1 + random_() % 4;
    std::vector<std::future<void>> waiting;
    for (uint64_t i = 0; i < count; ++i) {
      auto answered = std::make_shared<std::promise<void>>();
      const auto done = [this, answered](const Result<Outcome>& result) {
        if (result) {
          const int64_t position = static_cast<const Change&>(**result).position;
          acknowledged_ = position;
          if (has_faulted && has_faulted()) ++after_fault_;
          if (at_acknowledgement) at_acknowledgement();
        }
        answered->set_value();
      };
      const auto record = static_cast<int64_t>(random_() % kRecords);
      if (writer_->submit(change(record, random_() % 8 == 0), done))
        waiting.push_back(answered->get_future());
    }
    for (std::future<void>& answer : waiting) answer.wait();
    if (waiting.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

void Workload::close() {
  writer_.reset();
  database_.reset();
}

std::string Workload::check(const std::filesystem::path& folder, int64_t acknowledged) const {
  try {
    const std::unique_ptr<Database> database =
        open_sqlite({.folder = folder, .ballast = 0, .vfs = {}}).value();
    const std::unique_ptr<WriteConnection> connection = database->take_writer();
    const std::string health = connection->query_text("PRAGMA integrity_check").value_or("nothing");
    if (health != "ok") return "integrity: " + health;
    const int64_t position = connection->query_integer("SELECT max(position) FROM log").value_or(0);
    if (position < acknowledged) {
      return "lost: " + std::to_string(acknowledged) + " acknowledged, " + std::to_string(position) +
             " found";
    }
    const std::lock_guard lock(mutex_);
    if (group_ends_.count(position) == 0) return "half a group at " + std::to_string(position);
    if (connection->query_integer("SELECT count(*) FROM log") != position) return "a gap in the log";
    if (connection->query_integer("SELECT versions FROM total") != position) return "the total differs";
    Versions found;
    std::string wrong;
    connection->query("SELECT record, version, content FROM records", {}, [&](const Row& row) {
      found[row.integer(0)] = row.integer(1);
      if (row.text(2) != content(row.integer(0), row.integer(1))) wrong = "a record's content differs";
    });
    if (!wrong.empty()) return wrong;
    return found == states_[static_cast<size_t>(position)] ? "" : "the records are not those of the log";
  } catch (const Failure& failure) {
    return failure.what();
  }
}

}  // namespace jinguo::store
