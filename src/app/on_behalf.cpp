#include "app/on_behalf.h"

#include <algorithm>

#include "access/role.h"
#include "app/documents.h"
#include "app/units.h"

namespace jinguo::app {
namespace {

std::string key_of(const define::Programme& programme, RecordId id) {
  return programme.id + "/" + id.to_text();
}

bool is_entered_at(const define::Programme& programme, org::Level level) {
  return std::any_of(programme.rights.create.begin(), programme.rights.create.end(),
                     [&](const define::Role& role) { return role.level == level; });
}

/// The actor's role at the record's own unit. Of a unit and those above it only itself has its level.
const define::Role* own_role(const org::Tree& tree, const record::Record& record, const flow::Actor& actor) {
  const org::Level level = tree.level_of(record.unit);
  const auto found = std::find_if(actor.roles.begin(), actor.roles.end(),
                                  [&](const define::Role& role) { return role.level == level; });
  return found == actor.roles.end() ? nullptr : &*found;
}

/// The role by which she enters: one the file names, else the first.
const define::Role& entering_role(const define::Programme& programme, const flow::Actor& actor) {
  const auto& granted = programme.rights.create;
  const auto found = std::find_if(actor.roles.begin(), actor.roles.end(), [&](const define::Role& role) {
    return std::find(granted.begin(), granted.end(), role) != granted.end();
  });
  return found == actor.roles.end() ? actor.roles.front() : *found;
}

}  // namespace

void note_on_behalf(Writing& writing, const define::Programme& programme, const org::Tree& tree,
                    const record::Record& record, const flow::Actor& actor, bool is_entering, Date on) {
  if (actor.is_system || actor.roles.empty()) return;
  if (!is_entered_at(programme, tree.level_of(record.unit))) return;
  const std::string key = key_of(programme, record.id);
  if (own_role(tree, record, actor)) {
    if (writing.find_document(kOnBehalfDocuments, key)) writing.delete_document(kOnBehalfDocuments, key);
    return;
  }
  if (!is_entering) return;
  const define::Role& role = entering_role(programme, actor);
  UnitId unit = record.unit;
  for (const UnitId up : tree.path_of(record.unit, on))
    if (tree.level_of(up) == role.level) unit = up;
  writing.put_document(
      kOnBehalfDocuments, key,
      json::serialize(json::object{{"role", role.name}, {"unit", unit.number()}, {"on", on.to_text()}}));
}

bool is_on_behalf(Reading& reading, const define::Programme& programme, RecordId id) {
  return reading.find_document(kOnBehalfDocuments, key_of(programme, id)).has_value();
}

json::value on_behalf_json(App& app, Reading& reading, const define::Programme& programme, RecordId id) {
  const auto body = reading.find_document(kOnBehalfDocuments, key_of(programme, id));
  if (!body) return nullptr;
  const json::value kept = json::parse(*body);
  const std::string role(kept.at("role").as_string());
  const access::RoleRow* row = access::find_role(role);
  const Date on = *Date::parse(std::string(kept.at("on").as_string()));
  const UnitId unit(static_cast<uint32_t>(kept.at("unit").to_number<int64_t>()));
  return json::object{{"role_name", {{"zh", row ? row->zh : role}, {"en", row ? row->en : role}}},
                      {"unit", unit_ref(*app.published().tree, unit, on)},
                      {"on", on.to_text()}};
}

std::string post_for(const org::Tree& tree, const record::Record& record, const flow::Actor& actor,
                     const std::string& post, Date on) {
  const define::Role* own = own_role(tree, record, actor);
  if (!own || post.empty()) return post;
  return std::string(org::row_of(own->level).name) + "." + own->name + "@" +
         tree.code_of(record.unit, on).to_text();
}

bool was_on_behalf(const org::Tree& tree, const define::Programme& programme, const record::Record& record,
                   const LogEntry& entry) {
  if (entry.action != "record.create" && entry.action != "record.edit") return false;
  const size_t sign = entry.post.find('@');
  if (sign == std::string::npos || !is_entered_at(programme, tree.level_of(record.unit))) return false;
  return !entry.post.starts_with(std::string(org::row_of(tree.level_of(record.unit)).name) + ".");
}

}  // namespace jinguo::app
