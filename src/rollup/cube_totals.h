#pragma once
#include <memory>
#include <vector>

#include "rollup/cube_shape.h"
#include "rollup/tile_totals.h"

namespace jinguo::rollup {

/// The totals of one tree version. A missing tile has not been asked for yet.
struct ViewTotals {
  explicit ViewTotals(std::shared_ptr<const org::View> of) : view(std::move(of)), shape(*view) {}

  std::shared_ptr<const org::View> view;
  Shape shape;
  /// By column number; each row spans exactly the own tiles of its column. Rows grow in the writer's section
  /// only; readers put tiles into them one by one, by atomic reference.
  std::vector<TileRow<TotalTile*>> columns;
};

}  // namespace jinguo::rollup
