#include "app/import_work.h"

#include <algorithm>

#include "app/accounts.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/import_jobs.h"
#include "app/programme_lookup.h"
#include "app/sessions.h"

namespace jinguo::app {
namespace {

using State = ImportJob::State;

/// Rows of one command: short enough that others hardly wait.
constexpr int64_t kRowsAtOnce = 250;
/// So many are written before the answer; more by the one who works on imports.
constexpr int64_t kSmall = 500;

constexpr ErrorRow kNothingGood{"app.import_nothing_good", 409, "没有可以写入的行；请先改正标红的格。",
                                "No row can be written; mend the red cells first."};
constexpr ErrorRow kSeenOther{"app.import_seen_other", 409,
                              "现在可写入 {0} 行，与您看到的不同；请再核对一次。",
                              "{0} rows can be written now, not as many as you saw; look again."};
constexpr ErrorRow kNotNow{"app.import_not_now", 409, "这次导入{0}，不能{1}。",
                           "The import is {2}, so it cannot be changed that way."};
constexpr ErrorRow kRowsMoved{
    "app.import_rows_moved", 409, "文件的行数与确认时不同，已停止；请撤销后重新导入。",
    "The files have other rows than when they were confirmed; undo and import anew."};

std::string_view state_words(State state) {
  constexpr std::string_view kWords[] = {"还没有确认", "正在写入", "已暂停", "已停止", "已完成"};
  return kWords[static_cast<size_t>(state)];
}

Error not_now(const ImportJob& job, std::string_view act) {
  const std::string_view what = act == "confirm" ? "确认"
                                : act == "pause" ? "暂停"
                                : act == "stop"  ? "停止"
                                                 : "继续";
  return Error(kNotNow,
               {std::string(state_words(job.state)), std::string(what), std::string(to_text(job.state))});
}

/// Its maker as she is now.
Result<Call> call_of(App& app, const ImportJob& job) {
  Call call;
  Asker asker;
  if (job.account.is_none()) {
    asker = local_operator(app);
  } else {
    std::string name;
    app.store().read([&](Reading& reading) {
      if (const auto account = load_account(reading, job.account)) name = account->account;
    });
    auto found = asker_of_account(app, name);
    if (!found) return std::move(found).error();
    asker = *found;
  }
  call.scope = asker.scope;
  call.post = job.post;
  return call;
}

void keep_rows(Writing& writing, ImportJob& job, const std::vector<SavedRecord>& saved) {
  if (saved.empty()) return;
  json::array ids;
  for (const SavedRecord& row : saved)
    ids.push_back(json::array{row.record.id.to_text(), row.record.version, !row.before.has_value()});
  ++job.lists;
  writing.put_document(kImportRowDocuments, definition_key(job.id, "rows", static_cast<int>(job.lists)),
                       json::serialize(ids));
}

void keep_import(Writing& writing, const ImportJob& job, Instant at) {
  std::string names;
  for (const ImportJob::File& file : job.files) names += (names.empty() ? "" : "、") + file.name;
  writing.put_document(kImportDocuments, "id/" + job.id,
                       json::serialize(json::object{{"id", job.id},
                                                    {"programme", job.programme},
                                                    {"file", names},
                                                    {"hash_key", import_hash_key(job)},
                                                    {"rows", job.written},
                                                    {"at", at},
                                                    {"account", job.account.number()},
                                                    {"unit", job.home.number()},
                                                    {"undone", false}}));
}

/// Writes the next rows of the job, which runs.
void write_rows(App& app, const Call& call, const ImportJob& seen, ImportView& view) {
  const auto saved_rows = std::make_shared<std::vector<SavedRecord>>();
  const auto is_over = std::make_shared<bool>(false);
  const Instant begun = app.clock().now();
  auto result = app.store().perform([&, saved_rows, is_over](Writing& writing) -> Result<Committed> {
    saved_rows->clear();
    auto job = load_import_job(writing, seen.id);
    // Paused, stopped or dropped since.
    if (!job || job->state != State::running || job->next != seen.next) return Committed{writing.head(), {}};
    const LogEntry stamp = stamp_of(app, call);
    const int64_t first = job->next, end = std::min(job->total, job->next + kRowsAtOnce);
    json::object refused;
    for (; job->next < end; ++job->next) {
      ImportLine& line = view.lines[static_cast<size_t>(job->next)];
      json::array faults;
      auto row = import_row_of(app, call, view, line, faults);
      if (faults.empty()) {
        auto saved = write_import_row(app, writing, stamp, call, view.target, *row);
        if (!saved) {
          add_row_faults(saved.error(), view.sheets[line.sheet].file, *row, faults);
        } else if (saved->is_unchanged) {
          ++job->unchanged;
        } else {
          ++job->written;
          saved_rows->push_back(std::move(*saved));
        }
      }
      if (!faults.empty()) {
        ++job->bad;
        refused[std::to_string(job->next)] = faults;
      }
      line.state = faults.empty() ? ImportLine::State::good : ImportLine::State::bad;
      line.faults = std::move(faults);
    }
    job->touched = stamp.at;
    job->worked += std::max<int64_t>(1, app.clock().now() - begun);
    keep_rows(writing, *job, *saved_rows);
    if (!refused.empty())
      writing.put_document(kImportCellDocuments, refused_key(*job, first), json::serialize(refused));
    if (job->written > 0) keep_import(writing, *job, job->at);
    if (job->next == job->total) {
      job->state = State::done;
      *is_over = true;
      if (job->bad == 0) writing.put_document(kImportDocuments, import_hash_key(*job), job->id);
      LogEntry entry = stamp;
      entry.action = "import";
      entry.programme = job->programme;
      entry.subject = job->id;
      entry.unit = job->home;
      writing.append(entry);
    }
    save_import_job(writing, *job);
    Committed committed;
    committed.position = writing.head();
    committed.after_commit = [&app, saved_rows, at = committed.position] {
      for (const SavedRecord& saved : *saved_rows) apply_saved(app, saved, at);
    };
    return committed;
  });
  if (!result) throw Failure("rows of an import were not written: " + result.error().text(Language::en));
  if (*is_over) app.imports().set_running(seen.id, false);
}

/// Stops it by itself: its maker lost the right, or the files changed.
void give_up(App& app, const std::string& id, const Error& why) {
  app.imports().set_running(id, false);
  auto stopped = app.store().perform([&](Writing& writing) -> Result<Committed> {
    if (auto job = load_import_job(writing, id); job && job->state == State::running) {
      job->state = State::stopped;
      job->why = fault_json(why);
      save_import_job(writing, *job);
    }
    return Committed{writing.head(), {}};
  });
  if (!stopped) throw Failure("an import could not be stopped: " + stopped.error().text(Language::en));
}

void work_on(App& app, const std::string& id) {
  std::optional<ImportJob> job;
  app.store().read([&](Reading& reading) { job = load_import_job(reading, id); });
  if (!job || job->state != State::running) return app.imports().set_running(id, false);
  auto call = call_of(app, *job);
  if (!call) return give_up(app, id, call.error());
  const auto programme = find_programme(*app.published().catalogue, job->programme);
  if (!programme) return give_up(app, id, programme.error());
  if (auto may = check_may_import(*call, **programme, job->home); !may) return give_up(app, id, may.error());
  const auto view = app.imports().view(id);
  const std::lock_guard hold(view->lock);
  if (auto read = read_import(app, *call, *job, *view); !read) return give_up(app, id, read.error());
  if (static_cast<int64_t>(view->lines.size()) != job->total) return give_up(app, id, Error(kRowsMoved));
  view->is_judged = true;
  write_rows(app, *call, *job, *view);
}

/// What was guessed is from now on what was chosen, so that the rows stay the same whatever is learnt later.
json::object frozen(const ImportView& view) {
  json::object out;
  for (size_t s = 0; s < view.sheets.size(); ++s) {
    const ImportSheet& sheet = view.sheets[s];
    json::object own{{"skip", sheet.is_skipped}};
    if (sheet.layout) {
      json::array columns;
      for (const ImportColumn& column : sheet.layout->columns) columns.push_back(json::value(column.field));
      own["head_first"] = sheet.layout->head_first;
      own["head_last"] = sheet.layout->head_last;
      own["columns"] = std::move(columns);
    }
    out[std::to_string(s)] = std::move(own);
  }
  return out;
}

/// Heads that were not found by themselves, and what they were taken for.
void remember_columns(Writing& writing, const Call& call, const ImportView& view) {
  const std::string key = remembered_key(call, view.target.programme->id);
  const auto body = writing.find_document(kImportColumnDocuments, key);
  json::object kept = body ? json::parse(*body).as_object() : json::object();
  const size_t before = kept.size();
  bool is_new = false;
  for (const ImportSheet& sheet : view.sheets) {
    if (!sheet.layout || sheet.is_skipped) continue;
    for (const ImportColumn& column : sheet.layout->columns) {
      const std::string head = head_key(column.head);
      const bool is_worth = column.how == "chosen" || column.how == "near" || column.how == "remembered";
      if (head.empty() || !is_worth) continue;
      is_new = is_new || !kept.contains(head) || kept.at(head) != json::value(column.field);
      kept[head] = column.field;
    }
  }
  if (is_new || kept.size() != before)
    writing.put_document(kImportColumnDocuments, key, json::serialize(kept));
}

}  // namespace

Result<Answer> act_on_import(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"act", "good"}); !known) return std::move(known).error();
  auto act = required_member(call.body, "act");
  if (!act) return std::move(act).error();
  if (*act != "confirm" && *act != "pause" && *act != "resume" && *act != "stop")
    return Error(kBadField,
                 {"act", "可用 confirm、pause、resume、stop。", "it is one of confirm, pause, resume, stop."})
        .on("act");
  Result<ImportJob> job = Error(kNotFound, {"这次导入", "such import"});
  app.store().read([&](Reading& reading) { job = find_import_job(app, reading, call); });
  if (!job) return std::move(job).error();
  const auto view = app.imports().view(job->id);
  int64_t good = 0;
  json::object sheets;
  if (*act == "confirm") {
    const std::lock_guard hold(view->lock);
    if (auto judged = judge_import(app, call, *job, *view); !judged) return std::move(judged).error();
    good = view->count(ImportLine::State::good);
    const json::value* seen = call.body.as_object().if_contains("good");
    if (seen && (!seen->is_int64() || seen->as_int64() != good))
      return Error(kSeenOther, {std::to_string(good)});
    sheets = frozen(*view);
  }
  const auto all = static_cast<int64_t>(view->lines.size());
  auto result = write(app, call, [&](Writing& writing, LogEntry stamp) -> Result<Done> {
    auto now = load_import_job(writing, job->id);
    if (!now) return Error(kNotFound, {"这次导入", "such import"});
    const bool is_over = now->state == State::stopped || now->state == State::done;
    now->touched = stamp.at;
    if (*act == "confirm") {
      if (now->state != State::draft) return not_now(*now, *act);
      // The same files again: nothing is to do.
      const auto earlier = writing.find_document(kImportDocuments, import_hash_key(*now));
      if (!earlier && good == 0 && view->count(ImportLine::State::unchanged) == 0) return Error(kNothingGood);
      now->state = earlier ? State::done : State::running;
      now->total = all;
      now->next = earlier ? all : 0;
      now->unchanged = earlier ? all : 0;
      now->sheets = sheets;
      if (!earlier) remember_columns(writing, call, *view);
    } else if (is_over || now->state == State::draft) {
      return not_now(*now, *act);
    } else {
      now->state = *act == "pause" ? State::paused : *act == "stop" ? State::stopped : State::running;
    }
    save_import_job(writing, *now);
    stamp.action = "import." + *act;
    stamp.programme = now->programme;
    stamp.subject = now->id;
    stamp.unit = now->home;
    const Position position = writing.append(stamp);
    return Done{json::object{{"state", to_text(now->state)}, {"position", position.number()}}, {}};
  });
  if (!result) return result;
  const bool runs = result->body.at("state") == "running";
  // A small import does not trouble the one who works.
  if (*act == "confirm" && runs && all <= kSmall)
    for (int64_t n = 0; n < all; n += kRowsAtOnce) work_on(app, job->id);
  bool still = false;
  app.store().read([&](Reading& reading) {
    const auto now = load_import_job(reading, job->id);
    still = now && now->state == State::running;
  });
  app.imports().set_running(job->id, still);
  return get_import_job(app, call);
}

bool work_on_imports(App& app) {
  const auto running = app.imports().running();
  for (const std::string& id : running) work_on(app, id);
  return !running.empty();
}

void take_up_imports(App& app) {
  std::vector<std::string> ids;
  app.store().read([&](Reading& reading) {
    reading.scan_documents(kImportJobDocuments, "", [&](std::string_view key, std::string_view body) {
      if (json::parse(body).at("state").as_string() == "running") ids.emplace_back(key);
    });
  });
  for (const std::string& id : ids) app.imports().set_running(id, true);
}

}  // namespace jinguo::app
