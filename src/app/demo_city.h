#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/app.h"

namespace jinguo::app {

/// Texts of files, as the composition read them.
struct DemoSources {
  /// Of demo/facts: the units of 2023, the dated tree, the elections of 2011 by county.
  std::string linyi_2023, tree_2011, elections_2011;
  /// Name and text of every file under programmes/; those in the folder 2026 follow the records of 2011.
  std::vector<std::pair<std::string, std::string>> definitions;
};

/// The business date of the demo city: Friday 2026-07-03.
Date demo_business_date();

/// Fills an empty store with the demo city: the dated tree, definitions, accounts, and records of 2011-H1 and
/// 2026, made by chance that comes out alike each time. Records only, never totals: every figure comes out of
/// the roll-up. `say` is told how far it is. Errors: app.bad_demo_facts, and those of the parts it is made
/// by.
Result<void> make_demo_city(App& app, const DemoSources& sources,
                            const std::function<void(std::string_view zh_progress)>& say);

}  // namespace jinguo::app
