#pragma once
#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "app/app.h"
#include "http/dispatch.h"
#include "http/event_hub.h"
#include "main/import_runner.h"
#include "main/office_adapter.h"

namespace jinguo {

/// {0} the first fault of the tree, {1} the same in English.
inline constexpr ErrorRow kTreeDamaged{
    "main.tree_damaged", 422,
    "组织树的存储数据被改坏，不能打开：{0}。请用 jinguo restore 从备份恢复，或改回被改动的那一行。",
    "The stored tree was damaged and cannot be opened: {1}. Restore a backup with jinguo restore, or undo "
    "the "
    "change of that row."};

struct HouseOptions {
  /// Where the data are, and the local socket of a served installation also with PostgreSQL.
  std::filesystem::path data_dir;
  /// Of PostgreSQL; empty for SQLite in the data folder.
  std::string conninfo;
  /// The master key of personal data; empty for `<data folder>.key`.
  std::filesystem::path key_file;
  /// The operator's log: what failed.
  std::function<void(std::string_view)> report;
};

/// The real clock, its business date that of Asia/Shanghai.
app::Clock real_clock();
/// The operating system's randomness. `sodium_init` was called before.
app::RandomBytes real_random();

/// Everything that works on one store, made in this order and unmade in the other: store, app, event hub,
/// dispatcher, and what works on imports. May be used by several threads.
class House {
 public:
  /// Opens the store and reads what is kept in memory. Errors: those of store::open_store,
  /// main.tree_damaged.
  static Result<std::unique_ptr<House>> open(const HouseOptions& options);
  ~House();
  House(const House&) = delete;
  House& operator=(const House&) = delete;

  app::App& app() { return *app_; }
  app::Store& store() { return *store_; }
  const http::Dispatcher& dispatcher() const { return *dispatcher_; }
  http::EventHub& hub() { return *hub_; }
  /// Called once when nothing more may be written and the process should end; at once when that is so
  /// already.
  void on_fatal(std::function<void()> listener);
  /// Imports that were confirmed are written from now on; until the house is closed.
  void run_imports(std::function<void(std::string_view)> report);

 private:
  /// Known to the store before the house is made.
  struct Fatal;
  House();

  std::shared_ptr<Fatal> fatal_;
  std::unique_ptr<app::Store> store_;
  std::unique_ptr<OfficeAdapter> office_;
  std::unique_ptr<app::App> app_;
  std::unique_ptr<http::EventHub> hub_;
  std::unique_ptr<http::Dispatcher> dispatcher_;
  /// While it serves.
  std::unique_ptr<ImportRunner> imports_;
};

}  // namespace jinguo
