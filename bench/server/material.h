#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace jinguo::bench {

/// A programme of single cases with five fields, filed by villages: `bench_case`. Its second version has one
/// more field and one more measure.
std::string case_programme(int version = 1);
/// A monthly return of 20 whole numbers filed at this level, every one of them summed: measures n00 … n19.
std::string wide_programme(const std::string& id, const std::string& level, const std::string& importer);

/// "id.n00,id.n01,…"
std::string wide_names(const std::string& id);

/// Sheets with a column for the unit and 20 numbers, a row for each code; blanks, negatives and numbers
/// beyond 32 bits stand in places. Months, counted from 0, hold different numbers.
std::string wide_xlsx(const std::vector<std::string>& codes, uint32_t month, const std::string& scratch);
std::string wide_csv(const std::vector<std::string>& codes);
/// What the first of the 20 numbers adds up to over so many rows.
int64_t wide_sum(size_t rows, uint32_t month);

/// The whole nation as a table of units, 665,277 rows, with made-up codes and names.
std::string nation_table();

}  // namespace jinguo::bench
