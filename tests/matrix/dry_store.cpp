#include "dry_store.h"

namespace jinguo::matrix {

app::Store::Work DryStore::dry(Work work) {
  return [this, work = std::move(work)](app::Writing& writing) -> Result<app::Committed> {
    auto done = work(writing);
    if (app_) app_->reset_staged();
    if (!done) return done;
    return Error(kDry);
  };
}

}  // namespace jinguo::matrix
