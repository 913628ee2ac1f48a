#pragma once
#include "rollup/cube_shape.h"
#include "rollup/tile.h"
#include "rollup/tile_totals.h"

namespace jinguo::rollup {

/// How wide the processor's registers may be taken; `plain` is what every processor of the kind has.
enum class Registers { widest, plain };

/// Fills all totals of a tile from the own cells, whatever they held before. One pass over the own cells at
/// the speed of memory.
void sum_tile(const Shape& shape, const OwnTile& own, TotalTile& totals, PageArena& arena,
              Registers registers = Registers::widest);

}  // namespace jinguo::rollup
