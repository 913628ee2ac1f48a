#include "org/tree_facts.h"

#include <algorithm>

#include "org/org_error.h"
#include "org/tree_draft.h"

namespace jinguo::org {
namespace {

UnitRow row_of_unit(const Unit& u) {
  return {u.id,         u.level,  u.zone,
          u.shard,      u.within, u.opened,
          u.closed,     u.heir,   u.heir.is_none() ? Date() : u.heir_from,
          u.split_field};
}

Unit unit_of_row(UnitRow&& row) {
  Unit unit;
  unit.id = row.id;
  unit.level = row.level;
  unit.zone = row.zone;
  unit.shard = row.shard;
  unit.within = row.within;
  unit.opened = row.opened;
  unit.closed = row.closed;
  unit.heir = row.heir;
  unit.heir_from = row.heir_from;
  unit.split_field = std::move(row.split_field);
  return unit;
}

void put_names(const Unit& u, std::vector<NameRow>& out) {
  for (size_t i = 0; i < u.names.size(); ++i)
    out.push_back({u.id, u.names[i].value, u.names[i].first, u.names[i].last});
}
void put_codes(const Unit& u, std::vector<CodeRow>& out) {
  for (size_t i = 0; i < u.codes.size(); ++i)
    out.push_back({u.id, u.codes[i].value, u.codes[i].first, u.codes[i].last});
}
void put_edges(const Unit& u, std::vector<EdgeRow>& out) {
  for (size_t i = 0; i < u.parents.size(); ++i)
    out.push_back({u.id, u.parents[i].value, u.parents[i].first, u.parents[i].last});
}

std::string number(UnitId id) {
  return "#" + std::to_string(id.number());
}

/// Moves the rows of one unit, which stand next, into its timeline; false when they do not cover its life.
template <class T, class Row, class Member>
bool take_rows(const Unit& unit, std::vector<Row>& rows, size_t& next, Member value, Timeline<T>& out) {
  bool started = false;
  Date expected = unit.opened;
  for (; next < rows.size() && rows[next].unit == unit.id; ++next) {
    Row& row = rows[next];
    if (row.first != expected || row.last < row.first) return false;
    if (started)
      out.append({std::move(row.*value), row.first, row.last});
    else
      out = Timeline<T>(std::move(row.*value), row.first, row.last);
    started = true;
    expected = row.last == kOpenEnd ? kOpenEnd : row.last.plus_days(1);
  }
  return started && out.back().last == unit.closed;
}

/// Keys of old rows that have no row of the same first day any more; rows that are new or changed are put.
template <class Row>
void diff_rows(const std::vector<Row>& before, const std::vector<Row>& after, std::vector<Row>& upsert,
               std::vector<FactsDiff::Key>& deleted) {
  for (const Row& row : after)
    if (std::find(before.begin(), before.end(), row) == before.end()) upsert.push_back(row);
  for (const Row& row : before)
    if (std::none_of(after.begin(), after.end(), [&](const Row& other) { return other.first == row.first; }))
      deleted.push_back({row.unit, row.first});
}

bool take_all(Unit& unit, Facts& facts, size_t& name, size_t& code, size_t& edge) {
  return take_rows(unit, facts.names, name, &NameRow::name, unit.names) &&
         take_rows(unit, facts.codes, code, &CodeRow::code, unit.codes) &&
         take_rows(unit, facts.edges, edge, &EdgeRow::parent, unit.parents);
}

Result<void> check_links(const Tree& tree, UnitId id) {
  const Unit& unit = tree.unit(id);
  const auto missing = [&](UnitId other) { return !other.is_none() && !tree.has(other); };
  for (size_t i = 0; i < unit.parents.size(); ++i)
    if (missing(unit.parents[i].value)) return Error(kBadFacts, {number(id) + " parent"});
  if (missing(unit.heir) || missing(unit.within) || unit.heir == id)
    return Error(kBadFacts, {number(id) + " heir"});
  return {};
}

}  // namespace

Result<Tree> tree_from_facts(Facts facts) {
  TreeDraft draft{Tree()};
  size_t name = 0, code = 0, edge = 0;
  for (UnitRow& row : facts.units) {
    if (row.id.number() != draft.tree().size() + 1 || row.closed < row.opened)
      return Error(kBadFacts, {number(row.id)});
    Unit unit = unit_of_row(std::move(row));
    if (!take_all(unit, facts, name, code, edge)) return Error(kBadFacts, {number(unit.id)});
    draft.add(std::move(unit));
  }
  if (name != facts.names.size() || code != facts.codes.size() || edge != facts.edges.size())
    return Error(kBadFacts, {"rows without a unit"});
  facts = Facts();
  for (uint32_t n = 1; n <= draft.tree().size(); ++n) {
    if (auto linked = check_links(draft.tree(), UnitId(n)); !linked) return std::move(linked).error();
    draft.link_parents(UnitId(n));
    draft.link_heir(UnitId(n));
  }
  return std::move(draft).finish();
}

FactsDiff diff(const Tree& before, const Tree& after) {
  FactsDiff out;
  for (const UnitId id : after.changed_since(before)) {
    Facts was, is;
    if (before.has(id)) {
      const Unit& unit = before.unit(id);
      was.units.push_back(row_of_unit(unit));
      put_names(unit, was.names);
      put_codes(unit, was.codes);
      put_edges(unit, was.edges);
    }
    const Unit& unit = after.unit(id);
    put_names(unit, is.names);
    put_codes(unit, is.codes);
    put_edges(unit, is.edges);
    UnitRow row = row_of_unit(unit);
    if (was.units.empty() || was.units.front() != row) out.upsert.units.push_back(std::move(row));
    diff_rows(was.names, is.names, out.upsert.names, out.deleted_names);
    diff_rows(was.codes, is.codes, out.upsert.codes, out.deleted_codes);
    diff_rows(was.edges, is.edges, out.upsert.edges, out.deleted_edges);
  }
  return out;
}

}  // namespace jinguo::org
