#pragma once
#include "record/record.h"

namespace jinguo::record {

/// Fills in the computed fields in their order and the date that places the record in time.
void compute(const define::Programme& programme, Record& record);

/// Every fault of the record as it would be saved: blank fields that are required, values outside their
/// bounds, unmet checks. Drafts are spared the checks that are not asked of drafts; what a field requires
/// only in later states its `required_when` says. A soft check is a fault until `soft_reasons` holds a reason
/// under its number. Computed fields must have been computed.
Diagnostics validate(const define::Programme& programme, const Record& record);

}  // namespace jinguo::record
