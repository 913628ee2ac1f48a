#pragma once
#include <deque>
#include <string>
#include <vector>

#include "world.h"

namespace jinguo::matrix {

/// A part of an answer whose being there is a cell of its own: a row of a list, a line of a drill-down.
struct Probe {
  /// The text that tells; must occur nowhere else in the answer.
  std::string token;
  /// What the oracle must know of it.
  json::object facts;
  /// Looked for only from this text on, up to the end of its list; everywhere when empty.
  std::string section;
};

/// One request, made by every asker.
struct Trial {
  /// "GET /api/units/{code}", as in the route table.
  std::string route;
  http::Request request;
  /// Which unit, programme, record, field … it is about.
  json::object facts;
  std::vector<Probe> probes;
};

/// Every route of the table at least once, at every unit and record that matters.
std::deque<Trial> list_trials(const World& world);

}  // namespace jinguo::matrix
