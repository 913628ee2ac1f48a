#pragma once
#include <memory>
#include <string_view>

#include "base/result.h"
#include "define/catalogue.h"

namespace jinguo::app {

/// Error app.no_such_programme, naming those there are.
Result<std::shared_ptr<const define::Programme>> find_programme(const define::Catalogue& catalogue,
                                                                std::string_view id);

/// Error app.unknown_field, with the field whose label was written instead of its id.
Error unknown_field(const define::Programme& programme, std::string_view id);

}  // namespace jinguo::app
