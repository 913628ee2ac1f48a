#include "store/seal_keys.h"

#include <algorithm>

namespace jinguo::store {

namespace {

constexpr size_t kKeysRemembered = 20'000;

std::string_view text_of(const SealKey& key) {
  return {reinterpret_cast<const char*>(key.bytes().data()), key.bytes().size()};
}

}  // namespace

std::optional<SealKey> SealKeys::find(std::string_view subject) {
  const auto known = known_.find(subject);
  if (known != known_.end()) return known->second;
  std::optional<SealKey> key;
  connection_.query_one("SELECT wrapped FROM seal_key WHERE subject = ?", {subject},
                        [&](const Row& row) { key = unwrap(subject, row.blob(0)); });
  if (key) remember(subject, *key);
  return key;
}

SealKey SealKeys::find_or_make(std::string_view subject) {
  if (std::optional<SealKey> key = find(subject)) return *key;
  const SealKey key = SealKey::make(random_);
  connection_.execute(
      "INSERT INTO seal_key (subject, wrapped) VALUES (?, ?)"
      " ON CONFLICT (subject) DO UPDATE SET wrapped = excluded.wrapped",
      {subject, seal(master_, text_of(key), subject, random_)});
  remember(subject, key);
  return key;
}

void SealKeys::make_all(const std::vector<std::string>& subjects) {
  if (subjects.size() < 8) {
    for (const std::string& subject : subjects) find_or_make(subject);
    return;
  }
  const std::set<std::string, std::less<>> there = list_kept(subjects);
  std::vector<std::string> missing;
  for (const std::string& subject : subjects)
    if (!there.contains(subject)) missing.push_back(subject);
  std::sort(missing.begin(), missing.end());
  missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
  const std::vector<Identifier> columns{"subject", "wrapped"};
  size_t next = 0;
  connection_.bulk_insert("seal_key", columns, [&](std::span<SqlValue> values) {
    if (next == missing.size()) return false;
    const std::string& subject = missing[next++];
    const SealKey key = SealKey::make(random_);
    values[0] = subject;
    values[1] = seal(master_, text_of(key), subject, random_);
    remember(subject, key);
    return true;
  });
}

std::set<std::string, std::less<>> SealKeys::list_kept(const std::vector<std::string>& subjects) {
  const bool is_sqlite = connection_.dialect() == Dialect::sqlite;
  std::set<std::string, std::less<>> there;
  std::string list;
  for (const std::string& subject : subjects) {
    ensure(subject.find_first_of(",\"\\") == std::string::npos, "subjects are made of ids");
    if (!list.empty()) list += ',';
    list += is_sqlite ? "\"" + subject + "\"" : subject;
  }
  if (is_sqlite) list = "[" + list + "]";
  connection_.query(is_sqlite ? SqlText("SELECT subject FROM seal_key"
                                        " WHERE subject IN (SELECT value FROM json_each(?))")
                              : SqlText("SELECT subject FROM seal_key"
                                        " WHERE subject = ANY(string_to_array(?, ','))"),
                    {list}, [&](const Row& row) { there.emplace(row.text(0)); });
  return there;
}

void SealKeys::destroy(std::string_view subject) {
  known_.erase(std::string(subject));
  connection_.execute("DELETE FROM seal_key WHERE subject = ?", {subject});
}

std::optional<SealKey> SealKeys::unwrap(std::string_view subject, std::span<const uint8_t> wrapped) const {
  const std::optional<std::string> plain = unseal(master_, wrapped, subject);
  SealKey::Bytes bytes{};
  if (!plain || plain->size() != bytes.size()) return std::nullopt;
  std::copy(plain->begin(), plain->end(), bytes.begin());
  return SealKey(bytes);
}

void SealKeys::remember(std::string_view subject, const SealKey& key) {
  if (known_.size() >= kKeysRemembered) known_.clear();
  known_.insert_or_assign(std::string(subject), key);
}

std::string record_subject(std::string_view programme, std::string_view id_text) {
  return "record/" + std::string(programme) + "/" + std::string(id_text);
}

std::string document_subject(std::string_view kind, std::string_view key) {
  return std::string(kind) + "/" + std::string(key);
}

}  // namespace jinguo::store
