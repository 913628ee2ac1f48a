#pragma once
#include "org/tree.h"

namespace jinguo::org {

/// Every fault of the tree's own rules: rows that do not cover a life, edges to units that are not open,
/// codes held by two, heirs that are not open, circles. Empty for every tree that changes alone have made.
Diagnostics check_tree(const Tree& tree);
/// The circles alone: in such a tree a walk upwards would never end, so nothing may be asked of it.
Diagnostics check_circles(const Tree& tree);

}  // namespace jinguo::org
