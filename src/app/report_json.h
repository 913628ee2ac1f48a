#pragma once
#include <boost/json.hpp>

#include "report/document.h"

namespace jinguo::app {

namespace json = boost::json;

/// `Span[]` of the API.
json::array spans_json(const std::vector<report::Span>& spans);
/// `Block[]` of the API.
json::array blocks_json(const report::Document& document);

/// What is kept of an issued paper, and the paper again; the one undoes the other.
json::object document_json(const report::Document& document);
report::Document document_from(const json::value& value);

}  // namespace jinguo::app
