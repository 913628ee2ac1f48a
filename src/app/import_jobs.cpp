#include "app/import_jobs.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/import_answer.h"
#include "app/programme_lookup.h"
#include "app/units.h"
#include "flow/flow_error.h"

namespace jinguo::app {
namespace {

using State = ImportJob::State;

constexpr size_t kMostFiles = 200;
constexpr int64_t kMostBytes = int64_t{64} << 20;
constexpr size_t kMostMended = 10'000;
constexpr Instant kKept = Instant{30} * 24 * 3600 * 1000;

constexpr ErrorRow kTooLarge{"app.import_too_large", 413,
                             "一次导入最多 {0} 个文件、共 {1} MB；请分几次导入。",
                             "An import has at most {0} files of {1} MB together; import them in parts."};
constexpr ErrorRow kNotDraft{"app.import_confirmed", 409, "这次导入已经确认，不能再改；请另做一次导入。",
                             "This import was confirmed and cannot be changed; begin another."};
constexpr ErrorRow kStillRuns{"app.import_runs", 409, "这次导入正在写入；请先停止。",
                              "This import is being written; stop it first."};
constexpr ErrorRow kNoFile{"app.import_no_file", 422, "没有收到文件；请选择 .xlsx、.csv 或 .zip。",
                           "No file came; choose an .xlsx, .csv or .zip."};
constexpr ErrorRow kTooManyMended{"app.import_too_many_cells", 422,
                                  "改动超过 {0} 格；请在 Excel 中改好再上传。",
                                  "More than {0} cells were mended; mend them in Excel and upload again."};

std::string hash_of(std::string_view bytes) {
  unsigned char out[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(out, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  std::string hex(2 * sizeof out + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), out, sizeof out);
  hex.pop_back();
  return hex;
}

std::string name_of_upload(const Call& call) {
  std::string name(call.parameter("file_name"));
  for (char& c : name)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  return name.empty() ? "upload.xlsx" : name.substr(0, 240);
}

Result<ImportJob> job_of(App& app, const Call& call) {
  Result<ImportJob> job = Error(kNotFound, {"这次导入", "such import"});
  app.store().read([&](Reading& reading) { job = find_import_job(app, reading, call); });
  return job;
}

Result<Date> business_day(App& app, std::string_view text) {
  const auto day = Date::parse(text);
  if (!day || *day > app.today())
    return Error(kBadField, {"on", "应当是不晚于今天的日期。", "it must be a date not ahead of today."})
        .on("on");
  return *day;
}

std::vector<std::string> events_of(std::string_view then) {
  std::vector<std::string> out;
  while (!then.empty()) {
    const size_t comma = then.find(',');
    out.emplace_back(then.substr(0, comma));
    then = comma == std::string_view::npos ? std::string_view() : then.substr(comma + 1);
  }
  return out;
}

/// What nobody touched for long is forgotten when somebody begins another.
void sweep(Writing& writing, Instant now) {
  std::vector<std::string> old;
  writing.scan_documents(kImportJobDocuments, "", [&](std::string_view key, std::string_view body) {
    const json::value kept = json::parse(body);
    if (kept.at("touched").to_number<Instant>() < now - kKept && kept.at("state").as_string() != "running")
      old.emplace_back(key);
  });
  for (const std::string& id : old)
    if (const auto job = load_import_job(writing, id)) drop_import_job(writing, *job);
}

Result<void> add_file(Writing& writing, ImportJob& job, const Call& call) {
  if (call.raw_body.empty()) return Error(kNoFile);
  int64_t bytes = static_cast<int64_t>(call.raw_body.size());
  for (const ImportJob::File& file : job.files) bytes += file.size;
  if (job.files.size() >= kMostFiles || bytes > kMostBytes)
    return Error(kTooLarge, {std::to_string(kMostFiles), std::to_string(kMostBytes >> 20)});
  job.files.push_back(
      {name_of_upload(call), static_cast<int64_t>(call.raw_body.size()), hash_of(call.raw_body)});
  writing.put_document(kImportFileDocuments, import_file_key(job, job.files.size() - 1), call.raw_body);
  save_import_job(writing, job);
  return {};
}

/// The call with the job's id, for answering with it.
Call call_for(const Call& call, const std::string& id) {
  Call out = call;
  out.parameters["id"] = id;
  out.raw_body.clear();
  out.idempotency_key.clear();
  return out;
}

Result<int64_t> number_of(const Call& call, const char* name, int64_t fallback, int64_t most) {
  const auto text = call.parameter(name);
  if (text.empty()) return fallback;
  int64_t out = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (failed != std::errc() || end != text.data() + text.size() || out < 0 || out > most)
    return Error(kBadField, {name, "应当是不大的整数。", "it must be a small integer."}).on(name);
  return out;
}

}  // namespace

Result<void> judge_import(App& app, const Call& call, const ImportJob& job, ImportView& view) {
  if (auto read = read_import(app, call, job, view); !read) return read;
  if (view.is_judged) return {};
  if (job.state == State::draft) {
    std::vector<size_t> all(view.lines.size());
    for (size_t n = 0; n < all.size(); ++n) all[n] = n;
    judge_lines(app, call, view, all);
  } else {
    app.store().read([&](Reading& reading) {
      reading.scan_documents(kImportCellDocuments, job.id + "/",
                             [&](std::string_view, std::string_view body) {
                               const json::value refused = json::parse(body);
                               for (const auto& one : refused.as_object()) {
                                 const size_t n = std::stoul(std::string(one.key()));
                                 if (n >= view.lines.size()) continue;
                                 view.lines[n].state = ImportLine::State::bad;
                                 view.lines[n].faults = one.value().as_array();
                               }
                             });
    });
  }
  view.is_judged = true;
  return {};
}

Result<Answer> start_import(App& app, const Call& call) {
  const Snapshot now = app.published();
  auto programme = find_programme(*now.catalogue, call.parameter("programme"));
  if (!programme) return std::move(programme).error();
  const std::string asked(call.parameter("unit"));
  auto home = find_unit(app, *now.tree, asked.empty() ? app.settings().home_unit : asked, app.today());
  if (!home) return std::move(home).error().on("unit");
  if (auto may = check_may_import(call, **programme, *home); !may) return std::move(may).error();
  ImportJob job;
  job.programme = (*programme)->id;
  job.home = *home;
  job.period = std::string(call.parameter("period"));
  job.events = events_of(call.parameter("then"));
  if (const auto on = call.parameter("on"); !on.empty()) {
    auto day = business_day(app, on);
    if (!day) return std::move(day).error();
    if (*day != app.today() &&
        !access::reach_of(*call.scope, (*programme)->rights.correct).holds(call.scope->today(), *home))
      return Error(flow::kNoRight, {"把业务日期写在今天以前", flow::roles_text((*programme)->rights.correct)})
          .on("on");
    job.on = *day;
  }
  job.account = call.scope->account();
  job.post = call.post;
  auto made = write(app, call, [&](Writing& writing, LogEntry stamp) -> Result<Done> {
    sweep(writing, stamp.at);
    ImportJob fresh = job;
    fresh.id = app.new_record_id().to_text();
    fresh.at = fresh.touched = stamp.at;
    if (auto added = add_file(writing, fresh, call); !added) return std::move(added).error();
    stamp.action = "import.upload";
    stamp.programme = fresh.programme;
    stamp.subject = fresh.id;
    stamp.unit = fresh.home;
    writing.append(stamp);
    return Done{json::object{{"id", fresh.id}}, {}};
  });
  if (!made) return made;
  return get_import_job(app, call_for(call, std::string(made->body.at("id").as_string())));
}

Result<Answer> add_import_file(App& app, const Call& call) {
  auto seen = job_of(app, call);
  if (!seen) return std::move(seen).error();
  auto made = write(app, call, [&](Writing& writing, LogEntry stamp) -> Result<Done> {
    auto job = load_import_job(writing, seen->id);
    if (!job || job->state != State::draft) return Error(kNotDraft);
    job->touched = stamp.at;
    if (auto added = add_file(writing, *job, call); !added) return std::move(added).error();
    return Done{json::object{{"id", job->id}}, {}};
  });
  if (!made) return made;
  return get_import_job(app, call_for(call, seen->id));
}

Result<Answer> list_import_jobs(App& app, const Call& call) {
  std::vector<std::pair<Instant, json::object>> found;
  app.store().read([&](Reading& reading) {
    std::vector<std::string> ids;
    reading.scan_documents(kImportJobDocuments, "", [&](std::string_view key, std::string_view body) {
      if (json::parse(body).at("account").to_number<uint32_t>() == call.scope->account().number())
        ids.emplace_back(key);
    });
    for (const std::string& id : ids) {
      Call of = call;
      of.parameters["id"] = id;
      if (const auto job = find_import_job(app, reading, of))
        found.emplace_back(job->at, import_ref_json(app, reading, *job));
    }
  });
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  json::array out;
  for (auto& [at, job] : found) out.push_back(std::move(job));
  return Answer(std::move(out));
}

Result<Answer> get_import_job(App& app, const Call& call) {
  auto job = job_of(app, call);
  if (!job) return std::move(job).error();
  const auto view = app.imports().view(job->id);
  const std::lock_guard hold(view->lock);
  if (auto judged = judge_import(app, call, *job, *view); !judged) return std::move(judged).error();
  return Answer(import_json(app, *job, *view));
}

Result<Answer> list_import_rows(App& app, const Call& call) {
  const std::string show(call.parameter("show"));
  if (!show.empty() && show != "bad" && show != "all")
    return Error(kBadField, {"show", "可用 bad、all。", "it is one of bad, all."}).on("show");
  auto from = number_of(call, "from", 0, 1'000'000);
  auto size = number_of(call, "size", 100, 500);
  if (!from) return std::move(from).error();
  if (!size) return std::move(size).error();
  auto job = job_of(app, call);
  if (!job) return std::move(job).error();
  const auto view = app.imports().view(job->id);
  const std::lock_guard hold(view->lock);
  if (auto judged = judge_import(app, call, *job, *view); !judged) return std::move(judged).error();
  json::array rows;
  int64_t total = 0;
  for (size_t n = 0; n < view->lines.size(); ++n) {
    if (show == "bad" && view->lines[n].state != ImportLine::State::bad) continue;
    if (total++ < *from || static_cast<int64_t>(rows.size()) >= *size) continue;
    rows.push_back(import_line_json(*view, n));
  }
  return Answer(json::object{{"total", total}, {"from", *from}, {"rows", std::move(rows)}});
}

Result<Answer> change_import(App& app, const Call& call) {
  if (auto known = only_members(
          call.body, {"programme", "period", "then", "sheet", "skip", "head_first", "head_last", "columns"});
      !known)
    return std::move(known).error();
  auto seen = job_of(app, call);
  if (!seen) return std::move(seen).error();
  const json::object& given = call.body.as_object();
  auto programme_id = text_member(call.body, "programme");
  auto period = text_member(call.body, "period");
  auto then = text_member(call.body, "then");
  for (const auto* member : {&programme_id, &period, &then})
    if (!*member) return member->error();
  auto programme =
      find_programme(*app.published().catalogue, programme_id->empty() ? seen->programme : *programme_id);
  if (!programme) return std::move(programme).error();
  if (auto may = check_may_import(call, **programme, seen->home); !may) return std::move(may).error();
  json::object own;
  std::string number;
  if (const json::value* sheet = given.if_contains("sheet")) {
    const auto bad = [](const char* name) {
      return Error(kBadField, {name, "不对，请照 GET 的样子写。", "is not as it is told by GET."}).on(name);
    };
    if (!sheet->is_int64() || sheet->as_int64() < 0) return bad("sheet");
    number = std::to_string(sheet->as_int64());
    if (const json::value* kept = seen->sheets.if_contains(number)) own = kept->as_object();
    if (const json::value* skip = given.if_contains("skip")) {
      if (!skip->is_bool()) return bad("skip");
      own["skip"] = *skip;
    }
    const json::value* first = given.if_contains("head_first");
    const json::value* last = given.if_contains("head_last");
    if (first || last) {
      if (!first || !last || !first->is_int64() || !last->is_int64() || first->as_int64() < 1 ||
          last->as_int64() < first->as_int64() || last->as_int64() > first->as_int64() + 4 ||
          last->as_int64() > 1000)
        return bad("head_first");
      own["head_first"] = *first;
      own["head_last"] = *last;
      own.erase("columns");
    }
    if (const json::value* columns = given.if_contains("columns")) {
      const json::array* list = columns->if_array();
      if (!list || list->size() > 2000) return bad("columns");
      for (const json::value& one : *list)
        if (!one.is_string() || !is_import_column(**programme, std::string_view(one.as_string())))
          return bad("columns");
      own["columns"] = *list;
    }
  }
  auto made = write(app, call, [&](Writing& writing, LogEntry stamp) -> Result<Done> {
    auto job = load_import_job(writing, seen->id);
    if (!job || job->state != State::draft) return Error(kNotDraft);
    job->touched = stamp.at;
    if (job->programme != (*programme)->id) job->sheets.clear();
    job->programme = (*programme)->id;
    if (given.contains("period")) job->period = *period;
    if (given.contains("then")) job->events = events_of(*then);
    if (!number.empty()) job->sheets[number] = own;
    save_import_job(writing, *job);
    return Done{json::object{{"id", job->id}}, {}};
  });
  if (!made) return made;
  return get_import_job(app, call_for(call, seen->id));
}

Result<Answer> mend_import_cells(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"cells", "from", "to", "field"}); !known)
    return std::move(known).error();
  auto job = job_of(app, call);
  if (!job) return std::move(job).error();
  if (job->state != State::draft) return Error(kNotDraft);
  const auto view = app.imports().view(job->id);
  const std::lock_guard hold(view->lock);
  if (auto judged = judge_import(app, call, *job, *view); !judged) return std::move(judged).error();
  json::object mended;
  std::vector<size_t> changed;
  const auto mend = [&](size_t n, size_t column, const std::string& text) {
    const ImportLine& line = view->lines[n];
    mended[std::to_string(line.sheet) + "/" + std::to_string(line.line) + "/" + std::to_string(column)] =
        text;
    if (changed.empty() || changed.back() != n) changed.push_back(n);
  };
  const auto bad = [] {
    return Error(kBadField, {"cells", "要写 row、column、text，或 field、from、to。",
                             "give row, column and text, or field, from and to."})
        .on("cells");
  };
  if (const json::value* cells = call.body.as_object().if_contains("cells")) {
    if (!cells->is_array()) return bad();
    for (const json::value& one : cells->as_array()) {
      const json::object* cell = one.if_object();
      if (!cell) return bad();
      const json::value *row = cell->if_contains("row"), *column = cell->if_contains("column"),
                        *text = cell->if_contains("text");
      if (!row || !column || !text || !row->is_int64() || !column->is_int64() || !text->is_string() ||
          row->as_int64() < 0 || row->as_int64() >= static_cast<int64_t>(view->lines.size()) ||
          text->as_string().size() > 20'000)
        return bad();
      const auto n = static_cast<size_t>(row->as_int64());
      const auto width = view->sheets[view->lines[n].sheet].layout->columns.size();
      if (column->as_int64() < 1 || column->as_int64() > static_cast<int64_t>(width)) return bad();
      mend(n, static_cast<size_t>(column->as_int64()), std::string(text->as_string()));
    }
  } else {
    auto field = required_member(call.body, "field");
    auto from = required_member(call.body, "from");
    auto to = required_member(call.body, "to");
    for (const auto* member : {&field, &from, &to})
      if (!*member) return member->error();
    for (size_t n = 0; n < view->lines.size(); ++n) {
      const ImportLine& line = view->lines[n];
      const auto& columns = view->sheets[line.sheet].layout->columns;
      const auto& texts = view->cells(line);
      for (size_t c = 0; c < columns.size() && c < texts.size(); ++c)
        if (columns[c].field == *field && squeezed(texts[c]) == squeezed(*from)) mend(n, c + 1, *to);
    }
  }
  auto made = write(app, call, [&](Writing& writing, LogEntry stamp) -> Result<Done> {
    auto now = load_import_job(writing, job->id);
    if (!now || now->state != State::draft) return Error(kNotDraft);
    json::object all = load_mended(writing, *now);
    for (const auto& one : mended) all[one.key()] = one.value();
    if (all.size() > kMostMended) return Error(kTooManyMended, {std::to_string(kMostMended)});
    now->touched = stamp.at;
    writing.put_document(kImportCellDocuments, now->id, json::serialize(all));
    save_import_job(writing, *now);
    return Done{json::object{{"id", now->id}}, {}};
  });
  if (!made) return made;
  apply_mended(*view, mended);
  judge_lines(app, call, *view, changed);
  json::array rows;
  for (const size_t n : changed)
    if (rows.size() < 500) rows.push_back(import_line_json(*view, n));
  return Answer(json::object{{"rows", std::move(rows)}, {"job", import_json(app, *job, *view)}});
}

Result<Answer> correction_file(App& app, const Call& call) {
  auto book = number_of(call, "book", 0, 10'000);
  if (!book) return std::move(book).error();
  auto job = job_of(app, call);
  if (!job) return std::move(job).error();
  const auto view = app.imports().view(job->id);
  const std::lock_guard hold(view->lock);
  if (auto judged = judge_import(app, call, *job, *view); !judged) return std::move(judged).error();
  const auto wanted = static_cast<size_t>(*book);
  if (wanted >= view->books.size() || view->books[wanted].second.empty())
    return Error(kNotFound, {"这个文件", "such file"});
  auto bytes = app.office().comment_cells(view->books[wanted].second, comments_of(*view, wanted));
  if (!bytes) return std::move(bytes).error();
  std::string name = view->books[wanted].first;
  if (const size_t slash = name.find_last_of("/\\"); slash != std::string::npos)
    name = name.substr(slash + 1);
  const size_t dot = name.rfind('.');
  const bool is_csv = !view->books[wanted].second.starts_with("PK");
  name = (dot == std::string::npos ? name : name.substr(0, dot)) + "_待修改" + (is_csv ? ".csv" : ".xlsx");
  return Answer::file(std::move(*bytes),
                      is_csv ? "text/csv; charset=utf-8"
                             : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                      name);
}

Result<Answer> drop_import(App& app, const Call& call) {
  auto seen = job_of(app, call);
  if (!seen) return std::move(seen).error();
  auto made = write(app, call, [&](Writing& writing, LogEntry stamp) -> Result<Done> {
    const auto job = load_import_job(writing, seen->id);
    if (!job) return Error(kNotFound, {"这次导入", "such import"});
    if (job->state == State::running || job->state == State::paused) return Error(kStillRuns);
    drop_import_job(writing, *job);
    stamp.action = "import.drop";
    stamp.programme = job->programme;
    stamp.subject = job->id;
    stamp.unit = job->home;
    const Position position = writing.append(stamp);
    return Done{json::object{{"id", job->id}, {"position", position.number()}}, {}};
  });
  if (made) app.imports().forget(seen->id);
  return made;
}

}  // namespace jinguo::app
