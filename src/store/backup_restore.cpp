#include <boost/json.hpp>
#include <map>

#include "store/backup.h"
#include "store/backup_file.h"
#include "store/digest.h"
#include "store/record_table.h"
#include "store/schema.h"
#include "store/seal_keys.h"
#include "store/seal_master_key.h"
#include "store/sql_store_error.h"

namespace jinguo::store {

namespace json = boost::json;

namespace {

using KnownTables = std::map<std::string, std::vector<std::string>, std::less<>>;

Error bad(const std::string& file, const BackupFault& fault) {
  return Error(kBadBackup, {file, fault.zh, fault.en});
}

BackupFault foreign() {
  return {"内容与本程序的数据结构不符", "what it holds does not fit this program's tables"};
}

Result<BackupFacts> read_facts(BackupReader& in, const std::string& file) {
  in.check();
  if (in.version() != kBackupVersion) return Error(kNewerBackup, {file, std::to_string(in.version())});
  try {
    const json::value head = json::parse(in.head());
    const json::value foot = json::parse(in.foot());
    if (const int64_t schema = head.at("schema").as_int64(); schema > kSchema)
      return Error(kNewerBackup, {file, std::to_string(schema)});
    BackupFacts facts;
    facts.created = head.at("created").as_int64();
    facts.engine = head.at("engine").as_string();
    facts.digest.records = foot.at("records").as_int64();
    facts.digest.head = Position(foot.at("head").as_int64());
    facts.digest.head_hash = foot.at("head_hash").as_string();
    facts.digest.records_digest = foot.at("records_digest").as_string();
    return facts;
  } catch (const boost::system::system_error&) {
    throw foreign();
  }
}

bool is_empty(Connection& connection) {
  return connection.query_integer(
             "SELECT (SELECT count(*) FROM log) + (SELECT count(*) FROM document) +"
             " (SELECT count(*) FROM unit) + (SELECT count(*) FROM table_of)") == 0;
}

KnownTables known_tables() {
  KnownTables known;
  for (const Table& table : house_tables()) {
    std::vector<std::string>& columns = known[std::string(table.name.text())];
    for (const TableColumn& column : table.columns) columns.emplace_back(column.name.text());
  }
  return known;
}

void create_record_tables(Connection& connection, KnownTables& known) {
  for (const RecordTable& table : load_record_tables(connection)) {
    create_record_table(connection, table);
    define::Programme none;
    none.id = table.programme;
    std::vector<std::string>& columns = known[std::string(table.name.text())];
    for (const Identifier& column : compose_layout(none, table, connection.dialect()).columns)
      columns.emplace_back(column.text());
  }
}

void load_tables(Connection& connection, BackupReader& in) {
  KnownTables known = known_tables();
  while (const std::optional<BackupReader::TableHead> head = in.next_table()) {
    const auto table = known.find(head->name);
    if (table == known.end() || table->second != head->columns) throw foreign();
    std::vector<Identifier> columns;
    for (const std::string& column : head->columns) columns.push_back(*Identifier::parse(column));
    connection.bulk_insert(*Identifier::parse(head->name), columns,
                           [&](std::span<SqlValue> values) { return in.next_row(values); });
    // The last of the house's tables: from now on it is known which tables the programmes have.
    if (head->name == "column_of") create_record_tables(connection, known);
  }
}

/// A key that lies in place must be the right one; none may be put there later.
Result<void> check_key(Connection& connection, const StoreOptions& target) {
  Result<std::filesystem::path> file = master_key_file(target);
  if (!file) return std::move(file).error();
  const RandomSource random = secure_random();
  Result<SealKey> master = load_master_key(*file, false, random);
  if (!master) {
    if (master.error().code() != kNoMasterKey.code) return std::move(master).error();
    if (target.report) target.report(master.error().text(Language::zh));
    return {};
  }
  SealKeys keys(connection, *master, random);
  if (!keys.find(kStoreSubject)) return Error(kWrongMasterKey, {file->string()});
  return {};
}

Result<void> fill(Connection& connection, BackupReader& in, const std::string& file, const BackupFacts& facts,
                  const StoreOptions& target) {
  if (Result<void> made = upgrade_schema(connection); !made) return std::move(made).error();
  if (!is_empty(connection)) return Error(kNotEmpty);
  connection.execute("DELETE FROM seal_key");
  load_tables(connection, in);
  const app::StoreDigest now = digest_of(connection, {});
  if (now.records != facts.digest.records || now.head != facts.digest.head ||
      now.head_hash != facts.digest.head_hash || now.records_digest != facts.digest.records_digest) {
    return Error(kUnequalBackup, {file});
  }
  return check_key(connection, target);
}

}  // namespace

Result<BackupFacts> check_backup(const std::string& file) {
  try {
    BackupReader in(file);
    return read_facts(in, file);
  } catch (const BackupFault& fault) {
    return bad(file, fault);
  }
}

Result<app::StoreDigest> restore_backup(const std::string& file, const StoreOptions& target) {
  try {
    BackupReader in(file);
    Result<BackupFacts> facts = read_facts(in, file);
    if (!facts) return std::move(facts).error();
    Result<std::unique_ptr<Database>> database = open_database(target);
    if (!database) return std::move(database).error();
    const std::unique_ptr<WriteConnection> connection = (*database)->take_writer();
    connection->begin();
    Result<void> filled = fill(*connection, in, file, *facts, target);
    if (!filled) {
      connection->rollback();
      return std::move(filled).error();
    }
    connection->commit();
    connection->upkeep(Upkeep::stopping);
    return facts->digest;
  } catch (const BackupFault& fault) {
    return bad(file, fault);
  }
}

}  // namespace jinguo::store
