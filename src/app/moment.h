#pragma once
#include <string>

#include "app/store_port.h"

namespace jinguo::app {

/// An instant as the API tells it: "2011-07-04T09:00:00+08:00", always in Chinese time, to the second.
std::string moment_text(Instant at);

}  // namespace jinguo::app
