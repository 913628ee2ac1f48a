#include "main/import_runner.h"

#include "app/import_work.h"

namespace jinguo {
namespace {

constexpr std::chrono::seconds kAfterFailure{5};

}  // namespace

ImportRunner::ImportRunner(app::App& app, std::function<void(std::string_view)> report)
    : app_(app), report_(std::move(report)) {
  app_.imports().on_work([this] {
    const std::lock_guard hold(lock_);
    has_work_ = true;
    woken_.notify_one();
  });
  thread_ = std::thread([this] { run(); });
}

ImportRunner::~ImportRunner() {
  app_.imports().on_work(nullptr);
  {
    const std::lock_guard hold(lock_);
    is_stopped_ = true;
    woken_.notify_one();
  }
  thread_.join();
}

void ImportRunner::run() {
  bool is_new = true;
  while (true) {
    bool has_failed = false;
    try {
      if (is_new) app::take_up_imports(app_);
      is_new = false;
      if (app::work_on_imports(app_)) {
        const std::lock_guard hold(lock_);
        has_work_ = true;
      }
    } catch (const Failure& failure) {
      has_failed = true;
      if (report_) report_(failure.what());
    }
    std::unique_lock hold(lock_);
    if (has_failed)
      woken_.wait_for(hold, kAfterFailure, [this] { return is_stopped_; });
    else
      woken_.wait(hold, [this] { return has_work_ || is_stopped_; });
    has_work_ = false;
    if (is_stopped_) return;
  }
}

}  // namespace jinguo
