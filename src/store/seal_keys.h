#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "store/seal.h"
#include "store/sql.h"

namespace jinguo::store {

/// The keys under which personal values are sealed, one per subject, each kept wrapped by the master key.
/// Destroying a subject's key makes everything sealed of it unreadable for ever, also in the log and in
/// backups restored later without that row.
class SealKeys {
 public:
  SealKeys(Connection& connection, const SealKey& master, const RandomSource& random)
      : connection_(connection), master_(master), random_(random) {}

  std::optional<SealKey> find(std::string_view subject);
  SealKey find_or_make(std::string_view subject);
  /// Makes and keeps keys of records that have none yet, many at once.
  void make_all(const std::vector<std::string>& subjects);
  void destroy(std::string_view subject);
  /// Nothing for an empty span, and when the master key is another.
  std::optional<SealKey> unwrap(std::string_view subject, std::span<const uint8_t> wrapped) const;
  const RandomSource& random() const { return random_; }

 private:
  /// Which of them have a key.
  std::set<std::string, std::less<>> list_kept(const std::vector<std::string>& subjects);
  void remember(std::string_view subject, const SealKey& key);
  Connection& connection_;
  const SealKey& master_;
  const RandomSource& random_;
  std::map<std::string, SealKey, std::less<>> known_;
};

/// Subjects: a record of a programme, a document, and the store itself.
std::string record_subject(std::string_view programme, std::string_view id_text);
std::string document_subject(std::string_view kind, std::string_view key);
inline constexpr std::string_view kStoreSubject = "store";

}  // namespace jinguo::store
