#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "define/programme.h"
#include "store/sql.h"

namespace jinguo::store {

/// Where values of a field are kept: a column of the programme's table, or a member of its sealed part.
/// Columns are only ever added. A field has more than one when its type, places or privacy changed; a renamed
/// field keeps the columns it had.
struct FieldColumn {
  std::string field;
  Identifier name;
  define::FieldType type;
  /// Numbers are kept multiplied by 10^places.
  int places = 0;
  bool is_sealed = false;
};

/// The columns that stand before those of the fields in every programme's table, in this order.
enum class RowColumn : size_t {
  id,
  unit,
  state,
  date,
  filed_on,
  version,
  rule_version,
  path,
  soft,
  changed,
  sealed,
  first_field
};
inline constexpr size_t kFirstFieldColumn = static_cast<size_t>(RowColumn::first_field);
constexpr size_t at(RowColumn column) {
  return static_cast<size_t>(column);
}

/// The programme's table as the schema knows it.
struct RecordTable {
  std::string programme;
  Identifier name;
  /// Changes with every column that is added.
  int64_t stamp = 0;
  /// Of all versions; a column shared by a renamed field stands once for each.
  std::vector<FieldColumn> columns;
};

/// How the records of one version of a programme lie in its table: composed once, then only run.
struct RecordLayout {
  /// A place of a field's values: the index of a column in what is selected, or a name in the sealed part.
  struct Spot {
    size_t column = 0;
    std::string sealed_name;
    define::FieldType type;
    int places = 0;
    bool is_sealed() const { return !sealed_name.empty(); }
  };
  struct Slot {
    /// Nothing when the table has no column for the field yet: it is blank.
    std::optional<Spot> main;
    /// Where older versions kept it; read when `main` is blank, emptied when the record is saved.
    std::vector<Spot> older;
  };

  std::string programme;
  Identifier table;
  int64_t stamp = 0;
  /// What tells versions apart that keep their values in different places.
  std::string signature;
  std::vector<Slot> slots;
  /// Of all columns selected, in their order; the row's wrapped key follows them when `has_sealed`.
  std::vector<Identifier> columns;
  std::vector<ColumnKind> kinds;
  /// Indices of `columns` in order of their names, for hashing.
  std::vector<size_t> by_name;
  /// Indices of the columns this version writes.
  std::vector<size_t> written;
  std::vector<Identifier> written_names;
  bool has_sealed = false;
  /// The sealed part may hold values of fields this version does not know.
  bool keeps_foreign_sealed = false;

  /// "SELECT … FROM … r LEFT JOIN seal_key k …": one parameter, the subject's beginning, when `has_sealed`.
  SqlText select;
  SqlText find;
  SqlText scan;
  SqlText insert;
  /// Parameters: the written columns, then the id; answers all columns.
  SqlText update;
};

/// Nothing while the programme has no table.
std::optional<RecordTable> load_record_table(Connection& connection, std::string_view programme);

/// Whether values of the field may live in the column as they are.
bool fits(const define::Field& field, const FieldColumn& column);

std::string layout_signature(const define::Programme& programme);
RecordLayout compose_layout(const define::Programme& programme, const RecordTable& table, Dialect dialect);

/// Layouts once composed; shared by all threads.
class LayoutCache {
 public:
  /// Nothing when it was not composed yet.
  std::shared_ptr<const RecordLayout> find(const define::Programme& programme, int64_t stamp);
  void put(std::shared_ptr<const RecordLayout> layout);

 private:
  std::mutex mutex_;
  std::map<std::string, std::vector<std::shared_ptr<const RecordLayout>>, std::less<>> layouts_;
};

}  // namespace jinguo::store
