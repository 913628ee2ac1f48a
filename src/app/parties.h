#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "app/app.h"
#include "app/call.h"
#include "person/entry.h"

namespace jinguo::app {

/// The registry entry meant by what was typed: "姓名", "姓名 身份证号", or {name, id_number}. An id number
/// finds the person who has it or makes her; a name alone makes an entry that is not identified. A household
/// is found by its label within the unit. Error record.bad_id_number.
Result<Reference> resolve_party(App& app, Writing& writing, const define::Field& field, UnitId unit,
                                std::string_view typed);

/// Nothing when the registry has no such entry.
std::optional<person::Entry> load_party(Reading& reading, const Reference& party);

/// `PersonRef` of the API; the name masked for readers without the class.
json::object party_json(Reading& reading, const Reference& party, bool may_read);

/// Keyed hash of a normalised value, for exact search; the key is the installation's.
std::string lookup_hash(Reading& reading, std::string_view value);

/// POST /api/persons/links: says that two entries are one person, or takes that back. Every distinct count
/// follows at once.
Result<Answer> link_persons(App& app, const Call& call);

}  // namespace jinguo::app
