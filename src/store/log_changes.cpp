#include "store/log_changes.h"

#include <boost/json.hpp>

#include "record/parse_value.h"
#include "store/record_table_value.h"

namespace jinguo::store {

namespace json = boost::json;
using define::Field;

namespace {

std::string side(const Field& field, const Value& value) {
  return value.is_blank() ? "null" : json::serialize(json::string_view(record::to_text(field, value)));
}

std::optional<std::string> side_from(const json::object& change, std::string_view name) {
  const json::value* text = change.if_contains(name);
  if (!text || !text->is_string()) return std::nullopt;
  return std::string(text->as_string());
}

}  // namespace

std::string changes_text(const define::Programme& programme, const record::Record* before,
                         const record::Record& after, SealKeys& keys) {
  static const Value kBlank;
  const std::string subject = record_subject(programme.id, after.id.to_text());
  // Written as text at once: a tree of JSON values would cost a save more than its row does.
  std::string changes;
  for (size_t i = 0; i < programme.fields.size(); ++i) {
    const Field& field = programme.fields[i];
    const Value& was = before && i < before->values.size() ? before->values[i] : kBlank;
    const Value& is = i < after.values.size() ? after.values[i] : kBlank;
    if (was == is) continue;
    const std::string sides = R"("before":)" + side(field, was) + R"(,"after":)" + side(field, is);
    changes += changes.empty() ? "[" : ",";
    changes += R"({"field":")" + field.id + R"(",)";
    if (field.privacy >= define::PrivacyClass::personal || is_sealed(field)) {
      const std::vector<uint8_t> sealed =
          seal(keys.find_or_make(subject), "{" + sides + "}", subject, keys.random());
      changes += R"("sealed":")" + base64_text(sealed) + R"("})";
    } else {
      changes += sides + "}";
    }
  }
  return changes.empty() ? changes : changes + "]";
}

std::vector<app::LoggedChange> parse_changes(std::string_view text, std::string_view subject,
                                             SealKeys& keys) {
  std::vector<app::LoggedChange> changes;
  if (text.empty()) return changes;
  const json::value lines = json::parse(text);
  for (const json::value& line : lines.as_array()) {
    const json::object* sides = &line.as_object();
    app::LoggedChange change{std::string(sides->at("field").as_string()), {}, {}};
    json::value opened;
    if (const json::value* sealed = sides->if_contains("sealed")) {
      const std::optional<SealKey> key = keys.find(subject);
      const auto bytes = parse_base64(sealed->as_string());
      const auto plain = key && bytes ? unseal(*key, *bytes, subject) : std::nullopt;
      opened = plain ? json::parse(*plain) : json::value(json::object());
      sides = &opened.as_object();
    }
    change.before = side_from(*sides, "before");
    change.after = side_from(*sides, "after");
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace jinguo::store
