#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>

#include "app/app.h"

namespace jinguo {

/// One thread that writes the rows of imports that were confirmed, also those that ran when the process
/// ended.
class ImportRunner {
 public:
  /// Failures are told to `report` and tried again after a while.
  ImportRunner(app::App& app, std::function<void(std::string_view)> report);
  /// Ends after the command that runs.
  ~ImportRunner();
  ImportRunner(const ImportRunner&) = delete;
  ImportRunner& operator=(const ImportRunner&) = delete;

 private:
  void run();

  app::App& app_;
  std::function<void(std::string_view)> report_;
  std::mutex lock_;
  std::condition_variable woken_;
  bool has_work_ = false, is_stopped_ = false;
  std::thread thread_;
};

}  // namespace jinguo
