#pragma once
#include "app/call.h"

namespace jinguo::app {

/// A photo or paper, kept beside the records: a field holds it by its id.
struct KeptFile {
  std::string id;
  /// As its sender called it, without folders, with the extension of what it is.
  std::string name;
  std::string type;
  int64_t size = 0;
  /// Of the bytes that are kept.
  std::string sha256;
  /// In pixels; 0 for papers.
  int width = 0, height = 0;
  /// The field it was sent for.
  std::string programme, field;
  /// Sealed as the values of personal fields are.
  bool is_sealed = false;
  AccountId account;
  /// The record that holds it, or held it last; empty while none ever did.
  std::string record;
  /// Since when no record holds it; 0 while one does.
  Instant loose_since = 0;
};

/// What no record holds is dropped after this time.
inline constexpr Instant kLooseKept = Instant{24} * 3600 * 1000;

std::optional<KeptFile> find_file(Reading& reading, std::string_view id);
/// Nothing when they are lost: the key was destroyed, or a bit of what was sealed is another.
std::optional<std::string> bytes_of(Reading& reading, const KeptFile& file);
/// Writes a new file, with a line in the log.
void keep_file(Writing& writing, const KeptFile& file, std::string_view bytes, LogEntry stamp);
/// Drops what no record has held for kLooseKept, each with a line in the log.
void drop_loose_files(Writing& writing, const LogEntry& stamp);

/// As `FileInfo` of the API.
json::object file_json(const KeptFile& file);
/// With no more than its id when it is lost.
json::object file_json(Reading& reading, std::string_view id);
/// "3 个文件" for the text of a field that holds files.
std::string count_files(std::string_view text);

/// On a save: whatever file the record now holds and did not must have been sent by the same account for this
/// field, and belong to no other record; what it holds no more is loose.
Result<void> hold_files(Writing& writing, const define::Programme& programme, const record::Record* before,
                        const record::Record& after, const LogEntry& stamp);

/// Whether each file's bytes are those that were sent: by their hash, and by the log.
Diagnostics check_files(App& app);

}  // namespace jinguo::app
