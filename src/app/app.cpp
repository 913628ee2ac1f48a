#include "app/app.h"

#include <algorithm>

#include "app/documents.h"
#include "app/import_view.h"
#include "define/load_programme.h"

namespace jinguo::app {

App::App(Store& store, Office& office, Clock clock, RandomBytes random, Settings settings)
    : store_(store),
      office_(office),
      imports_(std::make_unique<ImportDesk>()),
      clock_(std::move(clock)),
      random_(std::move(random)),
      settings_(std::move(settings)) {
  published_ = {std::make_shared<const org::Tree>(), std::make_shared<const define::Catalogue>()};
  staged_ = published_;
  store_.on_resync([this] { reset_staged(); });
}

App::~App() = default;

void App::start() {
  started_at_ = clock_.now();
  store_.read([&](Reading& reading) {
    Snapshot snapshot;
    snapshot.tree = std::make_shared<const org::Tree>(reading.load_tree());
    std::vector<define::Source> sources;
    reading.scan_documents(kDefinitionDocuments, "", [&](std::string_view key, std::string_view body) {
      sources.push_back({std::string(key), std::string(body)});
    });
    auto loaded = define::load_all(sources);
    if (define::has_faults(loaded.findings)) {
      for (const define::Finding& finding : loaded.findings)
        if (finding.severity == define::Severity::fault)
          throw Failure("a stored definition can no longer be read: " +
                        finding.error.text_with_place(Language::en));
    }
    snapshot.catalogue = std::make_shared<const define::Catalogue>(std::move(loaded.catalogue));
    publish(snapshot);
    unit_finder_.prepare(snapshot.tree);
    for (const auto& [id, programme] : snapshot.catalogue->programmes) load_programme(reading, programme);
    load_nil_statements(*this, reading);
    load_links(*this, reading);
  });
  reset_staged();
}

void App::load_programme(Reading& reading, const std::shared_ptr<const define::Programme>& programme) {
  const auto plan = figures_.prepare(programme);
  const Position position = reading.head();
  flow::ReportedIndex index;
  flow::OpenWork open;
  rollup::Effect batch;
  int64_t n = 0;
  reading.scan_records(*programme, [&](const record::Record& record) {
    rollup::Effect effect = rollup::Figures::effect_of(*plan, nullptr, &record);
    batch.deltas.insert(batch.deltas.end(), effect.deltas.begin(), effect.deltas.end());
    batch.mentions.insert(batch.mentions.end(), effect.mentions.begin(), effect.mentions.end());
    if (const auto filed = flow::filed_day(*programme, record)) {
      const std::string key = flow::duty_key(*programme, record);
      if (!key.empty()) index.set(key, record.unit, {flow::Reported::How::record, *filed});
    }
    open.follow(*programme, record);
    ++n;
  });
  figures_.put({plan}, batch, position);
  const auto known = loaded_at_.find(programme->id);
  if (known == loaded_at_.end()) records_ += n;
  loaded_at_[programme->id] = position;
  {
    const std::unique_lock hold(open_lock_);
    open_[programme->id] = std::move(open);
  }
  const std::unique_lock hold(reported_lock_);
  reported_[programme->id] = std::move(index);
}

void App::put_in_force(rollup::FillingPlan filling, const rollup::Effect& last, Position position) {
  const std::shared_ptr<const define::Programme> programme = filling.plan->programme;
  const auto old = figures_.plan(programme->id);
  const bool same_steps = old && flow::waiting_states(*old->programme) == flow::waiting_states(*programme);
  loaded_at_[programme->id] = position;
  figures_.put(std::move(filling), last, position);
  if (same_steps) return;
  flow::OpenWork open;
  store_.read([&](Reading& reading) {
    reading.scan_records(*programme, [&](const record::Record& record) { open.follow(*programme, record); });
  });
  const std::unique_lock hold(open_lock_);
  open_[programme->id] = std::move(open);
}

Position App::loaded_at(std::string_view programme) const {
  const auto found = loaded_at_.find(programme);
  return found == loaded_at_.end() ? Position() : found->second;
}

Snapshot App::published() const {
  const std::lock_guard hold(published_lock_);
  return published_;
}

std::shared_ptr<const rollup::ProgrammePlan> App::staged_plan(const define::Programme& programme) const {
  const auto filled = staged_.plans.find(programme.id);
  const auto plan = filled != staged_.plans.end() ? filled->second : figures_.plan(programme.id);
  return plan && plan->programme.get() == &programme ? plan : nullptr;
}

void App::publish(Snapshot next) {
  next.plans.clear();
  const std::lock_guard hold(published_lock_);
  published_ = std::move(next);
}

void App::reset_staged() {
  staged_ = published();
}

std::shared_ptr<const org::View> App::view(const org::Tree& tree, Date day) {
  constexpr size_t kKept = 24;
  const std::lock_guard hold(views_lock_);
  auto view = views_.get(tree, day);
  if (structure_ != tree.structure_token()) {
    for (const auto& old : totalled_) figures_.cube().forget(old);
    totalled_.clear();
    structure_ = tree.structure_token();
  }
  const auto known = std::find(totalled_.begin(), totalled_.end(), view);
  if (known != totalled_.end()) {
    std::rotate(known, known + 1, totalled_.end());
    return view;
  }
  totalled_.push_back(view);
  if (totalled_.size() > kKept) {
    figures_.cube().forget(totalled_.front());
    totalled_.erase(totalled_.begin());
  }
  return view;
}

void App::read_reported(std::string_view programme,
                        const std::function<void(const flow::ReportedIndex&)>& look) const {
  static const flow::ReportedIndex kNothing;
  const std::shared_lock hold(reported_lock_);
  const auto found = reported_.find(programme);
  look(found == reported_.end() ? kNothing : found->second);
}

void App::change_reported(std::string_view programme,
                          const std::function<void(flow::ReportedIndex&)>& change) {
  const std::unique_lock hold(reported_lock_);
  change(reported_[std::string(programme)]);
}

void App::read_open(std::string_view programme,
                    const std::function<void(const flow::OpenWork&)>& look) const {
  static const flow::OpenWork kNothing;
  const std::shared_lock hold(open_lock_);
  const auto found = open_.find(programme);
  look(found == open_.end() ? kNothing : found->second);
}

void App::follow_open(const define::Programme& programme, const record::Record& record) {
  const std::unique_lock hold(open_lock_);
  open_[programme.id].follow(programme, record);
}

RecordId App::new_record_id() {
  RecordId::Bytes bytes{};
  constexpr size_t kTimeBytes = 6;
  const auto now = static_cast<uint64_t>(clock_.now());
  for (size_t i = 0; i < kTimeBytes; ++i) bytes[i] = static_cast<uint8_t>(now >> (8 * (kTimeBytes - 1 - i)));
  const std::lock_guard hold(random_lock_);
  random_(bytes.data() + kTimeBytes, bytes.size() - kTimeBytes);
  return RecordId(bytes);
}

std::string App::random_text(size_t n) {
  std::vector<uint8_t> bytes(n);
  {
    const std::lock_guard hold(random_lock_);
    random_(bytes.data(), n);
  }
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const uint8_t b : bytes) {
    out += kDigits[b >> 4];
    out += kDigits[b & 15];
  }
  return out;
}

}  // namespace jinguo::app
