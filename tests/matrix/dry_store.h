#pragma once
#include "app/app.h"

namespace jinguo::matrix {

/// The status by which a write that went all the way is told from one that was refused.
inline constexpr int kWouldWrite = 299;
inline constexpr ErrorRow kDry{"matrix.dry", kWouldWrite, "已走完全程，未写入。",
                               "It went all the way; nothing was written."};

/// A store whose writes run to their end inside the real transaction and are then refused, so that the right
/// to write can be tried by anybody without changing the world.
class DryStore : public app::Store {
 public:
  explicit DryStore(app::Store& real) : real_(real) {}
  /// Whose staged snapshot is to be forgotten after each try.
  void set_app(app::App& app) { app_ = &app; }

  void submit(Work work, Done done) override { real_.submit(dry(std::move(work)), std::move(done)); }
  Result<Position> perform(Work work) override { return real_.perform(dry(std::move(work))); }
  void read(const std::function<void(app::Reading&)>& look) override { real_.read(look); }
  void on_resync(std::function<void()> forget) override { real_.on_resync(std::move(forget)); }
  std::string engine() const override { return real_.engine(); }
  Diagnostics verify_chain() override { return real_.verify_chain(); }
  Result<app::StoreDigest> backup(const std::string&) override { return Error(kDry); }
  bool is_healthy() const override { return real_.is_healthy(); }
  void stop() override {}

 private:
  Work dry(Work work);

  app::Store& real_;
  app::App* app_ = nullptr;
};

}  // namespace jinguo::matrix
