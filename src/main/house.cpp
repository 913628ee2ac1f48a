#include "main/house.h"

#include <sodium.h>

#include <chrono>

#include "app/operations.h"
#include "org/tree_check.h"
#include "store/sql_store.h"

namespace jinguo {

struct House::Fatal {
  std::mutex lock;
  bool has_come = false;
  std::function<void()> listener;

  void come() {
    std::function<void()> told;
    {
      const std::lock_guard hold(lock);
      has_come = true;
      told = listener;
    }
    if (told) told();
  }
};

app::Clock real_clock() {
  const auto now = [] {
    using namespace std::chrono;
    return app::Instant(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
  };
  // China has one zone without summer time since 1992.
  constexpr app::Instant kEightHours = 8LL * 3600 * 1000, kDay = 24LL * 3600 * 1000;
  return {now, [now] { return Date(static_cast<int32_t>((now() + kEightHours) / kDay)); }};
}

app::RandomBytes real_random() {
  return [](uint8_t* bytes, size_t n) { randombytes_buf(bytes, n); };
}

House::House() : fatal_(std::make_shared<Fatal>()) {}

House::~House() {
  imports_.reset();
  // What was committed last may still be telling those who listen.
  if (store_) store_->stop();
}

Result<std::unique_ptr<House>> House::open(const HouseOptions& options) {
  std::unique_ptr<House> house(new House());
  store::StoreOptions wanted;
  wanted.data_dir = options.data_dir;
  wanted.conninfo = options.conninfo;
  wanted.key_file = options.key_file;
  if (wanted.key_file.empty() && !wanted.conninfo.empty()) {
    auto beside = store::master_key_file({.data_dir = options.data_dir});
    if (!beside) return std::move(beside).error();
    wanted.key_file = *beside;
  }
  wanted.report = options.report;
  wanted.on_fatal = [fatal = house->fatal_, report = options.report](std::string_view why) {
    if (report) report(why);
    fatal->come();
  };
  auto store = store::open_store(wanted);
  if (!store) return std::move(store).error();
  house->store_ = std::move(*store);
  house->office_ = std::make_unique<OfficeAdapter>(std::filesystem::temp_directory_path());
  house->app_ = std::make_unique<app::App>(*house->store_, *house->office_, real_clock(), real_random(),
                                           app::load_settings(*house->store_));
  house->app_->start();
  if (const Diagnostics circles = org::check_circles(*house->app_->published().tree); !circles.empty())
    return Error(kTreeDamaged, {circles.front().text(Language::zh), circles.front().text(Language::en)});
  http::EventHubOptions hub;
  house->store_->read(
      [&](app::Reading& reading) { hub.start_position = static_cast<uint64_t>(reading.head().number()); });
  house->hub_ = std::make_unique<http::EventHub>(hub);
  house->dispatcher_ = std::make_unique<http::Dispatcher>(*house->app_, house->hub_.get());
  house->app_->on_notice(
      [dispatcher = house->dispatcher_.get()](const app::Notice& notice) { dispatcher->publish(notice); });
  return house;
}

void House::run_imports(std::function<void(std::string_view)> report) {
  imports_ = std::make_unique<ImportRunner>(*app_, std::move(report));
}

void House::on_fatal(std::function<void()> listener) {
  bool has_come = false;
  {
    const std::lock_guard hold(fatal_->lock);
    fatal_->listener = listener;
    has_come = fatal_->has_come;
  }
  if (has_come && listener) listener();
}

}  // namespace jinguo
