#pragma once
#include <initializer_list>

#include "define/catalogue.h"
#include "define/define_error.h"
#include "define/programme.h"
#include "define/reader.h"
#include "expr/type.h"

/// What is judged once a whole file has been read: names, paths through the states, what can be totalled,
/// what became of the version before.
namespace jinguo::define {

struct Checking {
  Programme& programme;
  const Node& root;
  Reader& in;
  const Catalogue& known;
  /// The version in force, when there is one and it is another.
  const Programme* previous = nullptr;
  /// Fields whose own faults would be told again by every expression that names them.
  std::vector<std::string> unsure = {};
  /// The names of an expression over a record, and those of one whose value is stored or totalled; there once
  /// the names are checked.
  expr::Environment asked = {}, stored = {};

  /// The place of what stands under these keys (items of lists by number); of the nearest key above, when
  /// there is nothing.
  Place at(std::initializer_list<std::string_view> path) const;
};

/// Ids, reserved words, lists, the head's own references.
void check_names(Checking& checking);
/// Checks every expression over records into its plan; computed fields in order.
void check_expressions(Checking& checking);
void check_flow(Checking& checking);
void check_obligation(Checking& checking);
/// Adds the hidden measures of shares.
void check_measures(Checking& checking);
void check_indicators(Checking& checking);
void check_report_part(Checking& checking);
void check_card(Checking& checking);
void check_sheet(Checking& checking);
void check_examples(Checking& checking);
void check_version(Checking& checking);
/// Advice: does another programme already ask for it?
void check_burden(Checking& checking);

/// Checks the expression into its plan and that it yields what is wanted.
bool compile_expression(Checking& checking, Expression& expression, const expr::Environment& environment,
                        expr::Type wanted, std::string_view what);
/// Tells that there is no such thing, and which was likely meant.
void tell_unknown(Reader& in, const Named& kind, const std::string& id, const std::vector<std::string>& known,
                  const Place& at);
std::vector<std::string> field_ids(const Programme& programme);
std::vector<std::string> state_ids(const Programme& programme);
/// Measures and indicators, without the hidden ones.
std::vector<std::string> figure_ids(const Programme& programme);

/// Looks up the figures a text names: in the programme at hand, else in the catalogue. A programme for which
/// `may_miss` says so need not be there.
struct FigureLookup {
  const Catalogue& known;
  const Programme* own = nullptr;
  std::vector<std::string> may_miss = {};

  const Programme* find(std::string_view programme) const;
};
void check_paragraphs(Reader& in, const FigureLookup& lookup, std::vector<Paragraph>& paragraphs,
                      const Node* list);
/// Whether there is such a figure; tells it at the place when not.
bool check_figure(Reader& in, const FigureLookup& lookup, const FigureName& name, const Place& at);

/// Two conditions that can never both be met, as far as their own words show it. `names` are the fields: any
/// other bare word is a code.
bool exclude_each_other(std::string_view a, std::string_view b, const std::vector<std::string>& names);

}  // namespace jinguo::define
