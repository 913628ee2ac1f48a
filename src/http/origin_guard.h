#pragma once
#include "http/message.h"

namespace jinguo::http {

/// Whether a page of another site wrote this request in a user's browser: a method other than GET, HEAD and
/// OPTIONS with a foreign Origin or Sec-Fetch-Site. Requests without either header come from no browser and
/// are not foreign.
bool is_foreign_write(const Request& request);

}  // namespace jinguo::http
