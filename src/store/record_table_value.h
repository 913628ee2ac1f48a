#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "base/value.h"
#include "define/programme.h"
#include "store/sql.h"

namespace jinguo::store {

/// How values of a type are kept: see define::Storage. Numbers are integers scaled by `places`, yes/no is 0
/// or 1, dates are days, units their number; multiple choices ";a;b;"; references 16 bytes; rows JSON.
ColumnKind column_kind(define::FieldType type);

/// Whether a value of the field is kept sealed: a text, or rows of them, of class personal or above.
bool is_sealed(const define::Field& field);

/// Text, long text, a choice's code and the special texts: all kept as they are.
bool is_plain_text(define::FieldType type);

/// Null for blank. `places` is the column's, which may be finer than the field's.
SqlValue to_column(const define::Field& field, int places, const Value& value);
/// Reads what a column of this type holds; for rows by the columns of `field`.
Value from_column(const define::Field& field, define::FieldType type, int places, const Row& row,
                  size_t column);

/// The sealed values of one row, opened: each under the name of its place. As text it is JSON.
class SealedValues {
 public:
  /// None.
  SealedValues();
  /// What `text` gave.
  explicit SealedValues(const std::string& text);
  SealedValues(SealedValues&&) noexcept;
  SealedValues& operator=(SealedValues&&) noexcept;
  ~SealedValues();

  /// Blank when there is none of the name. `type` is the place's, which an older version of the field made.
  Value find(const std::string& name, const define::Field& field, define::FieldType type) const;
  /// A blank value is taken out.
  void put(const std::string& name, const define::Field& field, const Value& value);
  bool is_empty() const;
  std::string text() const;

 private:
  struct Object;
  std::unique_ptr<Object> object_;
};

}  // namespace jinguo::store
