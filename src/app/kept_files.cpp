#include "app/kept_files.h"

#include <sodium.h>

#include <algorithm>
#include <map>

#include "app/documents.h"
#include "app/hash.h"

namespace jinguo::app {
namespace {

constexpr ErrorRow kForeignFile{"app.foreign_file", 422, "“{0}”里有不能用的文件，请重新上传。",
                                "\"{0}\" names a file that cannot be used; upload it again."};
constexpr ErrorRow kFileLost{"app.file_lost", 500, "文件 {0} 丢失或打不开，请从备份恢复。",
                             "File {0} is lost or cannot be opened; restore it from a backup."};
constexpr ErrorRow kFileDiffers{"app.file_differs", 500, "文件 {0} 的内容与上传时不同，请从备份恢复。",
                                "File {0} differs from what was uploaded; restore it from a backup."};
constexpr std::string_view kUpload = "file.upload";

std::string loose_key(const KeptFile& file) {
  std::string at = std::to_string(file.loose_since);
  at.insert(0, 15 - std::min<size_t>(15, at.size()), '0');
  return at + "/" + file.id;
}

std::string_view bytes_kind(const KeptFile& file) {
  return file.is_sealed ? kSealedBytesDocuments : kOpenBytesDocuments;
}

void put_facts(Writing& writing, const KeptFile& file) {
  writing.put_document(kFileDocuments, file.id,
                       json::serialize(json::object{{"type", file.type},
                                                    {"size", file.size},
                                                    {"sha256", file.sha256},
                                                    {"width", file.width},
                                                    {"height", file.height},
                                                    {"programme", file.programme},
                                                    {"field", file.field},
                                                    {"sealed", file.is_sealed},
                                                    {"account", file.account.number()},
                                                    {"record", file.record},
                                                    {"loose_since", file.loose_since}}));
}

KeptFile read_facts(std::string_view id, std::string_view body) {
  const json::value kept = json::parse(body);
  const auto text = [&](const char* name) { return std::string(kept.at(name).as_string()); };
  const auto number = [&](const char* name) { return kept.at(name).to_number<int64_t>(); };
  KeptFile file;
  file.id = std::string(id);
  file.type = text("type");
  file.size = number("size");
  file.sha256 = text("sha256");
  file.width = static_cast<int>(number("width"));
  file.height = static_cast<int>(number("height"));
  file.programme = text("programme");
  file.field = text("field");
  file.is_sealed = kept.at("sealed").as_bool();
  file.account = AccountId(number("account"));
  file.record = text("record");
  file.loose_since = number("loose_since");
  return file;
}

std::string base64(std::string_view bytes) {
  std::string out(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string out(text.size(), '\0');
  size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(),
                        nullptr, &length, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0)
    return std::nullopt;
  out.resize(length);
  return out;
}

std::vector<std::string> held_by(const define::Programme& programme, const record::Record* record) {
  std::vector<std::string> out;
  if (!record) return out;
  for (size_t i = 0; i < programme.fields.size(); ++i)
    if (define::is_file(programme.fields[i].type))
      if (const Choices* ids = record->values[i].as<Choices>())
        out.insert(out.end(), ids->begin(), ids->end());
  return out;
}

bool has(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

void bind(Writing& writing, KeptFile file, std::string record) {
  if (file.loose_since != 0) writing.delete_document(kLooseFileDocuments, loose_key(file));
  file.record = std::move(record);
  file.loose_since = 0;
  put_facts(writing, file);
}

void loosen(Writing& writing, KeptFile file, Instant now) {
  file.loose_since = now;
  writing.put_document(kLooseFileDocuments, loose_key(file), file.id);
  put_facts(writing, file);
}

}  // namespace

std::optional<KeptFile> find_file(Reading& reading, std::string_view id) {
  const auto body = reading.find_document(kFileDocuments, id);
  if (!body) return std::nullopt;
  KeptFile file = read_facts(id, *body);
  file.name = reading.find_document(kFileNameDocuments, id).value_or("");
  return file;
}

std::optional<std::string> bytes_of(Reading& reading, const KeptFile& file) {
  const auto body = reading.find_document(bytes_kind(file), file.id);
  return body ? from_base64(*body) : std::nullopt;
}

void keep_file(Writing& writing, const KeptFile& file, std::string_view bytes, LogEntry stamp) {
  writing.put_document(bytes_kind(file), file.id, base64(bytes));
  writing.put_document(kFileNameDocuments, file.id, file.name);
  loosen(writing, file, stamp.at);
  stamp.action = kUpload;
  stamp.programme = file.programme;
  stamp.subject = file.id;
  stamp.detail = json::serialize(
      json::object{{"field", file.field}, {"type", file.type}, {"size", file.size}, {"sha256", file.sha256}});
  writing.append(stamp);
}

void drop_loose_files(Writing& writing, const LogEntry& stamp) {
  std::vector<std::pair<std::string, std::string>> old;
  writing.scan_documents(kLooseFileDocuments, "", [&](std::string_view key, std::string_view id) {
    if (std::stoll(std::string(key.substr(0, 15))) + kLooseKept < stamp.at) old.emplace_back(key, id);
  });
  for (const auto& [key, id] : old) {
    const auto file = find_file(writing, id);
    writing.delete_document(kLooseFileDocuments, key);
    if (!file) continue;
    writing.delete_document(bytes_kind(*file), id);
    writing.delete_document(kFileNameDocuments, id);
    writing.delete_document(kFileDocuments, id);
    LogEntry entry = stamp;
    entry.action = "file.drop";
    entry.programme = file->programme;
    entry.subject = id;
    writing.append(entry);
  }
}

json::object file_json(const KeptFile& file) {
  const auto pixels = [](int n) { return n > 0 ? json::value(n) : json::value(nullptr); };
  return {{"id", file.id},
          {"name", file.name},
          {"type", file.type},
          {"size", file.size},
          {"sha256", file.sha256},
          {"width", pixels(file.width)},
          {"height", pixels(file.height)},
          {"record", file.record.empty() ? json::value(nullptr) : json::value(file.record)}};
}

json::object file_json(Reading& reading, std::string_view id) {
  auto file = find_file(reading, id);
  if (!file) {
    file.emplace();
    file->id = std::string(id);
  }
  return file_json(*file);
}

std::string count_files(std::string_view text) {
  if (text.empty()) return {};
  constexpr std::string_view kBetween = "、";
  int64_t n = 1;
  for (size_t at = text.find(kBetween); at != std::string_view::npos; at = text.find(kBetween, at + 1)) ++n;
  return std::to_string(n) + " 个文件";
}

Result<void> hold_files(Writing& writing, const define::Programme& programme, const record::Record* before,
                        const record::Record& after, const LogEntry& stamp) {
  const auto old = held_by(programme, before), now = held_by(programme, &after);
  const std::string id = after.id.to_text();
  for (size_t i = 0; i < programme.fields.size(); ++i) {
    const define::Field& field = programme.fields[i];
    const Choices* ids = define::is_file(field.type) ? after.values[i].as<Choices>() : nullptr;
    if (!ids) continue;
    for (const std::string& one : *ids) {
      if (has(old, one)) continue;
      const auto file = find_file(writing, one);
      const bool is_fit = file && file->programme == programme.id && file->field == field.id &&
                          (file->record.empty() ? file->account == stamp.account : file->record == id);
      if (!is_fit || std::count(now.begin(), now.end(), one) != 1)
        return Error(kForeignFile, {field.label.zh}).on(field.id);
      bind(writing, *file, id);
    }
  }
  for (const std::string& one : old) {
    if (has(now, one)) continue;
    if (auto file = find_file(writing, one)) loosen(writing, std::move(*file), stamp.at);
  }
  return {};
}

Diagnostics check_files(App& app) {
  Diagnostics faults;
  app.store().read([&](Reading& reading) {
    std::map<std::string, std::string> sent;
    constexpr int64_t kPage = 1000;
    for (Position after; true;) {
      const auto page = reading.list_log(after, kPage, "file.");
      for (const LogEntry& entry : page) {
        after = entry.position;
        if (entry.action == kUpload)
          sent[entry.subject] = std::string(json::parse(entry.detail).at("sha256").as_string());
        else
          sent.erase(entry.subject);
      }
      if (static_cast<int64_t>(page.size()) < kPage) break;
    }
    for (const auto& [id, hash] : sent) {
      const auto file = find_file(reading, id);
      const auto bytes = file ? bytes_of(reading, *file) : std::nullopt;
      if (!bytes) {
        faults.push_back(Error(kFileLost, {id}));
      } else if (sha256_text(*bytes) != hash || file->sha256 != hash) {
        faults.push_back(Error(kFileDiffers, {id}));
      }
    }
  });
  return faults;
}

}  // namespace jinguo::app
