#include "app/inbox.h"

#include <algorithm>
#include <array>
#include <set>

#include "access/rules.h"
#include "app/app_error.h"
#include "app/definitions.h"
#include "app/documents.h"
#include "app/inbox_card.h"
#include "app/inbox_work.h"
#include "app/record_queries.h"
#include "app/units.h"

namespace jinguo::app {
namespace {

using define::Programme;
using record::Record;

constexpr std::array<std::string_view, 4> kTabs{"todo", "done", "started", "copied"};
/// Lines of the log looked through for one page at most; where more are passed over, the page is short and
/// its `next` leads on.
constexpr size_t kMostLines = 2000;
constexpr int64_t kLinesAtOnce = 200;

struct Asked {
  std::string_view tab;
  std::string programme;
  std::string after;
  size_t size = 20;
};

/// A page: its cards, how many there are in all (nothing where that is not counted), and what asks for the
/// next; empty at the end.
struct Page {
  json::array items;
  std::optional<int64_t> total;
  std::string next;
};

Result<Asked> asked_of(const Call& call) {
  Asked asked;
  asked.tab = call.parameter("tab").empty() ? kTabs[0] : call.parameter("tab");
  if (std::find(kTabs.begin(), kTabs.end(), asked.tab) == kTabs.end())
    return Error(kBadField,
                 {"tab", "可写 todo、done、started、copied。", "it is one of todo, done, started, copied."})
        .on("tab");
  asked.programme = std::string(call.parameter("programme"));
  asked.after = std::string(call.parameter("after"));
  if (const auto text = call.parameter("size"); !text.empty()) {
    const auto number = Decimal::parse(text);
    const auto whole = number ? number->scaled(0) : std::nullopt;
    if (!whole || *whole < 1 || *whole > 100)
      return Error(kBadField,
                   {"size", "应当是 1 到 100 的整数。", "it must be a whole number from 1 to 100."})
          .on("size");
    asked.size = static_cast<size_t>(*whole);
  }
  return asked;
}

Page todo_page(App& app, Reading& reading, const Call& call, const Asked& asked, std::vector<WorkItem> work) {
  Page page;
  page.total = static_cast<int64_t>(work.size());
  if (!asked.after.empty()) {
    // Keys are made only of what is due on the same day as where the page before ended.
    const std::string_view day = std::string_view(asked.after).substr(0, 7);
    std::erase_if(work, [&](const WorkItem& item) {
      const int order = item.due_text().compare(day);
      return order < 0 || (order == 0 && item.key() <= asked.after);
    });
  }
  // One more than fits tells whether there is a next page; a record that moved on meanwhile leaves a gap.
  const size_t n = std::min(work.size(), asked.size + 1);
  std::partial_sort(work.begin(), work.begin() + static_cast<ptrdiff_t>(n), work.end());
  for (size_t i = 0; i < std::min(n, asked.size); ++i)
    if (auto card = work_card(app, reading, call, work[i])) page.items.push_back(std::move(*card));
  if (n > asked.size) page.next = work[asked.size - 1].key();
  return page;
}

std::shared_ptr<const Programme> programme_of(App& app, std::string_view id) {
  const auto catalogue = app.published().catalogue;
  const auto found = catalogue->programmes.find(id);
  return found == catalogue->programmes.end() ? nullptr : found->second;
}

/// The record of a log line, where the asker may see it still.
std::optional<Record> record_of(Reading& reading, const Call& call, const Programme& programme,
                                std::string_view subject) {
  const auto id = RecordId::parse(subject);
  if (!id) return std::nullopt;
  auto record = reading.find_record(programme, *id);
  if (!record || !check_may_see_record(call, programme, record->unit)) return std::nullopt;
  return record;
}

/// What she did with records, each record once at her last act on it; with `started` only what she made and
/// what is not at an end.
Page acts_page(App& app, Reading& reading, const Call& call, const Asked& asked, bool started) {
  Page page;
  const auto from = Decimal::parse(asked.after.empty() ? "0" : asked.after);
  const auto position = from ? from->scaled(0) : std::nullopt;
  Position before(position.value_or(0));
  std::set<std::string, std::less<>> seen;
  size_t looked = 0;
  bool is_end = false;
  while (page.items.size() < asked.size && looked < kMostLines && !is_end) {
    const auto lines = reading.list_log_by(call.scope->account(), before, kLinesAtOnce,
                                           started ? "record.create" : "record.");
    is_end = static_cast<int64_t>(lines.size()) < kLinesAtOnce;
    for (const LogEntry& line : lines) {
      if (page.items.size() == asked.size) {
        is_end = false;
        break;
      }
      before = line.position;
      ++looked;
      if (!asked.programme.empty() && line.programme != asked.programme) continue;
      if (!seen.insert(line.programme + line.subject).second) continue;
      const auto programme = programme_of(app, line.programme);
      if (!programme) continue;
      if (started) {
        bool is_open = false;
        const auto id = RecordId::parse(line.subject);
        app.read_open(programme->id,
                      [&](const flow::OpenWork& open) { is_open = id && open.find(*id) != nullptr; });
        if (!is_open) continue;
      }
      const auto record = record_of(reading, call, *programme, line.subject);
      if (record) page.items.push_back(record_card(app, reading, call, *programme, *record, &line));
    }
  }
  if (!is_end) page.next = std::to_string(before.number());
  return page;
}

std::string copies_of(const define::Role& role, UnitId unit) {
  return std::string(org::row_of(role.level).name) + "." + role.name + "@" + std::to_string(unit.number()) +
         "/";
}

/// Copies lie by post, the newest first: a position counts down.
std::string copy_key(const define::Role& role, UnitId unit, Position position) {
  constexpr int64_t kTop = 999'999'999'999'999;
  std::string number = std::to_string(kTop - position.number());
  number.insert(0, 15 - std::min<size_t>(15, number.size()), '0');
  return copies_of(role, unit) + number;
}

Page copies_page(App& app, Reading& reading, const Call& call, const Asked& asked) {
  Page page;
  page.total = 0;
  // Several posts' copies are merged by their number; the cursor is that number, the same for all of them.
  std::vector<std::pair<std::string, json::value>> found;
  bool has_more = false;
  for (const access::Holding& holding : call.scope->holdings()) {
    const std::string prefix = copies_of({holding.level, holding.role}, holding.unit);
    *page.total += reading.count_documents(kCopyDocuments, prefix);
    const auto rows = reading.page_documents(kCopyDocuments, prefix,
                                             asked.after.empty() ? std::string() : prefix + asked.after,
                                             static_cast<int64_t>(asked.size) + 1);
    has_more = has_more || rows.size() > asked.size;
    for (const auto& [key, body] : rows) found.emplace_back(key.substr(prefix.size()), json::parse(body));
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  const size_t n = std::min(found.size(), asked.size);
  for (size_t i = 0; i < n; ++i) {
    const json::value& copy = found[i].second;
    const auto programme = programme_of(app, std::string(copy.at("programme").as_string()));
    if (!programme) continue;
    const auto record = record_of(reading, call, *programme, std::string(copy.at("record").as_string()));
    if (!record) continue;
    const Position at(copy.at("position").as_int64());
    const auto lines = reading.list_log(Position(at.number() - 1), 1, "");
    page.items.push_back(
        record_card(app, reading, call, *programme, *record, lines.empty() ? nullptr : &lines.front()));
  }
  if (found.size() > n || has_more) page.next = n > 0 ? found[n - 1].first : std::string();
  return page;
}

/// What comes next when nothing waits: the nearest day on which something of hers falls due.
json::value upcoming_json(App& app, const Call& call) {
  std::optional<Upcoming> next;
  for (const auto& [id, programme] : app.published().catalogue->programmes)
    if (auto coming = next_duty(app, call, programme); coming && (!next || coming->due < next->due))
      next = std::move(coming);
  if (!next) return nullptr;
  return json::object{{"programme", next->programme->id},
                      {"title", words_json(next->programme->title)},
                      {"period", next->period.to_text()},
                      {"due", next->due.to_text()},
                      {"days", next->due.days() - app.today().days()}};
}

json::object counts_json(App& app, Reading& reading, const Call& call, const std::vector<WorkItem>& work) {
  int64_t late = 0, copied = 0;
  for (const WorkItem& item : work)
    if (item.due && *item.due < app.today()) ++late;
  for (const access::Holding& holding : call.scope->holdings())
    copied += reading.count_documents(kCopyDocuments, copies_of({holding.level, holding.role}, holding.unit));
  return {{"todo", static_cast<int64_t>(work.size())}, {"late", late}, {"copied", copied}};
}

}  // namespace

Result<Answer> get_inbox(App& app, const Call& call) {
  auto asked = asked_of(call);
  if (!asked) return std::move(asked).error();
  std::vector<WorkItem> work = waiting_work(app, call, asked->programme);
  json::object out;
  app.store().read([&](Reading& reading) {
    json::object counts = counts_json(app, reading, call, work);
    const bool is_empty = work.empty();
    Page page = asked->tab == "todo"     ? todo_page(app, reading, call, *asked, std::move(work))
                : asked->tab == "copied" ? copies_page(app, reading, call, *asked)
                                         : acts_page(app, reading, call, *asked, asked->tab == "started");
    out = {{"tab", asked->tab},
           {"items", std::move(page.items)},
           {"total", page.total ? json::value(*page.total) : json::value(nullptr)},
           {"next", page.next.empty() ? json::value(nullptr) : json::value(page.next)},
           {"counts", std::move(counts)},
           {"upcoming", is_empty ? upcoming_json(app, call) : json::value(nullptr)},
           {"position", reading.head().number()}};
  });
  return Answer(std::move(out));
}

json::array inbox_summary(App& app, const Call& call, UnitId unit) {
  json::array out;
  const org::View& today = call.scope->today();
  const uint32_t place = today.counts_at(unit);
  if (place == org::View::kNowhere) return out;
  for (const auto& programme : in_order(*app.published().catalogue)) {
    std::vector<WorkItem> work = waiting_work(app, call, programme->id);
    std::erase_if(work, [&](const WorkItem& item) {
      const uint32_t at = today.counts_at(item.unit);
      return item.kind != WorkItem::Kind::record || at < place || at >= today.end(place);
    });
    if (work.empty()) continue;
    const WorkItem& first = *std::min_element(work.begin(), work.end());
    json::array events;
    for (const auto& [state, step] : open_steps(call, *programme).by_state)
      for (const define::Event* event : step.events) {
        const json::value label(event->label.zh);
        if (std::find(events.begin(), events.end(), label) == events.end()) events.push_back(label);
      }
    out.push_back({{"programme", programme->id},
                   {"title", words_json(programme->title)},
                   {"count", static_cast<int64_t>(work.size())},
                   {"events", std::move(events)},
                   {"url", "/inbox?programme=" + programme->id},
                   {"due", first.due ? json::value(first.due->to_text()) : json::value(nullptr)}});
  }
  return out;
}

void tell_of_event(Writing& writing, const org::Tree& tree, const Programme& programme, const Record& record,
                   std::string_view from, std::string_view to, const LogEntry& entry) {
  constexpr std::string_view kEvent = "record.event.";
  if (!entry.action.starts_with(kEvent)) return;
  const Position position = writing.head();
  const Date day = record.date.value_or(record.filed_on);
  for (const define::Event* taken :
       programme.events_from(from, std::string_view(entry.action).substr(kEvent.size()))) {
    // Variants of one name are told apart by where they led.
    if (!taken->to.empty() && taken->to != to) continue;
    for (const define::Role& role : taken->tell)
      for (const UnitId unit : tree.path_of(record.unit, day))
        if (tree.level_of(unit) == role.level)
          writing.put_document(
              kCopyDocuments, copy_key(role, unit, position),
              json::serialize(json::object{
                  {"programme", programme.id}, {"record", entry.subject}, {"position", position.number()}}));
  }
}

}  // namespace jinguo::app
