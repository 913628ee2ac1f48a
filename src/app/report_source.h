#pragma once
#include "app/figure_queries.h"
#include "report/compose.h"

namespace jinguo::app {

/// The figures of one text from a standpoint, all read at the reader's position. The reader and the app must
/// outlive the source.
report::Source make_source(App& app, const rollup::Figures::Reader& reader, const Standpoint& at);

/// A bulletin counts to its cut-off: the week under its own name, but only from Monday to the weekday (1–7)
/// of the cut. Records bear days, so the hour of the cut is printed and not counted by.
Period cut_off(const Period& week, int weekday);

}  // namespace jinguo::app
