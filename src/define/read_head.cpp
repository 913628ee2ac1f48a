#include "define/define_error.h"
#include "define/read_parts.h"

namespace jinguo::define {

void read_head(Reader& in, const Node& root, Programme& out) {
  const Shape& keys = shape("programme");
  out.id = in.id(root, "programme");
  if (!out.id.empty() && !in.is_id(out.id, in.place(*root.find("programme")))) out.id.clear();
  out.system = in.text(root, "system");
  out.title = in.words(root, "title");
  out.about = in.words(root, "about");
  out.owner = in.words(root, "owner");
  out.version = static_cast<int>(in.whole(root, "version", keys).value_or(1));
  out.valid_from = in.date(root, "valid_from").value_or(Date());
  out.level = in.level(root, "level").value_or(org::Level::village);
  out.also_at = in.levels(root, "also_at");
  out.date_field = in.id(root, "date");
  out.return_period = in.period(root, "period");
  out.unique = in.ids(root, "unique");
  out.by_day = in.yes(root, "by_day", false);
  out.retention_years = static_cast<int>(in.whole(root, "retention_years", keys).value_or(10));
  out.approval = in.text(root, "approval");
  out.official_from = in.id(root, "official_from");
}

void read_sheet(Reader& in, const Node& root, Programme& out) {
  out.card = in.ids(root, "card");
  const Node* list = in.list(root, "sheet");
  if (!list) return;
  for (const Node& item : list->items) {
    SheetColumn column;
    if (item.is_scalar()) {
      column.field = item.text;
      if (!in.is_plain(item.text, in.place(item))) continue;
    } else {
      if (!in.has_shape(item, shape("column"), in.place(item))) continue;
      column.field = in.id(item, "field");
      column.head = in.words(item, "head");
    }
    out.sheet.push_back(std::move(column));
  }
}

namespace {

/// `finish`, or `{finish: township.clerk}` where another than the example's role does it. An event may come
/// twice.
void read_step(Reader& in, const Node& node, Example& out) {
  if (node.is_scalar()) {
    out.when.push_back(node.text);
    out.when_as.emplace_back();
  } else if (node.is_map() && node.entries.size() == 1) {
    const auto roles = in.roles(node, node.entries.front().key);
    out.when.push_back(node.entries.front().key);
    out.when_as.push_back(roles.empty() ? std::nullopt : std::optional(roles.front()));
  } else {
    in.fault(kExpectedText, {"when"}, in.place(node));
  }
}

}  // namespace

void read_examples(Reader& in, const Node& root, Programme& out) {
  const Node* list = in.list(root, "examples");
  if (!list) return;
  for (const Node& item : list->items) {
    Example example;
    example.place = in.place(item);
    if (!in.has_shape(item, shape("example"), example.place)) continue;
    example.title = in.text(item, "title");
    if (const auto roles = in.roles(item, "as"); !roles.empty()) example.as = roles.front();
    example.given = in.texts_by_id(item, "given");
    if (const Node* events = in.list(item, "when"))
      for (const Node& e : events->items) read_step(in, e, example);
    if (const Node* then = in.map(item, "then");
        then && in.has_shape(*then, shape("outcome"), in.place(*then))) {
      example.refused = in.id(*then, "refused");
      example.state = in.id(*then, "state");
      example.counts = in.texts_by_id(*then, "counts");
    }
    out.examples.push_back(std::move(example));
  }
}

void read_migrations(Reader& in, const Node& root, Programme& out) {
  using Kind = Migration::Kind;
  constexpr std::pair<std::string_view, Kind> kKinds[] = {{"rename", Kind::rename},
                                                          {"retire", Kind::retire},
                                                          {"to_text", Kind::to_text},
                                                          {"set", Kind::set},
                                                          {"rename_state", Kind::rename_state},
                                                          {"rename_choice", Kind::rename_choice},
                                                          {"retire_figure", Kind::retire_figure}};
  const Node* list = in.list(root, "migrate");
  if (!list) return;
  for (const Node& item : list->items) {
    Migration line;
    line.place = in.place(item);
    if (!in.has_shape(item, shape("migration"), line.place)) continue;
    int kinds = 0;
    for (const auto& [key, kind] : kKinds)
      if (item.find(key)) {
        ++kinds;
        line.kind = kind;
        line.from = in.id(item, key);
      }
    if (kinds != 1) {
      in.fault(kChooseOne,
               {"migrate", "rename, retire, to_text, set, rename_state, rename_choice, retire_figure"},
               line.place);
      continue;
    }
    line.to = in.id(item, "to");
    line.field = in.id(item, "field");
    line.value = in.expression(item, "value");
    const bool renames =
        line.kind == Kind::rename || line.kind == Kind::rename_state || line.kind == Kind::rename_choice;
    if (renames && line.to.empty()) in.fault(kMissingKey, {"to", "migrate", "migrate"}, line.place);
    if (line.kind == Kind::rename_choice && line.field.empty())
      in.fault(kMissingKey, {"field", "migrate", "migrate"}, line.place);
    if (line.kind == Kind::set && !line.value)
      in.fault(kMissingKey, {"value", "migrate", "migrate"}, line.place);
    out.migrations.push_back(std::move(line));
  }
}

}  // namespace jinguo::define
