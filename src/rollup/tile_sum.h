#pragma once
#include "rollup/cube_shape.h"
#include "rollup/tile.h"
#include "rollup/tile_totals.h"

namespace jinguo::rollup {

/// Fills all totals of a tile from the own cells, whatever they held before. One pass over the own cells at
/// the speed of memory; uses wide registers where the processor has them.
void sum_tile(const Shape& shape, const OwnTile& own, TotalTile& totals, PageArena& arena);

}  // namespace jinguo::rollup
