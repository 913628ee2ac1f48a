#include "app/parties.h"

#include <sodium.h>

#include <algorithm>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/typed_values.h"
#include "person/identity.h"
#include "record/special_numbers.h"

namespace jinguo::app {
namespace {

std::string id_text(const Reference& party) {
  return PersonId(party.bytes).to_text();
}

std::string body_of(const person::Entry& entry) {
  json::object body{{"name", entry.name}, {"fictional", entry.is_fictional}};
  if (!entry.id_number.empty()) body["id_number"] = entry.id_number;
  if (entry.born) body["born"] = entry.born->to_text();
  if (entry.is_female) body["female"] = *entry.is_female;
  return json::serialize(body);
}

Reference make_party(App& app, Writing& writing, const person::Entry& entry, bool is_identified,
                     const std::string& key) {
  const Reference party = person::make_entry_id(app.new_record_id().bytes(), is_identified);
  writing.put_document(kPersonDocuments, id_text(party), body_of(entry));
  if (!key.empty()) writing.put_document(kPersonKeyDocuments, key, id_text(party));
  return party;
}

std::optional<Reference> find_by_key(Reading& reading, const std::string& key) {
  const auto id = reading.find_document(kPersonKeyDocuments, key);
  const auto parsed = id ? PersonId::parse(*id) : std::nullopt;
  return parsed ? std::optional(Reference{parsed->bytes()}) : std::nullopt;
}

}  // namespace

std::string lookup_hash(Reading& reading, std::string_view value) {
  const auto key = reading.find_document(kSettingDocuments, "lookup_key");
  ensure(key.has_value(), "an installation has its look-up key");
  unsigned char out[crypto_generichash_BYTES];
  crypto_generichash(out, sizeof out, reinterpret_cast<const unsigned char*>(value.data()), value.size(),
                     reinterpret_cast<const unsigned char*>(key->data()),
                     std::min<size_t>(key->size(), crypto_generichash_KEYBYTES_MAX));
  return PersonId(*reinterpret_cast<const PersonId::Bytes*>(out)).to_text();
}

Result<Reference> resolve_party(App& app, Writing& writing, const define::Field& field, UnitId unit,
                                std::string_view typed) {
  if (const auto id = PersonId::parse(typed)) {
    if (!writing.find_document(kPersonDocuments, id->to_text()))
      return Error(kNotFound, {"这个登记", "such entry"}).on(field.id);
    return Reference{id->bytes()};
  }
  if (field.type != define::FieldType::person) {
    const std::string key =
        lookup_hash(writing, std::to_string(static_cast<int>(field.type)) + "|" +
                                 std::to_string(unit.number()) + "|" + std::string(typed));
    if (const auto known = find_by_key(writing, key)) return *known;
    return make_party(app, writing, {.name = std::string(typed), .is_fictional = app.settings().is_demo},
                      true, key);
  }
  const auto [name, number] = name_and_number(typed);
  if (number.empty())
    return make_party(app, writing, {.name = name, .is_fictional = app.settings().is_demo}, false, "");
  auto id_number = record::parse_id_number(number);
  if (!id_number) return std::move(id_number).error().on(field.id);
  const std::string key = lookup_hash(writing, "id|" + id_number->text);
  if (const auto known = find_by_key(writing, key)) return *known;
  person::Entry entry;
  entry.name = name;
  entry.id_number = id_number->text;
  entry.born = id_number->born;
  entry.is_female = id_number->is_female;
  entry.is_fictional = id_number->text.starts_with(person::kFictionalArea);
  return make_party(app, writing, entry, true, key);
}

std::optional<person::Entry> load_party(Reading& reading, const Reference& party) {
  const auto body = reading.find_document(kPersonDocuments, id_text(party));
  if (!body) return std::nullopt;
  const json::value parsed = json::parse(*body);
  person::Entry entry;
  entry.name = std::string(parsed.at("name").as_string());
  entry.is_fictional = parsed.at("fictional").as_bool();
  if (const auto* number = parsed.as_object().if_contains("id_number"))
    entry.id_number = std::string(number->as_string());
  if (const auto* born = parsed.as_object().if_contains("born"))
    entry.born = Date::parse(std::string(born->as_string()));
  if (const auto* female = parsed.as_object().if_contains("female")) entry.is_female = female->as_bool();
  return entry;
}

json::object party_json(Reading& reading, const Reference& party, bool may_read) {
  const auto entry = load_party(reading, party);
  json::object out{{"id", id_text(party)}, {"name", ""}, {"fictional", entry && entry->is_fictional}};
  if (entry) out["name"] = may_read ? entry->name : person::masked_name(entry->name);
  return out;
}

void load_links(App& app, Reading& reading) {
  auto links = std::make_shared<std::map<Reference, Reference>>();
  reading.scan_documents(kPersonLinkDocuments, "", [&](std::string_view key, std::string_view body) {
    const auto from = PersonId::parse(key);
    const auto to = PersonId::parse(body);
    if (from && to) (*links)[Reference{from->bytes()}] = Reference{to->bytes()};
  });
  app.figures().set_canonical([links](Reference who) {
    // Links form no circle: an entry is linked only to one that is linked to nobody.
    for (auto next = links->find(who); next != links->end(); next = links->find(who)) who = next->second;
    return who;
  });
}

Result<Answer> link_persons(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"person", "same_as"}); !known) return std::move(known).error();
  auto from = required_member(call.body, "person");
  if (!from) return std::move(from).error();
  auto to = text_member(call.body, "same_as");
  if (!to) return std::move(to).error();
  // Counts far beyond the own unit follow a link, so it is no matter for a village or township.
  const auto& holdings = call.scope->holdings();
  const bool may = std::any_of(holdings.begin(), holdings.end(), [](const access::Holding& holding) {
    return holding.role == "officer" || holding.role == "head";
  });
  if (!may)
    return Error(kNoRight,
                 {"合并人员登记", "办公室主任或业务科干部", "link persons", "an office head or officer"});
  const auto from_id = PersonId::parse(*from);
  const auto to_id = to->empty() ? std::optional(PersonId()) : PersonId::parse(*to);
  if (!from_id || !to_id || *from_id == *to_id) return Error(kBadKey, {from_id ? *to : *from});
  return write(app, call, [&app, from_id, to_id](Writing& writing, LogEntry stamp) -> Result<Done> {
    const bool links = !to_id->is_none();
    for (const PersonId& id : {*from_id, links ? *to_id : *from_id})
      if (!writing.find_document(kPersonDocuments, id.to_text()))
        return Error(kNotFound, {"这个登记", "such entry"});
    if (links) {
      bool taken = false;
      writing.scan_documents(kPersonLinkDocuments, "", [&](std::string_view, std::string_view body) {
        taken = taken || body == from_id->to_text();
      });
      if (taken || writing.find_document(kPersonLinkDocuments, to_id->to_text()))
        return Error(kBusinessRule,
                     {"请并到最终的那一条登记。", "Link to the entry the others are linked to."});
      writing.put_document(kPersonLinkDocuments, from_id->to_text(), to_id->to_text());
    } else {
      writing.delete_document(kPersonLinkDocuments, from_id->to_text());
    }
    stamp.action = links ? "person.link" : "person.unlink";
    stamp.subject = from_id->to_text();
    const Position position = writing.append(stamp);
    Done done{json::object{{"position", position.number()}},
              [&app](Position) { app.store().read([&](Reading& reading) { load_links(app, reading); }); }};
    return done;
  });
}

}  // namespace jinguo::app
