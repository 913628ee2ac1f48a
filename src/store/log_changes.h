#pragma once
#include <string>
#include <vector>

#include "app/store_port.h"
#include "store/seal_keys.h"

namespace jinguo::store {

/// The fields by which two states of a record differ, as JSON text: [{"field", "before", "after"}], texts as
/// a person types them. Of fields of class personal and above there is {"field", "sealed"} instead, sealed
/// under the record's key. Empty when nothing differs. `before` is null for a creation.
std::string changes_text(const define::Programme& programme, const record::Record* before,
                         const record::Record& after, SealKeys& keys);

/// The changes again; sealed ones read as blank on both sides once the key is destroyed.
std::vector<app::LoggedChange> parse_changes(std::string_view text, std::string_view subject, SealKeys& keys);

}  // namespace jinguo::store
