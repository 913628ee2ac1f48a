#pragma once
#include "define/programme.h"
#include "define/reader.h"

/// The parts of a file, each read from the group that holds it. Nothing is looked up here but what stands in
/// the same group: names are checked afterwards, when all are known.
namespace jinguo::define {

void read_head(Reader& in, const Node& root, Programme& out);
/// Fields, with their inline lists; named lists are bound by the checker, which finds them under `list`.
void read_fields(Reader& in, const Node& root, Programme& out);
void read_states(Reader& in, const Node& root, Programme& out);
void read_events(Reader& in, const Node& root, Programme& out);
void read_checks(Reader& in, const Node& root, Programme& out);
void read_rights(Reader& in, const Node& root, Programme& out);
void read_obligation(Reader& in, const Node& root, Programme& out);
void read_measures(Reader& in, const Node& root, Programme& out);
void read_indicators(Reader& in, const Node& root, Programme& out);
/// The list of paragraphs under a key; each wording's text is taken apart, its condition is checked later.
std::vector<Paragraph> read_paragraphs(Reader& in, const Node& group, std::string_view key,
                                       std::string_view own);
void read_sheet(Reader& in, const Node& root, Programme& out);
void read_examples(Reader& in, const Node& root, Programme& out);
void read_migrations(Reader& in, const Node& root, Programme& out);

/// The items of a list of choices; `is_terms` asks each for its days.
std::vector<Choice> read_choices(Reader& in, const Node& items, bool is_terms);
/// The pieces of one text; faults are told at their place in it.
std::vector<TextPart> read_figure_text(Reader& in, const Node& scalar, std::string_view own);

}  // namespace jinguo::define
