#pragma once
#include "app/call.h"
#include "flow/change.h"

namespace jinguo::app {

/// 代报: what was entered last by somebody without a post at the record's own unit, where the file lets a
/// post of that level enter it. It is said of the record and of each line of its history, until the own unit
/// takes it up; no total depends on it, nor on who has an account.

/// Notes or forgets it after a change. `is_entering`: the change made the record or set its values; one of
/// the own unit's posts forgets it by any change. The house itself enters on nobody's behalf.
void note_on_behalf(Writing& writing, const define::Programme& programme, const org::Tree& tree,
                    const record::Record& record, const flow::Actor& actor, bool is_entering, Date on);
bool is_on_behalf(Reading& reading, const define::Programme& programme, RecordId id);
/// `OnBehalf` of the API; null when the unit entered it itself.
json::value on_behalf_json(App& app, Reading& reading, const define::Programme& programme, RecordId id);

/// The post an entry of the log names: the one at the record's own unit where the actor holds one, else
/// `post`.
std::string post_for(const org::Tree& tree, const record::Record& record, const flow::Actor& actor,
                     const std::string& post, Date on);
/// Whether a line of the record's history was entered for its unit.
bool was_on_behalf(const org::Tree& tree, const define::Programme& programme, const record::Record& record,
                   const LogEntry& entry);

}  // namespace jinguo::app
