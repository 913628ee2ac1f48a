#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "define/load_programme.h"

namespace jinguo::app {

/// `define::load_all`, and the examples of every programme that would come into force are run (of several
/// versions those of the newest): one that does not hold is a fault at the line of what it expects, and tells
/// what came instead. Needs no data.
define::LoadedCatalogue load_and_try(const std::vector<define::Source>& sources,
                                     const define::Catalogue& known = {});

/// The examples of a programme that do not hold; empty when all do.
define::Findings judge_examples(const define::Programme& programme);

/// The world in which examples play: one unit of every level from the province down, as a list to import.
std::string_view example_units();
/// Code of its unit of a level.
std::string_view example_unit(org::Level level);
/// The last day of the year of the newest date that the example gives.
Date example_day(const define::Programme& programme, const define::Example& example);

inline constexpr ErrorRow kExampleFails{"app.example_fails", 422, "例子“{0}”不成立：{1}",
                                        "The example \"{0}\" does not hold: {2}"};

}  // namespace jinguo::app
