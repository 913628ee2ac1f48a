#include "store/sql_store_documents.h"

#include <algorithm>
#include <array>

namespace jinguo::store {

namespace {

constexpr std::array<std::string_view, 7> kSealedKinds{"person",           "second_factor", "account_contact",
                                                       "import_file",      "import_cell",   "file_name",
                                                       "file_bytes_sealed"};
constexpr app::Instant kAnswersKept = app::Instant{181} * 24 * 3600 * 1000;
/// Greater than every text that begins with what stands before it.
constexpr std::string_view kLastCharacter = "\xF4\x8F\xBF\xBF";

std::string answer_subject(AccountId account, std::string_view key) {
  return "answer/" + std::to_string(account.number()) + "/" + std::string(key);
}

/// "unit=#7|period=2011-H1|" as a person may read it.
std::string readable(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '|') {
      out += "，";
    } else {
      out += c;
    }
  }
  constexpr std::string_view kComma = "，";
  if (out.ends_with(kComma)) out.resize(out.size() - kComma.size());
  return out;
}

}  // namespace

bool is_sealed_kind(std::string_view kind) {
  return std::find(kSealedKinds.begin(), kSealedKinds.end(), kind) != kSealedKinds.end();
}

std::optional<std::string> Documents::find(std::string_view kind, std::string_view key) {
  if (!is_sealed_kind(kind)) {
    return connection_.query_text("SELECT body FROM document WHERE kind = ? AND \"key\" = ?", {kind, key});
  }
  const std::string subject = document_subject(kind, key);
  std::optional<std::string> body;
  connection_.query_one(
      "SELECT d.sealed, k.wrapped FROM document d JOIN seal_key k ON k.subject = ?"
      " WHERE d.kind = ? AND d.\"key\" = ?",
      {subject, kind, key}, [&](const Row& row) {
        if (const auto own = keys_.unwrap(subject, row.blob(1))) body = unseal(*own, row.blob(0), subject);
      });
  return body;
}

void Documents::scan(std::string_view kind, std::string_view key_prefix,
                     const std::function<void(std::string_view key, std::string_view body)>& visit) {
  const std::string last = std::string(key_prefix) + std::string(kLastCharacter);
  if (!is_sealed_kind(kind)) {
    connection_.query(
        "SELECT \"key\", body FROM document WHERE kind = ? AND \"key\" >= ? AND \"key\" < ? ORDER BY \"key\"",
        {kind, key_prefix, last}, [&](const Row& row) { visit(row.text(0), row.text(1)); });
    return;
  }
  connection_.query(
      "SELECT d.\"key\", d.sealed, k.wrapped FROM document d JOIN seal_key k ON k.subject = (? || d.\"key\")"
      " WHERE d.kind = ? AND d.\"key\" >= ? AND d.\"key\" < ? ORDER BY d.\"key\"",
      {document_subject(kind, ""), kind, key_prefix, last}, [&](const Row& row) {
        const std::string subject = document_subject(kind, row.text(0));
        const std::optional<SealKey> own = keys_.unwrap(subject, row.blob(2));
        if (!own) return;
        if (const auto body = unseal(*own, row.blob(1), subject)) visit(row.text(0), *body);
      });
}

std::vector<std::pair<std::string, std::string>> Documents::page(std::string_view kind,
                                                                 std::string_view key_prefix,
                                                                 std::string_view after, int64_t limit) {
  ensure(!is_sealed_kind(kind), "what is sealed is not paged through");
  const std::string last = std::string(key_prefix) + std::string(kLastCharacter);
  std::vector<std::pair<std::string, std::string>> page;
  connection_.query(
      "SELECT \"key\", body FROM document WHERE kind = ? AND \"key\" >= ? AND \"key\" > ? AND \"key\" < ?"
      " ORDER BY \"key\" LIMIT ?",
      {kind, key_prefix, after, last, limit},
      [&](const Row& row) { page.emplace_back(std::string(row.text(0)), std::string(row.text(1))); });
  return page;
}

int64_t Documents::count(std::string_view kind, std::string_view key_prefix) {
  const std::string last = std::string(key_prefix) + std::string(kLastCharacter);
  return connection_
      .query_integer("SELECT count(*) FROM document WHERE kind = ? AND \"key\" >= ? AND \"key\" < ?",
                     {kind, key_prefix, last})
      .value_or(0);
}

void Documents::put(std::string_view kind, std::string_view key, std::string_view body, Position position) {
  SqlValue open = body, sealed;
  if (is_sealed_kind(kind)) {
    const std::string subject = document_subject(kind, key);
    sealed = seal(keys_.find_or_make(subject), body, subject, core_.random);
    open = nullptr;
  }
  connection_.post(
      "INSERT INTO document (kind, \"key\", body, sealed, position) VALUES (?, ?, ?, ?, ?)"
      " ON CONFLICT (kind, \"key\") DO UPDATE SET body = excluded.body, sealed = excluded.sealed,"
      " position = excluded.position",
      {kind, key, open, sealed, position});
}

void Documents::remove(std::string_view kind, std::string_view key) {
  connection_.post("DELETE FROM document WHERE kind = ? AND \"key\" = ?", {kind, key});
  if (is_sealed_kind(kind)) keys_.destroy(document_subject(kind, key));
}

std::optional<RecordId> Documents::find_unique(std::string_view programme, std::string_view key) {
  std::optional<RecordId> holder;
  connection_.query("SELECT record FROM unique_key WHERE programme = ? AND \"key\" = ?",
                    {programme, std::span<const uint8_t>(keyed_hash(core_.own_key, key))},
                    [&](const Row& row) { holder = row.id<RecordId>(0); });
  return holder;
}

Result<void> Documents::claim_unique(std::string_view programme, RecordId id,
                                     const std::vector<std::string>& keys, bool is_new) {
  for (const std::string& key : keys) {
    const std::optional<RecordId> holder = find_unique(programme, key);
    if (holder && *holder != id) return Error(app::kNotUnique, {readable(key)});
  }
  if (!is_new) connection_.post("DELETE FROM unique_key WHERE programme = ? AND record = ?", {programme, id});
  for (const std::string& key : keys) {
    connection_.post(
        "INSERT INTO unique_key (programme, \"key\", record) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        {programme, std::span<const uint8_t>(keyed_hash(core_.own_key, key)), id});
  }
  return {};
}

std::optional<app::KeptAnswer> Documents::find_answer(AccountId account, std::string_view key) {
  std::optional<app::KeptAnswer> answer;
  connection_.query(
      "SELECT request_hash, status, body FROM answer WHERE account = ? AND \"key\" = ?", {account, key},
      [&](const Row& row) {
        answer = app::KeptAnswer{std::string(row.text(0)), static_cast<int>(row.integer(1)), {}};
        const auto body = unseal(core_.own_key, row.blob(2), answer_subject(account, key));
        ensure(body.has_value(), "an answer kept for repeats opens with the store's key");
        answer->body = *body;
      });
  return answer;
}

void Documents::keep_answer(AccountId account, std::string_view key, const app::KeptAnswer& answer,
                            app::Instant at) {
  connection_.post(
      "INSERT INTO answer (account, \"key\", request_hash, status, body, at) VALUES (?, ?, ?, ?, ?, ?)",
      {account, key, answer.request_hash, answer.status,
       seal(core_.own_key, answer.body, answer_subject(account, key), core_.random), at});
}

void Documents::drop_old_answers(app::Instant now) {
  connection_.execute(
      "DELETE FROM answer WHERE (account, \"key\") IN"
      " (SELECT account, \"key\" FROM answer WHERE at < ? ORDER BY at LIMIT 100)",
      {now - kAnswersKept});
}

}  // namespace jinguo::store
