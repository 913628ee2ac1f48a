#include "http/route_table.h"

#include <array>

#include "app/account_import.h"
#include "app/account_list.h"
#include "app/accounts.h"
#include "app/activation_slips.h"
#include "app/audit.h"
#include "app/batch.h"
#include "app/burden.h"
#include "app/closures.h"
#include "app/complaints.h"
#include "app/dashboard.h"
#include "app/definition_drafts.h"
#include "app/definition_versions.h"
#include "app/definitions.h"
#include "app/figure_queries.h"
#include "app/files.h"
#include "app/grid.h"
#include "app/import_history.h"
#include "app/import_jobs.h"
#include "app/import_work.h"
#include "app/inbox.h"
#include "app/issued_papers.h"
#include "app/obligations.h"
#include "app/operations.h"
#include "app/organisation.h"
#include "app/own_account.h"
#include "app/parties.h"
#include "app/posts.h"
#include "app/record_queries.h"
#include "app/records.h"
#include "app/reports.h"
#include "app/saved_views.h"
#include "app/second_factor.h"
#include "app/sessions.h"
#include "app/undo.h"
#include "app/unit_list.h"
#include "app/units.h"
#include "app/uploads.h"
#include "http/api_types.h"

namespace jinguo::http {
namespace {

constexpr bool kQuick = false;
constexpr bool kHeavy = true;

Result<app::Answer> get_openapi(app::App&, const app::Call&) {
  return app::Answer::file(openapi_json(), "application/json", "");
}

/// Answered by the dispatcher itself, which holds the hub.
Result<app::Answer> open_stream(app::App&, const app::Call&) {
  return app::Answer();
}

// clang-format off
constexpr std::array kRoutes{
    Route{Method::get, "/api/about", Door::open, app::get_about, kQuick, "", "About", "", "What runs here"},
    Route{Method::get, "/api/openapi.json", Door::open, get_openapi, kHeavy, "", "json", "", "This description"},
    Route{Method::get, "/api/session", Door::signed_in, app::get_session, kQuick, "", "Session", "", "Who is asking"},
    Route{Method::post, "/api/session", Door::open, app::sign_in, kHeavy, "json", "Session", "", "Sign in"},
    Route{Method::delete_, "/api/session", Door::signed_in, app::sign_out, kHeavy, "", "json", "", "Sign out"},
    Route{Method::post, "/api/first-link", Door::open, app::use_first_link, kHeavy, "json", "Session", "", "Set the password by a one-time link"},
    Route{Method::get, "/api/demo/roles", Door::open, app::list_demo_roles, kQuick, "", "DemoRole[]", "", "Role tiles of a demo"},
    Route{Method::post, "/api/demo/session", Door::open, app::enter_demo_role, kHeavy, "json", "Session", "", "Enter a demo role"},
    Route{Method::get, "/api/events", Door::signed_in, open_stream, kQuick, "", "json", "", "Server-sent events"},

    Route{Method::get, "/api/units", Door::signed_in, app::list_units, kHeavy, "", "UnitHit[]", "search under level day size closed", "Units by name, code, initials or path"},
    Route{Method::post, "/api/units/find", Door::signed_in, app::find_units, kHeavy, "json", "UnitLine[]", "", "A pasted list of names or codes"},
    Route{Method::get, "/api/units/{code}", Door::signed_in, app::get_unit, kQuick, "", "Unit", "day", "A unit on a day"},
    Route{Method::post, "/api/org/changes", Door::signed_in, app::change_tree, kHeavy, "json", "OrgPreview", "", "Open, rename, move, merge, split, close"},
    Route{Method::post, "/api/org/import", Door::signed_in, app::import_tree, kHeavy, "json", "OrgPreview", "", "Units from a table"},

    Route{Method::get, "/api/burden", Door::signed_in, app::get_burden, kHeavy, "", "BurdenSheet", "level", "What units of a level are asked for"},
    Route{Method::get, "/api/complaints", Door::signed_in, app::list_complaints, kHeavy, "", "Complaint[]", "", "Complaints about pages"},
    Route{Method::post, "/api/complaints", Door::signed_in, app::make_complaint, kHeavy, "json", "Complaint", "", "What troubles one on a page"},
    Route{Method::post, "/api/complaints/{id}/answer", Door::signed_in, app::answer_complaint, kHeavy, "json", "Complaint", "", "Answer a complaint"},

    Route{Method::get, "/api/programmes", Door::signed_in, app::list_programmes, kHeavy, "", "ProgrammeRef[]", "", "Programmes"},
    Route{Method::get, "/api/programmes/{programme}", Door::signed_in, app::get_programme, kQuick, "", "Programme", "", "A definition"},
    Route{Method::get, "/api/definitions/schema", Door::open, app::definition_schema, kHeavy, "", "json", "", "JSON Schema of definition files"},
    Route{Method::post, "/api/definitions/check", Door::signed_in, app::check_definition, kHeavy, "json", "DefinitionCheck", "", "Judge a definition"},
    Route{Method::post, "/api/definitions/apply", Door::signed_in, app::apply_definition, kHeavy, "json", "CheckResult", "", "Activate a definition"},
    Route{Method::post, "/api/definitions/template", Door::signed_in, app::draft_template, kHeavy, "json", "", "", "The sheet of a draft"},
    Route{Method::get, "/api/definitions/drafts", Door::signed_in, app::list_drafts, kQuick, "", "DefinitionDraft[]", "", "One's own drafts"},
    Route{Method::post, "/api/definitions/drafts", Door::signed_in, app::create_draft, kHeavy, "json", "DefinitionDraft", "", "A new draft"},
    Route{Method::get, "/api/definitions/drafts/{id}", Door::signed_in, app::get_draft, kQuick, "", "DefinitionDraft", "", "A draft with its text"},
    Route{Method::patch, "/api/definitions/drafts/{id}", Door::signed_in, app::save_draft, kHeavy, "json", "DefinitionDraft", "", "Save a draft"},
    Route{Method::delete_, "/api/definitions/drafts/{id}", Door::signed_in, app::delete_draft, kHeavy, "", "json", "", "Throw a draft away"},
    Route{Method::get, "/api/programmes/{programme}/versions", Door::signed_in, app::list_versions, kHeavy, "", "ProgrammeVersion[]", "", "Versions that were put in force"},
    Route{Method::get, "/api/programmes/{programme}/versions/{version}", Door::signed_in, app::get_version, kHeavy, "", "ProgrammeVersion", "", "A version with its text"},

    Route{Method::get, "/api/programmes/{programme}/records", Door::signed_in, app::list_records, kHeavy, "", "RecordPage", "unit period state search sort page size where.*", "Records one may see"},
    Route{Method::post, "/api/programmes/{programme}/records", Door::signed_in, app::create_record, kHeavy, "json", "Saved", "", "A new record"},
    Route{Method::get, "/api/programmes/{programme}/records/{id}", Door::signed_in, app::get_record, kQuick, "", "Record", "", "A record"},
    Route{Method::patch, "/api/programmes/{programme}/records/{id}", Door::signed_in, app::edit_record, kHeavy, "json", "Saved", "", "Change values"},
    Route{Method::post, "/api/programmes/{programme}/records/{id}/events/{event}", Door::signed_in, app::take_event, kHeavy, "json", "Saved", "", "Take an event"},
    Route{Method::get, "/api/programmes/{programme}/records/{id}/history", Door::signed_in, app::record_history, kQuick, "", "HistoryEntry[]", "", "What happened to a record"},
    Route{Method::post, "/api/programmes/{programme}/imports", Door::signed_in, app::import_file, kHeavy, "", "ImportResult", "unit period mode dry_run then on file_name", "Import an .xlsx or .csv", true},
    Route{Method::get, "/api/programmes/{programme}/export", Door::signed_in, app::export_file, kHeavy, "", "", "format unit period state search sort columns where.*", "Export"},
    Route{Method::get, "/api/programmes/{programme}/template", Door::signed_in, app::template_file, kHeavy, "", "", "format", "The sheet to fill in"},
    Route{Method::post, "/api/import-jobs", Door::signed_in, app::start_import, kHeavy, "", "ImportJob", "programme unit period then on file_name", "Upload for an import", true},
    Route{Method::get, "/api/import-jobs", Door::signed_in, app::list_import_jobs, kHeavy, "", "ImportJobRef[]", "", "One's own imports"},
    Route{Method::get, "/api/import-jobs/{id}", Door::signed_in, app::get_import_job, kHeavy, "", "ImportJob", "", "An import: columns, counts, faults, progress"},
    Route{Method::patch, "/api/import-jobs/{id}", Door::signed_in, app::change_import, kHeavy, "json", "ImportJob", "", "Choose columns, head, period anew"},
    Route{Method::delete_, "/api/import-jobs/{id}", Door::signed_in, app::drop_import, kHeavy, "", "json", "", "Forget an upload"},
    Route{Method::post, "/api/import-jobs/{id}/files", Door::signed_in, app::add_import_file, kHeavy, "", "ImportJob", "file_name", "Another file", true},
    Route{Method::get, "/api/import-jobs/{id}/rows", Door::signed_in, app::list_import_rows, kHeavy, "", "ImportLines", "show from size", "Rows with their faults"},
    Route{Method::patch, "/api/import-jobs/{id}/cells", Door::signed_in, app::mend_import_cells, kHeavy, "json", "ImportMended", "", "Mend cells"},
    Route{Method::post, "/api/import-jobs/{id}/acts", Door::signed_in, app::act_on_import, kHeavy, "json", "ImportJob", "", "Confirm, pause, resume, stop"},
    Route{Method::get, "/api/import-jobs/{id}/correction", Door::signed_in, app::correction_file, kHeavy, "", "", "book", "The workbook with comments"},

    Route{Method::get, "/api/imports", Door::signed_in, app::list_imports, kHeavy, "", "ImportRef[]", "", "Imports"},
    Route{Method::post, "/api/imports/{id}/undo", Door::signed_in, app::undo_import, kHeavy, "json", "json", "", "Take an import back"},

    Route{Method::get, "/api/programmes/{programme}/grid", Door::signed_in, app::get_grid, kHeavy, "", "Grid", "unit period term page size", "The units that file, a row each"},
    Route{Method::post, "/api/programmes/{programme}/grid", Door::signed_in, app::save_grid, kHeavy, "json", "GridSaved", "", "Save changed rows, each judged by itself"},
    Route{Method::get, "/api/views", Door::signed_in, app::list_views, kQuick, "", "SavedView[]", "programme", "Views of a list one kept or shares"},
    Route{Method::post, "/api/views", Door::signed_in, app::keep_view, kHeavy, "json", "SavedView", "", "Keep a view of a list"},
    Route{Method::delete_, "/api/views/{id}", Door::signed_in, app::drop_view, kHeavy, "", "json", "", "Forget a view"},

    Route{Method::post, "/api/files", Door::signed_in, app::upload_file, kHeavy, "", "FileInfo", "programme field file_name", "A photo or paper for a field", true},
    Route{Method::get, "/api/files/{id}", Door::signed_in, app::get_file, kHeavy, "", "", "", "A photo or paper"},

    Route{Method::get, "/api/figures", Door::signed_in, app::figure_table, kQuick, "", "json", "names unit period as official level", "Many figures at many units"},
    Route{Method::get, "/api/figures/{name}", Door::signed_in, app::get_figure, kQuick, "", "Figure|Figure[]", "unit period as by official", "A figure"},
    Route{Method::get, "/api/figures/{name}/drill", Door::signed_in, app::drill_figure, kQuick, "", "Drill", "unit period as official", "A figure and its parts"},
    Route{Method::get, "/api/figures/{name}/league", Door::signed_in, app::rank_figure, kQuick, "", "League", "unit period as official complete", "Units ranked"},
    Route{Method::get, "/api/figures/{name}/records", Door::signed_in, app::figure_records, kHeavy, "", "RecordPage", "unit period as official key part page size", "The records behind a figure"},
    Route{Method::get, "/api/dashboard", Door::signed_in, app::get_dashboard, kHeavy, "", "Dashboard", "unit period", "A unit's page"},

    Route{Method::get, "/api/inbox", Door::signed_in, app::get_inbox, kQuick, "", "Inbox", "tab programme after size", "What waits, what one did, started and is told of"},
    Route{Method::post, "/api/inbox/batch", Door::signed_in, app::take_events, kHeavy, "json", "Batch", "", "Events on many records with one reason"},
    Route{Method::post, "/api/programmes/{programme}/records/{id}/undo", Door::signed_in, app::undo_act, kHeavy, "json", "Saved", "", "Take one's last act back within ten seconds"},

    Route{Method::get, "/api/missing/{programme}", Door::signed_in, app::get_missing, kQuick, "", "Missing", "unit period", "Who has not reported"},
    Route{Method::post, "/api/nil", Door::signed_in, app::say_nil, kHeavy, "json", "json", "", "Say \"none this period\""},
    Route{Method::get, "/api/returns/{programme}", Door::signed_in, app::get_return, kQuick, "", "ReturnStep", "unit period", "Where a return stands"},
    Route{Method::post, "/api/returns/{programme}", Door::signed_in, app::move_return, kHeavy, "json", "json", "", "Send a return on, confirm it, send it back"},
    Route{Method::post, "/api/periods/close", Door::signed_in, app::close_period, kHeavy, "json", "json", "", "Close or reopen a period"},
    Route{Method::get, "/api/corrections/{programme}", Door::signed_in, app::list_corrections, kHeavy, "", "Correction[]", "unit period", "The correction sheet"},

    Route{Method::get, "/api/reports", Door::signed_in, app::list_reports, kQuick, "", "ReportRef[]", "", "Reports and bulletins"},
    Route{Method::get, "/api/reports/{report}", Door::signed_in, app::get_report, kQuick, "", "ReportView", "unit period", "A draft"},
    Route{Method::get, "/api/reports/{report}/file", Door::signed_in, app::report_file, kHeavy, "", "", "unit period format", "A draft as a file"},
    Route{Method::post, "/api/reports/{report}/issue", Door::signed_in, app::issue_report, kHeavy, "json", "IssuedRef", "", "Issue, or issue an erratum"},
    Route{Method::get, "/api/issued", Door::signed_in, app::list_issued, kHeavy, "", "IssuedRef[]", "", "Issued papers"},
    Route{Method::get, "/api/issued/{id}", Door::signed_in, app::get_issued, kQuick, "", "ReportView", "", "An issued paper"},
    Route{Method::get, "/api/issued/{id}/file", Door::signed_in, app::report_file, kHeavy, "", "", "format", "An issued paper as a file"},

    Route{Method::get, "/api/me", Door::signed_in, app::get_own_account, kHeavy, "", "OwnAccount", "", "The own account, its sessions, its second factor"},
    Route{Method::post, "/api/me/password", Door::signed_in, app::change_password, kHeavy, "json", "json", "", "Change the own password"},
    Route{Method::post, "/api/me/sessions/end", Door::signed_in, app::end_own_sessions, kHeavy, "json", "json", "", "End one of the own sessions, or all others"},
    Route{Method::post, "/api/me/second-factor", Door::signed_in, app::begin_second_factor, kHeavy, "json", "NewSecret", "", "A secret for the phone"},
    Route{Method::post, "/api/me/second-factor/confirm", Door::signed_in, app::confirm_second_factor, kHeavy, "json", "PaperCodes", "", "The phone's first code turns the second factor on"},
    Route{Method::post, "/api/me/second-factor/end", Door::signed_in, app::end_second_factor, kHeavy, "json", "SecondFactorState", "", "Sign in without the second factor again"},
    Route{Method::get, "/api/sign-in-rules", Door::signed_in, app::get_sign_in_rules, kQuick, "", "SignInRules", "", "From when a second factor is asked for"},
    Route{Method::post, "/api/sign-in-rules", Door::signed_in, app::set_sign_in_rules, kHeavy, "json", "SignInRules", "", "Change it"},

    Route{Method::get, "/api/accounts", Door::signed_in, app::list_accounts, kHeavy, "", "AccountPage", "unit search role state page size", "Accounts one administers"},
    Route{Method::get, "/api/accounts/coverage", Door::signed_in, app::account_coverage, kHeavy, "", "Coverage", "unit", "Of how many villages the chair has an account"},
    Route{Method::get, "/api/accounts/template", Door::signed_in, app::account_template, kHeavy, "", "", "unit format", "The sheet of accounts to fill in"},
    Route{Method::post, "/api/accounts/import", Door::signed_in, app::import_accounts, kHeavy, "", "AccountImport", "unit dry_run mode file_name", "Accounts from an .xlsx or .csv", true},
    Route{Method::post, "/api/accounts/slips", Door::signed_in, app::print_slips, kHeavy, "json", "Slips", "", "New links on paper for who has not been inside"},
    Route{Method::post, "/api/accounts", Door::signed_in, app::create_account, kHeavy, "json", "Account", "", "A new account with its one-time link"},
    Route{Method::post, "/api/accounts/{account}/link", Door::signed_in, app::renew_link, kHeavy, "json", "Account", "", "A new one-time link"},
    Route{Method::post, "/api/accounts/{account}/close", Door::signed_in, app::close_account, kHeavy, "json", "Account", "", "Close an account"},
    Route{Method::post, "/api/accounts/{account}/second-factor/reset", Door::signed_in, app::reset_second_factor, kHeavy, "json", "Account", "", "Sign in by the password alone until enrolled again"},
    Route{Method::post, "/api/posts", Door::signed_in, app::give_post, kHeavy, "json", "Account", "", "Give a post"},
    Route{Method::post, "/api/posts/{id}/end", Door::signed_in, app::end_post, kHeavy, "json", "json", "", "End a post"},
    Route{Method::post, "/api/posts/{id}/handover", Door::signed_in, app::hand_over_post, kHeavy, "json", "Account", "", "Hand a post over with its open work"},
    Route{Method::post, "/api/persons/links", Door::signed_in, app::link_persons, kHeavy, "json", "json", "", "Two entries are one person"},
    Route{Method::get, "/api/audit", Door::signed_in, app::list_audit, kHeavy, "", "AuditPage", "action subject account unit first last before size", "The audit chain"},
    Route{Method::get, "/api/audit/export", Door::signed_in, app::export_audit, kHeavy, "", "", "action subject account unit first last format", "The audit chain as a sheet"},
    Route{Method::post, "/api/audit/verify", Door::signed_in, app::verify_audit, kHeavy, "json", "Verdict", "", "Whether the audit chain is whole"},
    Route{Method::post, "/api/verify", Door::signed_in, app::verify, kHeavy, "json", "Verdict", "", "Recount everything"},
    Route{Method::post, "/api/backup", Door::local, app::make_backup, kHeavy, "json", "Verdict", "", "A backup while serving"},
};
// clang-format on

/// Matches one part of a pattern at a time; fills the parameters.
bool matches(std::string_view pattern, std::string_view path,
             std::map<std::string, std::string, std::less<>>& parameters) {
  parameters.clear();
  while (true) {
    const size_t p = pattern.find('/'), q = path.find('/');
    const std::string_view want = pattern.substr(0, p), have = path.substr(0, q);
    if (want.starts_with('{')) {
      if (have.empty()) return false;
      parameters[std::string(want.substr(1, want.size() - 2))] = std::string(have);
    } else if (want != have) {
      return false;
    }
    if ((p == std::string_view::npos) != (q == std::string_view::npos)) return false;
    if (p == std::string_view::npos) return true;
    pattern.remove_prefix(p + 1);
    path.remove_prefix(q + 1);
  }
}

namespace json = boost::json;

json::value schema_of(std::string_view type) {
  if (const size_t bar = type.find('|'); bar != std::string_view::npos) {
    return {{"anyOf", {schema_of(type.substr(0, bar)), schema_of(type.substr(bar + 1))}}};
  }
  if (type.ends_with("[]")) return {{"type", "array"}, {"items", schema_of(type.substr(0, type.size() - 2))}};
  if (type == "json") return json::object{};
  if (type == "null") return {{"type", "null"}};
  if (type == "string" || type == "number" || type == "integer" || type == "boolean") return {{"type", type}};
  return {{"$ref", "#/components/schemas/" + std::string(type)}};
}

json::object shape_json(const ApiType& type) {
  json::object properties;
  json::array required;
  std::string_view rest = type.fields;
  while (!rest.empty()) {
    const size_t end = rest.find(';');
    std::string_view field = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    while (field.starts_with(' ')) field.remove_prefix(1);
    const size_t colon = field.find(':');
    std::string_view name = field.substr(0, colon);
    std::string_view of = field.substr(colon + 2);
    if (name.ends_with('?')) {
      name.remove_suffix(1);
    } else {
      required.push_back(json::value(name));
    }
    properties[name] = schema_of(of);
  }
  return {{"type", "object"},
          {"description", type.about},
          {"properties", std::move(properties)},
          {"required", std::move(required)}};
}

}  // namespace

std::span<const Route> routes() {
  return kRoutes;
}

const Route* find_route(Method method, std::string_view path,
                        std::map<std::string, std::string, std::less<>>& parameters, std::string& allowed) {
  const Route* found = nullptr;
  size_t fewest = SIZE_MAX;
  std::map<std::string, std::string, std::less<>> tried;
  for (const Route& route : kRoutes) {
    if (!matches(route.path, path, tried)) continue;
    if (route.method != method && !(method == Method::head && route.method == Method::get)) {
      allowed += (allowed.empty() ? "" : ", ") + std::string(to_text(route.method));
      continue;
    }
    // A path written out wins over one with parameters.
    if (tried.size() >= fewest) continue;
    fewest = tried.size();
    found = &route;
    parameters = tried;
  }
  return found;
}

std::string openapi_json() {
  json::object paths, schemas;
  for (const ApiType& type : api_types()) schemas[type.name] = shape_json(type);
  for (const Route& route : kRoutes) {
    json::array parameters;
    std::string_view rest = route.path;
    for (size_t open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
      const size_t close = rest.find('}');
      parameters.push_back({{"name", rest.substr(open + 1, close - open - 1)},
                            {"in", "path"},
                            {"required", true},
                            {"schema", {{"type", "string"}}}});
      rest.remove_prefix(close + 1);
    }
    std::string_view query = route.parameters;
    while (!query.empty()) {
      const size_t blank = query.find(' ');
      parameters.push_back(
          {{"name", query.substr(0, blank)}, {"in", "query"}, {"schema", {{"type", "string"}}}});
      query = blank == std::string_view::npos ? std::string_view() : query.substr(blank + 1);
    }
    json::object operation{{"summary", route.about}, {"parameters", std::move(parameters)}};
    if (!route.takes.empty())
      operation["requestBody"] = {{"content", {{"application/json", {{"schema", schema_of(route.takes)}}}}}};
    if (route.takes_file)
      operation["requestBody"] = {{"content", {{"application/octet-stream", json::object{}}}}};
    json::object good{{"description", "OK"}};
    if (!route.gives.empty()) good["content"] = {{"application/json", {{"schema", schema_of(route.gives)}}}};
    operation["responses"] = {{"200", std::move(good)},
                              {"default",
                               {{"description", "Refused"},
                                {"content", {{"application/json", {{"schema", schema_of("Refusal")}}}}}}}};
    if (route.door != Door::open)
      operation["security"] = json::array{json::object{{"session", json::array()}}};
    std::string method(to_text(route.method));
    for (char& c : method) c = static_cast<char>(c | 0x20);
    if (!paths.contains(route.path)) paths[route.path] = json::object();
    paths[route.path].as_object()[method] = std::move(operation);
  }
  return json::serialize(json::object{
      {"openapi", "3.1.0"},
      {"info", {{"title", "巾帼 Jinguo"}, {"version", "0.1"}}},
      {"paths", std::move(paths)},
      {"components",
       {{"schemas", std::move(schemas)},
        {"securitySchemes", {{"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "jinguo"}}}}}}}});
}

}  // namespace jinguo::http
