#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "store/sql_failure.h"
#include "store/sql_text.h"
#include "store/sql_value.h"

namespace jinguo::store {

enum class Dialect { sqlite, postgres };

/// What a column holds.
enum class ColumnKind { integer, text, blob };

/// The type of a column. Texts compare by their bytes on both engines, so that ORDER BY agrees.
SqlText column_type(Dialect dialect, ColumnKind kind);
/// What ends a CREATE TABLE after its closing parenthesis: SQLite is told to keep to the column types.
SqlText table_options(Dialect dialect);

/// One row of an answer, columns counted from 0. Views live until the visitor returns. Asking a text of an
/// integer column, or an integer of a text, throws SqlFailure.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool is_null(size_t column) const = 0;
  /// 0 for null.
  virtual int64_t integer(size_t column) const = 0;
  /// Empty for null.
  virtual std::string_view text(size_t column) const = 0;
  /// Empty for null.
  virtual std::span<const uint8_t> blob(size_t column) const = 0;
  virtual size_t size() const = 0;

  std::optional<int64_t> integer_or_null(size_t column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
  }
  /// An id of 128 bits; none for null.
  template <class Id>
  Id id(size_t column) const {
    const std::span<const uint8_t> bytes = blob(column);
    typename Id::Bytes out{};
    if (bytes.empty()) return Id{};
    if (bytes.size() != out.size())
      throw SqlFailure(SqlFault::other, "a column that is no id is read as one");
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return Id(out);
  }
};

/// A reference to a callable that lives until the call it is given to returns; nothing is copied.
template <class Signature>
class CallRef;
template <class Answer, class... Args>
class CallRef<Answer(Args...)> {
 public:
  template <class F>
  requires(!std::same_as<std::remove_cvref_t<F>, CallRef> && std::is_invocable_r_v<Answer, F&, Args...>)
      CallRef(F&& callable)
      : callable_(const_cast<void*>(static_cast<const void*>(std::addressof(callable)))),
        call_([](void* f, Args... args) -> Answer {
          return (*static_cast<std::remove_reference_t<F>*>(f))(std::forward<Args>(args)...);
        }) {}
  Answer operator()(Args... args) const { return call_(callable_, std::forward<Args>(args)...); }

 private:
  void* callable_;
  Answer (*call_)(void*, Args...);
};

using RowVisitor = CallRef<void(const Row&)>;
/// Fills the values of the next row; false when there is none.
using RowSource = CallRef<bool(std::span<SqlValue>)>;

/// One connection to one database, used by one thread at a time. The same statements must work on both
/// engines; where they cannot, `dialect()` tells which. Prepared statements are kept by their text. Every
/// failure is a SqlFailure.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual Dialect dialect() const = 0;

  /// Runs one statement; answers how many rows it inserted, changed or deleted.
  virtual int64_t execute(const SqlText& sql, Params params = {}) = 0;
  /// Runs one statement of which nobody asks how many rows it changed. It may be sent together with what
  /// follows it; whatever follows sees what it did, and its failure is told by one of the later calls, at the
  /// latest by `settle`, `release` or `commit`.
  virtual void post(const SqlText& sql, Params params = {}) { execute(sql, params); }
  /// Waits for what was posted.
  virtual void settle() {}
  /// Visits each row of the answer. Other statements may run inside the visitor.
  virtual void query(const SqlText& sql, Params params, RowVisitor visit) = 0;
  /// As query, for long answers: rows come as they are read, and no other statement may run on this
  /// connection until the last one has come.
  virtual void scan(const SqlText& sql, Params params, RowVisitor visit) = 0;
  /// Inserts the rows the source gives, in one statement or as near to it as the engine has; answers how
  /// many. The fastest way in; the source must not use this connection.
  virtual int64_t bulk_insert(const Identifier& table, std::span<const Identifier> columns,
                              RowSource next) = 0;

  virtual void begin() = 0;
  virtual void commit() = 0;
  /// Does nothing when no transaction is open.
  virtual void rollback() = 0;
  virtual void savepoint(const Identifier& name) = 0;
  virtual void release(const Identifier& name) = 0;
  /// Undoes what came after the savepoint; the savepoint stays.
  virtual void rollback_to(const Identifier& name) = 0;
  virtual bool in_transaction() const = 0;

  /// Visits the first row; false when there is none.
  bool query_one(const SqlText& sql, Params params, RowVisitor visit);
  /// The integer in the first column of the first row; nothing when there is no row or it is null.
  std::optional<int64_t> query_integer(const SqlText& sql, Params params = {});
  /// The text in the first column of the first row; nothing when there is no row or it is null.
  std::optional<std::string> query_text(const SqlText& sql, Params params = {});
};

}  // namespace jinguo::store
