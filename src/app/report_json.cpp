#include "app/report_json.h"

#include <array>

namespace jinguo::app {
namespace {

using report::Block;
using report::Document;
using report::Span;

json::object span_json(const Span& span) {
  json::object out{{"text", span.text}};
  if (!span.figure.empty()) {
    out["figure"] = span.figure;
    out["url"] = span.url;
    out["basted"] = span.is_basted;
  }
  return out;
}

Span span_of(const json::value& value) {
  const json::object& object = value.as_object();
  Span span;
  span.text = std::string(object.at("text").as_string());
  if (const json::value* figure = object.if_contains("figure")) {
    span.figure = std::string(figure->as_string());
    span.url = std::string(object.at("url").as_string());
    span.is_basted = object.at("basted").as_bool();
  }
  return span;
}

}  // namespace

json::array spans_json(const std::vector<Span>& spans) {
  json::array out;
  for (const Span& span : spans) out.push_back(span_json(span));
  return out;
}

json::array blocks_json(const Document& document) {
  constexpr std::array<std::string_view, 4> kKinds{"heading", "paragraph", "table", "note"};
  json::array out;
  for (const Block& block : document.blocks) {
    json::array rows;
    for (const auto& row : block.rows) rows.push_back(spans_json(row));
    out.push_back({{"kind", kKinds[static_cast<size_t>(block.kind)]},
                   {"spans", spans_json(block.spans)},
                   {"rows", std::move(rows)},
                   {"head", json::value_from(block.head)},
                   {"level", block.kind == Block::Kind::heading ? 2 : 0}});
  }
  return out;
}

json::object document_json(const Document& document) {
  return {{"title", document.title},         {"subtitle", document.subtitle},
          {"signature", document.signature}, {"date", document.date},
          {"number", document.number},       {"mark", document.mark},
          {"blocks", blocks_json(document)}};
}

Document document_from(const json::value& value) {
  Document document;
  document.title = std::string(value.at("title").as_string());
  document.subtitle = std::string(value.at("subtitle").as_string());
  document.signature = std::string(value.at("signature").as_string());
  document.date = std::string(value.at("date").as_string());
  document.number = std::string(value.at("number").as_string());
  document.mark = std::string(value.at("mark").as_string());
  for (const json::value& item : value.at("blocks").as_array()) {
    Block block;
    const std::string_view kind(item.at("kind").as_string());
    block.kind = kind == "heading" ? Block::Kind::heading
                 : kind == "table" ? Block::Kind::table
                 : kind == "note"  ? Block::Kind::note
                                   : Block::Kind::paragraph;
    for (const json::value& span : item.at("spans").as_array()) block.spans.push_back(span_of(span));
    for (const json::value& row : item.at("rows").as_array()) {
      block.rows.emplace_back();
      for (const json::value& cell : row.as_array()) block.rows.back().push_back(span_of(cell));
    }
    for (const json::value& head : item.at("head").as_array()) block.head.emplace_back(head.as_string());
    document.blocks.push_back(std::move(block));
  }
  return document;
}

}  // namespace jinguo::app
