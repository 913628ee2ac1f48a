#pragma once
#include "org/tree.h"
#include "store/sql.h"

namespace jinguo::store {

/// The tree as stored; an empty one when there is none. Throws when the rows make no tree.
org::Tree load_tree(Connection& connection);
/// Writes the rows by which the trees differ.
void save_tree(Connection& connection, const org::Tree& before, const org::Tree& after);

}  // namespace jinguo::store
