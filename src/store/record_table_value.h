#pragma once
#include <boost/json/value.hpp>
#include <string>

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

/// The same as JSON, for sealed values and inside of rows; null for blank.
boost::json::value value_to_json(const define::Field& field, const Value& value);
Value value_from_json(const define::Field& field, define::FieldType type, const boost::json::value& json);

}  // namespace jinguo::store
