#include "app/uploads.h"

#include <algorithm>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/definitions.h"
#include "app/hash.h"
#include "app/kept_files.h"
#include "app/office_port.h"
#include "app/programme_lookup.h"
#include "flow/change.h"

namespace jinguo::app {
namespace {

using define::Field;
using define::Programme;

constexpr ErrorRow kNoFileField{"app.no_file_field", 422, "“{0}”不是照片或附件字段。",
                                "\"{0}\" is no field of photos or files."};
constexpr ErrorRow kUploadTooLarge{"app.upload_too_large", 413, "照片超过 {0} MB，请缩小后再传。",
                                   "The photo is larger than {0} MB; make it smaller."};
constexpr ErrorRow kUploadLost{"app.upload_lost", 500, "这个文件打不开了，请联系系统管理员。",
                               "This file cannot be opened any more; tell the system administrator."};

/// Whoever may put a value into the field somewhere.
std::vector<define::Role> roles_that_fill(const Programme& programme, const Field& field) {
  std::vector<define::Role> out = programme.rights.create;
  const auto add = [&](const std::vector<define::Role>& roles) {
    for (const define::Role& role : roles)
      if (std::find(out.begin(), out.end(), role) == out.end()) out.push_back(role);
  };
  const auto names = [&](const std::vector<std::string>& ids) {
    return std::find(ids.begin(), ids.end(), field.id) != ids.end();
  };
  for (const auto& edit : programme.rights.edit)
    if (edit.fields.empty() || names(edit.fields)) add(edit.by);
  for (const auto& event : programme.events)
    if (names(event.inputs)) add(event.by);
  return out;
}

/// Without folders and control characters, at most 80 characters, ending in the extension of what it is.
std::string plain_name(std::string_view given, std::string_view extension) {
  given = given.substr(given.find_last_of("/\\") + 1);
  given = given.substr(0, given.rfind('.'));
  std::string out;
  size_t characters = 0;
  for (const char c : given) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) != 0x80 && ++characters > 80) break;
    if (byte >= 0x20 && byte != 0x7f) out += c;
  }
  if (out.empty()) out = extension == ".jpg" ? "照片" : "附件";
  return out + std::string(extension);
}

bool may_read(App& app, Reading& reading, const Call& call, const KeptFile& file) {
  if (file.record.empty()) return file.account == call.scope->account();
  const Snapshot now = app.published();
  const Programme* programme = now.catalogue->programme(file.programme);
  const auto id = RecordId::parse(file.record);
  const auto record = programme && id ? reading.find_record(*programme, *id) : std::nullopt;
  if (!record || !access::rows_reach(*call.scope, *programme).holds(call.scope->today(), record->unit))
    return false;
  // By whatever name the field goes in the version of today.
  for (size_t i = 0; i < programme->fields.size(); ++i) {
    const Field& field = programme->fields[i];
    const Choices* ids = define::is_file(field.type) ? record->values[i].as<Choices>() : nullptr;
    if (ids && std::find(ids->begin(), ids->end(), file.id) != ids->end())
      return access::may_read_field(*call.scope, field, record->unit);
  }
  return false;
}

}  // namespace

Result<Answer> upload_file(App& app, const Call& call) {
  const Snapshot now = app.published();
  auto programme = find_programme(*now.catalogue, call.parameter("programme"));
  if (!programme) return std::move(programme).error();
  if (auto seen = check_may_see_programme(call, **programme); !seen) return std::move(seen).error();
  const Field* field = (*programme)->field(call.parameter("field"));
  if (!field || !define::is_file(field->type) || field->retired)
    return Error(kNoFileField, {std::string(call.parameter("field"))}).on("field");
  const auto roles = roles_that_fill(**programme, *field);
  if (access::reach_of(*call.scope, roles).is_empty())
    return Error(kNoRight, {"填写“" + field->label.zh + "”", flow::roles_text(roles), "fill in this field",
                            "a post named in the programme's file"});
  const bool is_photo = field->type == define::FieldType::photo;
  if (is_photo && call.raw_body.size() > kPhotoUpload)
    return Error(kUploadTooLarge, {std::to_string(kPhotoUpload >> 20)}).on(field->id);
  auto taken = app.office().take_file(call.raw_body, is_photo);
  if (!taken) return std::move(taken).error().on(field->id);

  KeptFile file;
  file.name = plain_name(call.parameter("file_name"), taken->extension);
  file.type = taken->type;
  file.size = static_cast<int64_t>(taken->bytes.size());
  file.sha256 = sha256_text(taken->bytes);
  file.width = taken->width;
  file.height = taken->height;
  file.programme = (*programme)->id;
  file.field = field->id;
  file.is_sealed = field->privacy >= define::PrivacyClass::personal;
  file.account = call.scope->account();
  return write(app, call, [&](Writing& writing, LogEntry stamp) -> Result<Done> {
    drop_loose_files(writing, stamp);
    KeptFile kept = file;
    kept.id = app.new_record_id().to_text();
    kept.loose_since = stamp.at;
    keep_file(writing, kept, taken->bytes, stamp);
    return Done{file_json(kept), {}};
  });
}

Result<Answer> get_file(App& app, const Call& call) {
  const auto id = RecordId::parse(call.parameter("id"));
  if (!id) return Error(kBadKey, {std::string(call.parameter("id"))});
  Result<Answer> answer = Error(kNotFound, {"这个文件", "such file"});
  app.store().read([&](Reading& reading) {
    const auto file = find_file(reading, id->to_text());
    if (!file || !may_read(app, reading, call, *file)) return;
    auto bytes = bytes_of(reading, *file);
    if (!bytes) {
      answer = Error(kUploadLost);
      return;
    }
    Answer found = Answer::file(std::move(*bytes), file->type, file->name);
    found.is_foreign = true;
    answer = std::move(found);
  });
  return answer;
}

}  // namespace jinguo::app
