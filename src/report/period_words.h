#pragma once
#include <string>

#include "base/date.h"
#include "define/programme.h"

namespace jinguo::report {

/// A period as a sentence names it: 2011年上半年, the first half of 2011. A term that bears the name of
/// another period (a week cut off on its Friday) is called as that one; any other by its own name.
define::Words period_words(const Period& period);

/// A day as a sentence names it: 2011年6月30日, 30 June 2011.
define::Words day_words(Date day);

}  // namespace jinguo::report
