#include "define/define_error.h"
#include "define/read_parts.h"

namespace jinguo::define {
namespace {

int count_keys(const Node& node, std::initializer_list<std::string_view> keys) {
  int n = 0;
  for (const std::string_view key : keys) n += node.find(key) != nullptr;
  return n;
}

void read_measure(Reader& in, const Node& node, Measure& out) {
  const Shape& keys = shape("measure");
  out.title = in.words(node, "title");
  out.note = in.words(node, "note");
  if (count_keys(node, {"count", "sum", "distinct", "units"}) != 1)
    in.fault(kChooseOne, {out.id, "count: records, sum, distinct, units"}, out.place);
  if (node.find("sum")) {
    out.counting = Counting::sum;
    out.of = in.expression(node, "sum");
  } else if (node.find("distinct")) {
    out.counting = Counting::distinct;
    out.of = in.expression(node, "distinct");
  } else if (node.find("units")) {
    out.counting = Counting::units;
    out.units_of = in.level(node, "units").value_or(org::Level::village);
  } else {
    in.one_of(node, "count", keys);
  }
  out.where = in.expression(node, "where");
  if (const Node* stock = in.map(node, "stock");
      stock && in.has_shape(*stock, shape("stock"), in.place(*stock))) {
    out.is_stock = true;
    out.stock_from = in.expression(*stock, "from");
    out.stock_until = in.expression(*stock, "until");
    out.stock_in = in.ids(*stock, "in");
    if (count_keys(*stock, {"from", "in"}) != 1)
      in.fault(kChooseOne, {"stock", "from, in"}, in.place(*stock));
    else if (stock->find("in") && stock->find("until"))
      in.fault(kChooseOne, {"stock", "until, in"}, in.place(*stock->find("until")));
  }
  out.measured_in = in.text(node, "measured_in");
  out.places = static_cast<int>(in.whole(node, "places", keys).value_or(-1));
  out.by = in.ids(node, "by");
  out.blank_until_reported = in.yes(node, "blank_until_reported", false);
}

void read_indicator(Reader& in, const Node& node, Indicator& out) {
  const Shape& keys = shape("indicator");
  out.title = in.words(node, "title");
  out.note = in.words(node, "note");
  if (count_keys(node, {"share", "ratio", "formula"}) != 1)
    in.fault(kChooseOne, {out.id, "share, ratio, formula"}, out.place);
  if (const Node* share = in.map(node, "share");
      share && in.has_shape(*share, shape("share"), in.place(*share))) {
    out.kind = IndicatorKind::share;
    out.of = in.id(*share, "of");
    out.where = in.expression(*share, "where");
  }
  if (const Node* ratio = in.map(node, "ratio");
      ratio && in.has_shape(*ratio, shape("ratio"), in.place(*ratio))) {
    out.kind = IndicatorKind::ratio;
    out.over = in.id(*ratio, "over");
    out.under = in.id(*ratio, "under");
    if (in.one_of(*ratio, "moment", shape("ratio")).value_or(0) == 1) out.moment = Indicator::Moment::start;
  }
  if ((out.formula = in.expression(node, "formula"))) out.kind = IndicatorKind::formula;
  const auto percent = in.whole(node, "percent", keys);
  const auto places = in.whole(node, "places", keys);
  out.measured_in = in.text(node, "measured_in");
  const bool as_number = node.find("measured_in") || node.find("places");
  const bool is_share = node.find("share");
  if ((node.find("percent") && as_number) || (is_share && as_number) ||
      (!node.find("percent") && !as_number && !is_share))
    in.fault(kShown, {out.id}, out.place);
  out.as_percent = !as_number;
  out.places = static_cast<int>(as_number ? places.value_or(0) : percent.value_or(1));
  out.polarity = static_cast<Polarity>(in.one_of(node, "polarity", keys).value_or(0));
  for (const auto& [level, target] : in.numbers_by_level(node, "targets")) {
    const Node* at = node.find("targets")->find(org::row_of(level).name);
    if (out.as_percent && (target < Decimal(0) || target > Decimal(100)))
      in.fault(kTargetRange, {target.to_text()}, in.place(*at));
    out.targets[level] = target;
  }
}

}  // namespace

void read_measures(Reader& in, const Node& root, Programme& out) {
  const Node* measures = in.map(root, "measures");
  if (!measures) return;
  for (const Node::Entry& entry : measures->entries) {
    Measure measure;
    measure.id = entry.key;
    measure.place = in.place(entry);
    in.is_id(entry.key, measure.place);
    if (in.has_shape(entry.value, shape("measure"), measure.place)) {
      if (!entry.value.find("title")) in.fault(kLabelMissing, {entry.key + " title"}, measure.place);
      read_measure(in, entry.value, measure);
    }
    out.measures.push_back(std::move(measure));
  }
}

void read_indicators(Reader& in, const Node& root, Programme& out) {
  const Node* indicators = in.map(root, "indicators");
  if (!indicators) return;
  for (const Node::Entry& entry : indicators->entries) {
    Indicator indicator;
    indicator.id = entry.key;
    indicator.place = in.place(entry);
    in.is_id(entry.key, indicator.place);
    if (in.has_shape(entry.value, shape("indicator"), indicator.place)) {
      if (!entry.value.find("title")) in.fault(kLabelMissing, {entry.key + " title"}, indicator.place);
      read_indicator(in, entry.value, indicator);
    }
    out.indicators.push_back(std::move(indicator));
  }
}

std::vector<TextPart> read_figure_text(Reader& in, const Node& scalar, std::string_view own) {
  ParsedText parsed = parse_figure_text(scalar.text, own);
  for (TextFault& f : parsed.faults) in.fault(std::move(f.error).at(place_in(scalar, in.file(), f.offset)));
  return std::move(parsed.parts);
}

namespace {

void read_wording(Reader& in, const Node& item, std::string_view own, Paragraph& out) {
  Paragraph::Wording wording;
  wording.place = in.place(item);
  wording.text = {in.text(item, "zh"), in.text(item, "en")};
  if (wording.text.zh.empty())
    in.fault(kLabelMissing, {"report"}, wording.place);
  else if (wording.text.en.empty())
    in.advise(kEnglishMissing, {"report"}, wording.place);
  wording.condition = in.expression(item, "when");
  if (wording.condition) wording.when = wording.condition->text;
  if (const Node* zh = item.find("zh"); zh && zh->is_scalar())
    wording.zh_parts = read_figure_text(in, *zh, own);
  if (const Node* en = item.find("en"); en && en->is_scalar())
    wording.en_parts = read_figure_text(in, *en, own);
  out.wordings.push_back(std::move(wording));
}

}  // namespace

std::vector<Paragraph> read_paragraphs(Reader& in, const Node& group, std::string_view key,
                                       std::string_view own) {
  std::vector<Paragraph> out;
  const Node* list = in.list(group, key);
  if (!list) return out;
  for (const Node& item : list->items) {
    Paragraph paragraph;
    if (!in.has_shape(item, shape("wording"), in.place(item))) continue;
    if (const Node* either = in.list(item, "either")) {
      if (item.entries.size() != 1) in.fault(kChooseOne, {std::string(key), "either, zh"}, in.place(item));
      for (const Node& one : either->items)
        if (in.has_shape(one, shape("wording"), in.place(one))) read_wording(in, one, own, paragraph);
    } else {
      read_wording(in, item, own, paragraph);
    }
    out.push_back(std::move(paragraph));
  }
  return out;
}

}  // namespace jinguo::define
