#pragma once
#include "app/call.h"

namespace jinguo::app {

/// POST /api/accounts/slips {unit, address, format, accounts}: new links of fourteen days for those at and
/// under the unit who have not been inside yet, one slip each with a QR code; older links and slips of theirs
/// die. `address` is where the house is reached, e.g. https://work.example.cn; `format` pdf (the default),
/// html or json; `accounts` takes only those. Links are kept as hashes, so a slip cannot be printed a second
/// time without a new one.
Result<Answer> print_slips(App& app, const Call& call);

}  // namespace jinguo::app
