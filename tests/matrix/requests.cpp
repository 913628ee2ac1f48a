#include "requests.h"

#include <map>
#include <set>
#include <sstream>

namespace jinguo::matrix {
namespace {

std::string text_of(const json::value& value) {
  return value.is_string() ? std::string(value.as_string()) : std::to_string(value.to_number<int64_t>());
}

std::string id_key(std::string_view key, const json::value& id) {
  return "\"" + std::string(key) + "\":\"" + text_of(id) + "\"";
}

/// A field of each programme with the value it already has: setting it again changes nothing.
const std::map<std::string, std::vector<std::pair<std::string, json::value>>>& fields() {
  static const std::map<std::string, std::vector<std::pair<std::string, json::value>>> kFields{
      {"elections", {{"committee_seats", 5}}},
      {"half_year_return", {{"groups", 4}}},
      {"loans", {{"project", "养殖"}}},
      {"weekly_note", {{"problems", "迟"}, {"instruction", "阅"}}},
      {"shelter", {{"nights", 3}, {"opened_on", "2011-05-01"}}},
      {"visits", {{"families", 2}}}};
  return kFields;
}

const std::map<std::string, std::vector<std::string>>& events() {
  static const std::map<std::string, std::vector<std::string>> kEvents{
      {"elections", {"finish", "verify", "accept", "send_back", "void"}},
      {"half_year_return", {"file", "check", "send_back", "void"}},
      {"loans", {"review", "visit", "approve", "disburse", "settle", "decline", "void"}},
      {"weekly_note", {"submit", "check", "send_back", "void"}},
      {"shelter", {"close", "void"}},
      {"visits", {"file", "void"}}};
  return kEvents;
}

class Trials {
 public:
  explicit Trials(const World& world) : world_(world.description()) {}

  std::deque<Trial> make() {
    add_open();
    add_plain();
    add_definitions();
    for (const json::value& record : world_.at("records").as_array()) add_record(record.as_object());
    for (const auto& [programme, list] : events()) add_programme(programme);
    for (const json::value& unit : world_.at("units").as_array()) add_unit(unit.as_object());
    add_returns();
    add_tree_changes();
    add_papers();
    add_uploads();
    add_files();
    add_accounts();
    add_grids();
    add_views();
    return std::move(trials_);
  }

 private:
  Trial& add(http::Method method, std::string_view pattern, const std::map<std::string, std::string>& parts,
             std::string_view query, json::value body, json::object facts) {
    Trial trial;
    trial.route = std::string(http::to_text(method)) + " " + std::string(pattern);
    trial.request.method = method;
    std::string path(pattern);
    for (const auto& [name, value] : parts) {
      const std::string mark = "{" + name + "}";
      path.replace(path.find(mark), mark.size(), value);
    }
    trial.request.path = path;
    std::istringstream pairs{std::string(query)};
    for (std::string pair; std::getline(pairs, pair, '&');) {
      const size_t equals = pair.find('=');
      trial.request.query.add(pair.substr(0, equals), pair.substr(equals + 1));
    }
    trial.request.raw_query = std::string(query);
    if (body.is_string()) {
      trial.request.body = std::string(body.as_string());
    } else if (!body.is_null()) {
      trial.request.body = json::serialize(body);
      trial.request.headers.add("Content-Type", "application/json");
    }
    trial.facts = std::move(facts);
    trials_.push_back(std::move(trial));
    return trials_.back();
  }
  Trial& get(std::string_view pattern, const std::map<std::string, std::string>& parts,
             std::string_view query, json::object facts = {}) {
    return add(http::Method::get, pattern, parts, query, nullptr, std::move(facts));
  }
  Trial& post(std::string_view pattern, const std::map<std::string, std::string>& parts, json::value body,
              json::object facts = {}) {
    return add(http::Method::post, pattern, parts, "", std::move(body), std::move(facts));
  }

  void add_open() {
    get("/api/about", {}, "");
    get("/api/openapi.json", {}, "");
    get("/api/definitions/schema", {}, "");
    get("/api/demo/roles", {}, "");
    post("/api/session", {}, json::object{{"account", "nobody"}, {"password", "wrong password"}});
    post("/api/first-link", {}, json::object{{"token", "0123"}, {"password", "a good password"}},
         {{"link", "nobody's"}});
    for (const json::value& link : world_.at("links").as_array())
      post("/api/first-link", {}, json::object{{"token", link.at("token")}, {"password", "a good password"}},
           {{"link", link.at("of")}});
    post("/api/demo/session", {}, json::object{{"role", "head"}});
  }

  void add_plain() {
    Trial& session = get("/api/session", {}, "");
    for (const char* power : {"figures", "rows", "personal", "returns", "issue", "organise", "define",
                              "accounts", "audit", "operate", "staff"})
      session.probes.push_back({"\"" + std::string(power) + "\"", {{"power", power}}, "\"may\":["});
    add(http::Method::delete_, "/api/session", {}, "", nullptr, {});
    get("/api/events", {}, "");
    get("/api/reports", {}, "");
    Trial& list = get("/api/programmes", {}, "");
    for (const auto& [programme, ignored] : events())
      list.probes.push_back({"\"id\":\"" + programme + "\"", {{"programme", programme}}});
    post("/api/definitions/check", {}, json::object{{"text", "programme: x"}});
    post("/api/definitions/apply", {},
         json::object{{"text", "list: x\ntitle: {zh: 甲, en: A}\nitems:\n  a: {zh: 甲, en: A}\n"},
                      {"dry_run", true}});
    post("/api/org/import", {}, json::object{{"text", "代码\t名称\n3715\t丙市\n"}, {"dry_run", true}});
    post("/api/persons/links", {},
         json::object{{"person", std::string(31, '0') + "1"}, {"same_as", std::string(31, '0') + "2"}});
    post("/api/verify", {}, json::object());
    add_complaints();
    post("/api/backup", {}, json::object{{"file", "x"}});
  }

  void add_definitions() {
    const std::string text = "programme: x\nlevel: village\n";
    post("/api/definitions/template", {}, json::object{{"text", text}});
    post("/api/definitions/drafts", {}, json::object{{"text", text}, {"name", "新"}});
    Trial& list = get("/api/definitions/drafts", {}, "");
    for (const json::value& draft : world_.at("drafts").as_array())
      list.probes.push_back({id_key("id", draft.at("id")), {{"account", draft.at("of")}}});
    for (const json::value& draft : world_.at("drafts").as_array()) {
      const std::map<std::string, std::string> parts{{"id", text_of(draft.at("id"))}};
      const json::object facts{{"account", draft.at("of")}};
      get("/api/definitions/drafts/{id}", parts, "", facts);
      add(http::Method::patch, "/api/definitions/drafts/{id}", parts, "", json::object{{"text", text}},
          facts);
      add(http::Method::delete_, "/api/definitions/drafts/{id}", parts, "", nullptr, facts);
    }
  }

  void add_complaints() {
    get("/api/burden", {}, "level=village");
    get("/api/complaints", {}, "");
    post("/api/complaints", {}, json::object{{"page", "/"}, {"text", "慢"}, {"kind", "slow"}});
    post("/api/complaints/{id}/answer", {{"id", "999"}}, json::object{{"text", "答"}});
  }

  void add_record(const json::object& record) {
    const std::string programme = text_of(record.at("programme")), id = text_of(record.at("id"));
    const std::map<std::string, std::string> parts{{"programme", programme}, {"id", id}};
    const json::object facts{
        {"programme", programme}, {"record", id}, {"unit", record.at("unit")}, {"state", record.at("state")}};
    const std::string path = "/api/programmes/{programme}/records/{id}";
    Trial& shown = get(path, parts, "", facts);
    for (const std::string& event : events().at(programme)) {
      json::object more = facts;
      more["event"] = event;
      shown.probes.push_back({"{\"id\":\"" + event + "\"", more});
    }
    for (const auto& [field, value] : fields().at(programme)) {
      json::object more = facts;
      more["field"] = field;
      shown.probes.push_back({"\"" + field + "\"", more, "\"may_edit\":["});
    }
    get(path + "/history", parts, "", facts);
    for (const char* home : {"3713", "371302", "371323"}) add_row_of(record, home);
    post(path + "/undo", parts, json::object{{"version", 1}}, facts);
    for (const auto& [field, value] : fields().at(programme)) {
      json::object more = facts;
      more["field"] = field;
      add(http::Method::patch, path, parts, "", json::object{{"values", {{field, value}}}, {"reason", "核"}},
          more);
    }
    const bool is_closed = programme == "shelter" && text_of(record.at("unit")) == kClosedAt;
    if (programme == "shelter") add_changes(path, parts, facts, is_closed);
    for (const std::string& event : events().at(programme)) {
      json::object more = facts;
      more["event"] = event;
      if (is_closed) more["period"] = "closed";
      auto with_event = parts;
      with_event["event"] = event;
      post(path + "/events/{event}", with_event, json::object{{"reason", "核"}}, more);
      post("/api/inbox/batch", {},
           json::object{
               {"items", json::array{json::object{{"programme", programme}, {"id", id}, {"event", event}}}},
               {"reason", "核"}},
           more);
      more["dated"] = "back";
      post(path + "/events/{event}", with_event, json::object{{"reason", "核"}, {"on", "2011-07-01"}}, more);
    }
  }

  /// A change that changes something, and one that rests on a version of long ago.
  void add_changes(const std::string& path, const std::map<std::string, std::string>& parts,
                   const json::object& facts, bool is_closed) {
    json::object more = facts;
    more["field"] = "nights";
    more["changes"] = true;
    if (is_closed) more["period"] = "closed";
    add(http::Method::patch, path, parts, "", json::object{{"values", {{"nights", 4}}}, {"reason", "核"}},
        more);
    more["version"] = "old";
    Trial& conflict =
        add(http::Method::patch, path, parts, "",
            json::object{{"values", {{"nights", 4}, {"account", "另"}, {"phone", "13900139000"}}},
                         {"version", 99}},
            more);
    for (const auto& [field, privacy] :
         {std::pair{"nights", "internal"}, {"account", "sealed"}, {"phone", "sensitive"}})
      conflict.probes.push_back(
          {"\"field\":\"" + std::string(field) + "\"", {{"class", privacy}, {"unit", facts.at("unit")}}});
  }

  void add_record_probes(Trial& trial, const std::string& programme, bool by_code) {
    for (const json::value& item : world_.at("records").as_array()) {
      const json::object& record = item.as_object();
      if (text_of(record.at("programme")) != programme) continue;
      const std::string unit = text_of(record.at("unit"));
      trial.probes.push_back({by_code ? "\n" + unit + "," : id_key("id", record.at("id")),
                              {{"programme", programme}, {"unit", unit}}});
    }
  }

  void add_inbox(const std::string& programme) {
    Trial& todo = get("/api/inbox", {}, "size=100&programme=" + programme, {{"programme", programme}});
    for (const json::value& item : world_.at("records").as_array()) {
      const json::object& record = item.as_object();
      if (text_of(record.at("programme")) != programme) continue;
      todo.probes.push_back(
          {id_key("record", record.at("id")),
           {{"programme", programme}, {"unit", record.at("unit")}, {"state", record.at("state")}}});
    }
  }

  void add_programme(const std::string& programme) {
    add_inbox(programme);
    const json::object facts{{"programme", programme}};
    const std::map<std::string, std::string> parts{{"programme", programme}};
    get("/api/programmes/{programme}", parts, "", facts);
    get("/api/programmes/{programme}/versions", parts, "", facts);
    get("/api/programmes/{programme}/versions/{version}", {{"programme", programme}, {"version", "1"}}, "",
        facts);
    get("/api/programmes/{programme}/template", parts, "", facts);
    for (const char* query : {"size=500", "size=500&unit=3713", "size=500&period=2011&sort=unit"}) {
      Trial& list = get("/api/programmes/{programme}/records", parts, query, facts);
      const std::string_view asked(query);
      if (asked.find("period") == std::string_view::npos) add_record_probes(list, programme, false);
      if (asked.find("unit=") != std::string_view::npos)
        for (Probe& probe : list.probes) probe.facts["within"] = "3713";
    }
    if (programme == "visits" || programme == "elections")
      add_record_probes(get("/api/programmes/{programme}/export", parts, "format=csv", facts), programme,
                        true);
    else
      get("/api/programmes/{programme}/export", parts, "format=csv", facts);
  }

  /// The rows of a grid, a row begun at every village, and one that is there changed under a wrong unit's
  /// name.
  void add_grids() {
    for (const auto& [programme, query] : {std::pair{"elections", "unit=37&term=round_2011&size=500"},
                                           {"half_year_return", "unit=37&period=2011-H1&size=500"},
                                           {"weekly_note", "unit=37&period=2011-W23&size=500"}}) {
      Trial& shown = get("/api/programmes/{programme}/grid", {{"programme", programme}}, query,
                         {{"programme", programme}});
      for (const json::value& unit : world_.at("units").as_array())
        if (text_of(unit.at("level")) ==
                (programme == std::string_view("weekly_note") ? "county" : "village") &&
            text_of(unit.at("heir")).empty())
          shown.probes.push_back({"\"unit\":{\"code\":\"" + text_of(unit.at("code")) + "\"",
                                  {{"programme", programme}, {"unit", unit.at("code")}}});
    }
    const std::map<std::string, std::string> parts{{"programme", "half_year_return"}};
    for (const json::value& unit : world_.at("units").as_array()) {
      if (text_of(unit.at("level")) != "village" || !text_of(unit.at("heir")).empty()) continue;
      const json::object facts{{"programme", "half_year_return"}, {"unit", unit.at("code")}};
      post("/api/programmes/{programme}/grid", parts,
           json::object{{"period", "2011-H2"},
                        {"rows", json::array{json::object{{"unit", unit.at("code")},
                                                          {"values",
                                                           {{"women_16_60", 90},
                                                            {"groups", 1},
                                                            {"women_home", false},
                                                            {"activities", 0},
                                                            {"attendance", 0},
                                                            {"volunteers", 0},
                                                            {"volunteers_active", 0}}}}}}},
           facts);
    }
  }

  void add_views() {
    get("/api/views", {}, "");
    for (const auto& [programme, ignored] : events())
      post("/api/views", {}, json::object{{"programme", programme}, {"name", "本月"}, {"query", "?state=x"}},
           {{"programme", programme}});
    add(http::Method::delete_, "/api/views/{id}", {{"id", std::string(32, '0')}}, "", nullptr, {});
  }

  void add_imports_into(const std::string& code) {
    for (const auto& [programme, head] : {std::pair{"elections", "round"},
                                          {"half_year_return", "groups"},
                                          {"loans", "project"},
                                          {"shelter", "nights"},
                                          {"visits", "families"}}) {
      Trial& trial =
          add(http::Method::post, "/api/programmes/{programme}/imports", {{"programme", programme}},
              "dry_run=yes&unit=" + code, json::value("单位代码," + std::string(head) + "\n" + code + ",1\n"),
              {{"programme", programme}, {"unit", code}});
      trial.request.query.add("file_name", "a.csv");
      Trial& upload = add(http::Method::post, "/api/import-jobs", {},
                          "programme=" + std::string(programme) + "&unit=" + code,
                          json::value("单位代码," + std::string(head) + "\n" + code + ",1\n"),
                          {{"programme", programme}, {"unit", code}});
      upload.request.query.add("file_name", "a.csv");
    }
  }

  void add_uploads() {
    const json::array& uploads = world_.at("uploads").as_array();
    Trial& list = get("/api/import-jobs", {}, "");
    for (const json::value& one : uploads)
      list.probes.push_back({id_key("id", one.at("id")), {{"account", one.at("account")}}});
    for (const json::value& one : uploads) {
      const std::map<std::string, std::string> parts{{"id", text_of(one.at("id"))}};
      const json::object facts{
          {"unit", one.at("unit")}, {"programme", one.at("programme")}, {"account", one.at("account")}};
      get("/api/import-jobs/{id}", parts, "", facts);
      get("/api/import-jobs/{id}/rows", parts, "show=all", facts);
      get("/api/import-jobs/{id}/correction", parts, "book=0", facts);
      add(http::Method::patch, "/api/import-jobs/{id}", parts, "", json::object{{"period", "2011-06"}},
          facts);
      const json::object cell{{"row", 0}, {"column", 3}, {"text", "2"}};
      add(http::Method::patch, "/api/import-jobs/{id}/cells", parts, "",
          json::object{{"cells", json::array{cell}}}, facts);
      Trial& file = add(http::Method::post, "/api/import-jobs/{id}/files", parts, "",
                        json::value("单位代码,visited_on,families\n371302101201,2011-06-14,1\n"), facts);
      file.request.query.add("file_name", "b.csv");
      post("/api/import-jobs/{id}/acts", parts, json::object{{"act", "confirm"}}, facts);
      add(http::Method::delete_, "/api/import-jobs/{id}", parts, "", json::value(nullptr), facts);
    }
  }

  /// A row that names a record by its number, and says of it what is so already: taken where the record may
  /// be seen and lies under the sheet's unit, else there is no such record.
  void add_row_of(const json::object& record, const std::string& home) {
    const std::string programme = text_of(record.at("programme"));
    const auto& [field, value] = fields().at(programme).front();
    const std::string sheet = "记录编号,单位代码," + field + "\n" + text_of(record.at("id")) + ",," +
                              (value.is_string() ? text_of(value) : json::serialize(value)) + "\n";
    Trial& trial =
        add(http::Method::post, "/api/programmes/{programme}/imports", {{"programme", programme}},
            "dry_run=yes&unit=" + home, json::value(sheet), {{"programme", programme}, {"unit", home}});
    trial.request.query.add("file_name", "a.csv");
    trial.probes.push_back(
        {"\"bad\":0", {{"programme", programme}, {"unit", record.at("unit")}, {"within", home}}});
  }

  void add_creation(const std::string& code, std::string_view level) {
    const auto create = [&](const std::string& programme, json::object body) {
      body["unit"] = code;
      post("/api/programmes/{programme}/records", {{"programme", programme}}, body,
           {{"programme", programme}, {"unit", code}});
    };
    if (level == "village") {
      create("elections", {{"values", {{"round", "round_2014"}}}});
      create("half_year_return", {{"period", "2010-H2"}, {"values", json::object()}});
      create("visits", {{"period", "2011-05"}, {"values", {{"visited_on", "2011-05-10"}}}});
    }
    if (level == "township") {
      create("loans", {{"values", {{"borrower", "某人"}, {"kind", "individual"}}}});
      create("shelter", {{"values", {{"opened_on", "2011-07-10"}}}});
    }
    if (level == "county") create("weekly_note", {{"period", "2011-W20"}, {"values", json::object()}});
  }

  std::vector<std::string> children_of(const std::string& code) const {
    std::vector<std::string> out;
    for (const json::value& unit : world_.at("units").as_array())
      if (text_of(unit.at("parent")) == code && text_of(unit.at("heir")).empty())
        out.push_back(text_of(unit.at("code")));
    return out;
  }

  void add_figure(const std::string& code, const std::string& programme, const std::string& name,
                  const std::string& as) {
    const json::object facts{{"programme", programme}, {"unit", code}, {"as", as}};
    const std::map<std::string, std::string> parts{{"name", name}};
    const std::string query = "unit=" + code + "&period=2011-H1&as=" + as;
    get("/api/figures/{name}", parts, query, facts);
    json::object below = facts;
    below["shows"] = "parts";
    get("/api/figures/{name}", parts, query + "&by=units", below);
    get("/api/figures/{name}/league", parts, query, below);
    if (programme == "elections") {
      json::object field = facts;
      field["field"] = "woman_director";
      get("/api/figures/{name}", parts, query + "&by=woman_director", field);
    }
    // Ranked beside a figure of another programme, which has rights of its own.
    const std::string other = programme == "shelter" ? "elections" : "shelter";
    json::object beside = below;
    beside["beside"] = other;
    get("/api/figures/{name}/league", parts,
        query + "&complete=" + (programme == "shelter" ? "elections.completed" : "shelter.cases"), beside);
    Trial& drill = get("/api/figures/{name}/drill", parts, query, facts);
    if (as == "now")
      for (const std::string& child : children_of(code))
        drill.probes.push_back({"\"code\":\"" + child + "\"", {{"programme", programme}, {"unit", child}}});
    Trial& records = get("/api/figures/{name}/records", parts, query + "&size=500", facts);
    for (const json::value& item : world_.at("records").as_array()) {
      const json::object& record = item.as_object();
      if (text_of(record.at("programme")) != programme || !counts(record)) continue;
      const std::string unit = text_of(record.at("unit"));
      if (is_under(code, unit, as == "then"))
        records.probes.push_back({id_key("id", record.at("id")), {{"programme", programme}, {"unit", unit}}});
    }
    if (programme == "visits") add_units_behind(code, facts);
    for (const char* level : {"county", "village"}) {
      json::object table = facts;
      table["level"] = level;
      get("/api/figures", {}, query + "&names=" + name + "&level=" + level, table);
    }
  }

  /// A number of units opens the units, with the records one may read.
  void add_units_behind(const std::string& code, const json::object& facts) {
    json::object counted = facts;
    counted["counts"] = "units";
    const std::string as = text_of(facts.at("as"));
    Trial& units = get("/api/figures/{name}/records", {{"name", "visits.expected"}},
                       "unit=" + code + "&period=2011-06&size=500&as=" + as, counted);
    if (as != "now") return;
    for (const json::value& item : world_.at("records").as_array()) {
      const json::object& record = item.as_object();
      const std::string unit = text_of(record.at("unit"));
      if (text_of(record.at("programme")) == "visits" && counts(record) && is_under(code, unit, false))
        units.probes.push_back({id_key("id", record.at("id")), {{"programme", "visits"}, {"unit", unit}}});
    }
  }

  /// Whether its state is one that counts in the figures asked for here.
  static bool counts(const json::object& record) {
    static const std::set<std::string> kDrafts{"running", "filling", "registered",
                                               "visited", "writing", "draft"};
    return !kDrafts.contains(text_of(record.at("state")));
  }

  bool is_under(const std::string& upper, std::string code, bool then) const {
    while (!code.empty() && code != upper) {
      const json::object* found = nullptr;
      for (const json::value& unit : world_.at("units").as_array())
        if (text_of(unit.at("code")) == code) found = &unit.as_object();
      code = text_of(found->at(then ? "parent_then" : "parent"));
    }
    return !code.empty();
  }

  void add_figures(const std::string& code) {
    for (const auto& [programme, figure] : {std::pair{"elections", "completed"},
                                            {"loans", "loans"},
                                            {"half_year_return", "returns"},
                                            {"shelter", "cases"},
                                            {"visits", "visits"}}) {
      const std::string name = std::string(programme) + "." + figure;
      for (const char* as : {"now", "then"}) add_figure(code, programme, name, as);
      const json::object facts{{"programme", programme}, {"unit", code}};
      get("/api/corrections/{programme}", {{"programme", programme}}, "unit=" + code + "&period=2011-H1",
          facts);
      post("/api/periods/close", {},
           json::object{{"programme", programme}, {"unit", code}, {"period", "2011-H1"}}, facts);
    }
    // Villages by name, of a programme whose figures the neighbours compare.
    for (const char* as : {"now", "then"})
      get("/api/figures/{name}/records", {{"name", "half_year_return.expected"}},
          "unit=" + code + "&period=2011-H1&as=" + as,
          {{"programme", "half_year_return"}, {"unit", code}, {"as", as}, {"counts", "units"}});
    Trial& sheet = get("/api/corrections/{programme}", {{"programme", "shelter"}},
                       "unit=" + code + "&period=2011-05", {{"programme", "shelter"}, {"unit", code}});
    if (is_under(code, kClosedAt, false))
      for (const auto& [field, privacy] : {std::pair{"account", "sealed"}, {"phone", "sensitive"}})
        sheet.probes.push_back(
            {"\"field\":\"" + std::string(field) + "\"", {{"class", privacy}, {"unit", kClosedAt}}});
  }

  void add_unit(const json::object& unit) {
    const std::string code = text_of(unit.at("code"));
    const std::string level = text_of(unit.at("level"));
    if (!text_of(unit.at("heir")).empty()) return;
    const json::object facts{{"unit", code}};
    get("/api/units/{code}", {{"code", code}}, "", facts);
    get("/api/units", {}, "search=" + code, facts);
    post("/api/units/find", {}, json::object{{"lines", code}}, facts);
    add_figures(code);
    add_imports_into(code);
    add_creation(code, level);
    Trial& page = get("/api/dashboard", {}, "unit=" + code + "&period=2011", facts);
    // Only programmes that have data there; of loans and cases every township has some.
    for (const char* programme : {"loans", "shelter", "elections"})
      if (level != "village" &&
          (code == "37" || code == "3713" || std::string_view(programme) != "elections"))
        page.probes.push_back(
            {"\"figure\":\"" + std::string(programme) + ".", {{"programme", programme}, {"unit", code}}});
    for (const char* programme : {"elections", "loans", "shelter", "weekly_note"})
      page.probes.push_back({"{\"programme\":\"" + std::string(programme) + "\"",
                             {{"programme", programme}, {"unit", code}, {"inbox", true}},
                             "\"inbox\":["});
    // Whatever village has not reported its visits of May is late by now.
    Trial& late = get("/api/dashboard", {}, "unit=" + code + "&period=2011-05", facts);
    late.probes.push_back(
        {"{\"programme\":\"visits\"", {{"programme", "visits"}, {"unit", code}}, "\"late\":["});
    // In that month there were cases everywhere, and nothing else.
    if (level != "village")
      late.probes.push_back({"\"sentence\":{\"zh\":\"接入",
                             {{"programme", "shelter"}, {"unit", code}, {"as", "then"}, {"sentence", true}}});
    for (const char* programme : {"elections", "half_year_return", "weekly_note", "visits"}) {
      const json::object duty{{"programme", programme}, {"unit", code}, {"as", "then"}};
      get("/api/missing/{programme}", {{"programme", programme}}, "unit=" + code + "&period=2011-H1", duty);
      get("/api/returns/{programme}", {{"programme", programme}}, "unit=" + code + "&period=2011-H1", duty);
    }
    if (level == "village")
      post("/api/nil", {}, json::object{{"programme", "visits"}, {"unit", code}, {"period", "2011-06"}},
           {{"programme", "visits"}, {"unit", code}});
    get("/api/reports/{report}", {{"report", "matrix_report"}}, "unit=" + code + "&period=2011-H1", facts);
    get("/api/reports/{report}/file", {{"report", "matrix_report"}},
        "unit=" + code + "&period=2011-H1&format=txt", facts);
    post("/api/reports/{report}/issue", {{"report", "matrix_report"}},
         json::object{{"unit", code}, {"period", "2011-H1"}}, facts);
    for (const json::value& paper : world_.at("issued").as_array()) {
      json::object corrected = facts;
      corrected["corrected"] = paper.at("unit");
      post("/api/reports/{report}/issue", {{"report", "matrix_report"}},
           json::object{{"unit", code}, {"period", "2011-H1"}, {"corrects", paper.at("id")}}, corrected);
    }
    post("/api/org/changes", {},
         json::object{{"text", "rename\t2011-07-14\tunit=" + code + "\tname=新名"}, {"dry_run", true}},
         {{"units", json::array{code}}});
    add_account_requests(code, level);
  }

  void add_account_requests(const std::string& code, std::string_view level) {
    const json::object facts{{"unit", code}};
    get("/api/accounts/coverage", {}, "unit=" + code, facts);
    get("/api/accounts/template", {}, "format=csv&unit=" + code, facts);
    json::object waits = facts;
    waits["waits"] = json::array();
    if (std::string_view(kWaitingAt).starts_with(code))
      waits["waits"] = json::array{{{"role", "chair"}, {"unit", kWaitingAt}}};
    post("/api/accounts/slips", {},
         json::object{{"unit", code}, {"address", "https://work.example"}, {"format", "json"}}, waits);
    std::vector<std::string> roles{role_at(level)};
    if (level == "city" || level == "province") roles.push_back("operator");
    for (const std::string& role : roles) {
      json::object given = facts;
      given["role"] = role;
      post("/api/accounts", {},
           json::object{{"account", "new.one"},
                        {"name", "新人"},
                        {"posts", json::array{{{"role", role}, {"unit", code}}}}},
           given);
      for (const char* account :
           {"clerk.two", "postless", "security.3713", "officer.371402", "chair.371302101202"}) {
        json::object one = given;
        one["account"] = account;
        post("/api/posts", {}, json::object{{"account", account}, {"role", role}, {"unit", code}}, one);
      }
      // Every village has its chair, so a sheet makes no second one.
      if (level == "village") continue;
      Trial& sheet = add(http::Method::post, "/api/accounts/import", {}, "dry_run=yes&file_name=a.csv",
                         json::value("单位,姓名,岗位\n" + code + ",某人," + role + "\n"), facts);
      sheet.probes.push_back({"\"name\":\"某人\"", given});
    }
    if (code == "37")
      post("/api/accounts", {},
           json::object{{"account", "new.one"}, {"name", "新人"}, {"posts", json::array()}},
           {{"unit", code}, {"role", ""}, {"without", "post"}});
  }

  static std::string role_at(std::string_view level) {
    return level == "village" ? "chair" : level == "township" ? "clerk" : "leader";
  }

  void add_tree_changes() {
    const auto change = [&](const std::string& text, json::array units) {
      post("/api/org/changes", {}, json::object{{"text", text}, {"dry_run", true}},
           {{"units", std::move(units)}});
    };
    change("move\t2011-07-14\tunit=371302101201\tparent=371323101", {"371302101201", "371323101"});
    change("move\t2011-07-14\tunit=371302101201\tparent=371302102", {"371302101201", "371302102"});
    change("open\t2011-07-14\tcode=371302101203\tlevel=village\tname=新村\tparent=371302101", {"371302101"});
    change("close\t2011-07-14\tunit=371302101202\their=371323101201", {"371302101202", "371323101201"});
    change("merge\t2011-07-14\tunits=371302101201,371302101202\tinto=371402101201",
           {"371302101201", "371302101202", "371402101201"});
    change(
        "merge\t2011-07-14\tunits=371302101201,371302101202\tnew=371402101203\tlevel=village\tname=新村"
        "\tparent=371402101",
        {"371302101201", "371302101202", "371402101"});
  }

  void add_returns() {
    const std::vector<std::pair<std::string, std::string>> units{
        {"371302101", "open"}, {"371302102", "submitted"}, {"371323101", "open"},
        {"371402", "open"},    {"371302101201", "open"},   {"3713", "open"}};
    for (const auto& [unit, status] : units)
      for (const char* act : {"submit", "withdraw", "confirm", "send_back"})
        post("/api/returns/{programme}", {{"programme", "half_year_return"}},
             json::object{{"unit", unit}, {"period", "2011-H1"}, {"act", act}, {"reason", "核"}},
             {{"programme", "half_year_return"}, {"unit", unit}, {"act", act}, {"status", status}});
    for (const auto& [unit, status] : units)
      post("/api/returns/{programme}", {{"programme", "half_year_return"}},
           json::object{{"unit", unit},
                        {"period", "2011-H1"},
                        {"act", "confirm"},
                        {"notes", json::array{{{"field", "no_such"}, {"text", "核"}}}}},
           {{"programme", "half_year_return"},
            {"unit", unit},
            {"act", "confirm"},
            {"status", status},
            {"note", "no_such"}});
  }

  void add_papers() {
    const json::array& issued = world_.at("issued").as_array();
    Trial& list = get("/api/issued", {}, "");
    for (const json::value& paper : issued)
      list.probes.push_back({id_key("id", paper.at("id")), {{"unit", paper.at("unit")}}});
    for (const json::value& paper : issued) {
      const json::object facts{{"unit", paper.at("unit")}};
      get("/api/issued/{id}", {{"id", text_of(paper.at("id"))}}, "", facts);
      get("/api/issued/{id}/file", {{"id", text_of(paper.at("id"))}}, "format=txt", facts);
    }
    const json::array& imports = world_.at("imports").as_array();
    Trial& lines = get("/api/imports", {}, "");
    for (const json::value& one : imports)
      lines.probes.push_back(
          {id_key("id", one.at("id")), {{"unit", one.at("unit")}, {"programme", one.at("programme")}}});
    for (const json::value& one : imports)
      post("/api/imports/{id}/undo", {{"id", text_of(one.at("id"))}}, json::object(),
           {{"unit", one.at("unit")}, {"programme", one.at("programme")}});
  }

  void add_files() {
    for (const json::value& file : world_.at("files").as_array())
      get("/api/files/{id}", {{"id", text_of(file.at("id"))}}, "", file.at("facts").as_object());
    add(http::Method::post, "/api/files", {}, "programme=shelter&field=scene&file_name=a.jpg",
        json::value("picture"), {{"programme", "shelter"}, {"field", "scene"}});
  }

  void add_accounts() {
    Trial& list = get("/api/accounts", {}, "size=500&state=all");
    get("/api/me", {}, "");
    post("/api/me/password", {},
         json::object{{"old", "not the password"}, {"password", "another password of the matrix"}});
    post("/api/me/sessions/end", {}, json::object());
    post("/api/me/second-factor", {}, json::object());
    for (const char* path : {"/api/me/second-factor/confirm", "/api/me/second-factor/end"})
      post(path, {}, json::object{{"code", "000000"}});
    get("/api/sign-in-rules", {}, "");
    post("/api/sign-in-rules", {}, json::object{{"second_factor_from", "2012-01-01"}});
    get("/api/audit/export", {}, "action=report.issue&format=csv");
    post("/api/audit/verify", {}, json::object());
    Trial& audit = get("/api/audit", {}, "action=report.issue");
    for (const json::value& paper : world_.at("issued").as_array())
      audit.probes.push_back({id_key("subject", paper.at("id")), {{"unit", paper.at("unit")}}});
    for (const json::value& item : world_.at("accounts").as_array()) {
      const std::string name = text_of(item.at("name"));
      if (name.ends_with(" session") || name.starts_with("local ")) continue;
      list.probes.push_back({"{\"account\":\"" + name + "\"", {{"account", name}}});
      post("/api/accounts/{account}/link", {{"account", name}}, json::object(), {{"account", name}});
      post("/api/accounts/{account}/close", {{"account", name}}, json::object(), {{"account", name}});
      post("/api/accounts/{account}/second-factor/reset", {{"account", name}}, json::object(),
           {{"account", name}});
    }
    post("/api/accounts/{account}/link", {{"account", "there.is.none"}}, json::object(),
         {{"account", "there.is.none"}});
    for (const json::value& item : world_.at("posts").as_array()) {
      const json::object facts{
          {"unit", item.at("unit")}, {"role", item.at("role")}, {"account", item.at("account")}};
      post("/api/posts/{id}/end", {{"id", text_of(item.at("id"))}}, json::object(), facts);
      json::object over = facts;
      over["to"] = "leader.371302";
      post("/api/posts/{id}/handover", {{"id", text_of(item.at("id"))}},
           json::object{{"to", "leader.371302"}}, over);
    }
  }

  const json::object& world_;
  std::deque<Trial> trials_;
};

}  // namespace

std::deque<Trial> list_trials(const World& world) {
  return Trials(world).make();
}

}  // namespace jinguo::matrix
