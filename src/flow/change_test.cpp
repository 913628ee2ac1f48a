#include "flow/change.h"

#include <gtest/gtest.h>

#include <random>

#include "define/load_programme.h"

namespace jinguo::flow {
namespace {

using record::Record;

constexpr const char* kFile = R"(programme: cases
title: {zh: 案件, en: Cases}
owner: {zh: 权益部, en: Section}
version: 3
valid_from: 2011-01-01
level: township
date: seen_on
fields:
  seen_on: {type: date, label: {zh: 日期, en: Seen on}, required: yes}
  amount: {type: integer, label: {zh: 金额, en: Amount}}
  verdict: {type: text, label: {zh: 意见, en: Verdict}}
  twice: {type: integer, label: {zh: 两倍, en: Twice}, computed: amount * 2}
states:
  open: {label: {zh: 待办, en: Open}, draft: yes}
  small: {label: {zh: 小额, en: Small}}
  large: {label: {zh: 大额, en: Large}}
  closed: {label: {zh: 办结, en: Closed}, end: yes}
  void: {label: {zh: 作废, en: Void}, void: yes}
events:
  judge:
    - {label: {zh: 初审, en: Judge}, from: [open], to: small, by: [township.clerk], when: twice < 100, inputs: [amount, verdict], required_inputs: [amount]}
    - {label: {zh: 初审, en: Judge}, from: [open], to: large, by: [township.clerk], when: twice >= 100, inputs: [amount, verdict], required_inputs: [amount]}
  note: {label: {zh: 补记, en: Note}, from: [small, large], by: [township.clerk], inputs: [verdict]}
  close:
    label: {zh: 办结, en: Close}
    from: [small, large]
    to: closed
    by: [township.clerk, county.officer]
    when: verdict is not blank
    message: {zh: 先写意见, en: Give the verdict first}
    not_same_as: judge
  void: {label: {zh: 作废, en: Void}, from: [open, small, large], to: void, by: [county.officer], reason: yes}
rights:
  create: [township.clerk]
  edit:
    - {in: [open], by: [township.clerk]}
    - {in: [small, large], by: [county.officer], fields: [verdict]}
)";

const define::Programme& programme() {
  static const auto kLoaded = define::load_programme({"cases.yaml", kFile}, {});
  std::string told;
  for (const auto& finding : kLoaded.findings) told += finding.error.text_with_place(Language::en) + "\n";
  EXPECT_TRUE(kLoaded.value) << told;
  return *kLoaded.value;
}

size_t index_of(std::string_view field) {
  return static_cast<size_t>(programme().field_index(field));
}

const Actor kClerk{AccountId(1), {{org::Level::township, "clerk"}}};
const Actor kOtherClerk{AccountId(2), {{org::Level::township, "clerk"}}};
const Actor kOfficer{AccountId(3), {{org::Level::county, "officer"}}};
const Actor kNobody{AccountId(4), {}};
const Date kDay = *Date::make(2011, 5, 1);

Change creation() {
  Change change;
  change.kind = Change::Kind::create;
  change.on = kDay;
  change.values = {{index_of("seen_on"), Value(kDay)}};
  return change;
}

Change event(std::string id, std::vector<std::pair<size_t, Value>> values = {}) {
  Change change;
  change.kind = Change::Kind::event;
  change.event = std::move(id);
  change.values = std::move(values);
  change.on = kDay.plus_days(3);
  return change;
}

Change edit(std::string_view field, Value value) {
  Change change;
  change.values = {{index_of(field), std::move(value)}};
  change.on = kDay.plus_days(1);
  return change;
}

Record blank() {
  Record record;
  record.unit = UnitId(5);
  return record;
}

Record created() {
  return apply(programme(), blank(), creation());
}

Record judged(int64_t amount) {
  return apply(programme(), created(), event("judge", {{index_of("amount"), Value(Decimal(amount))}}));
}

std::vector<std::string> codes(const Diagnostics& faults) {
  std::vector<std::string> out;
  for (const Error& fault : faults) out.emplace_back(fault.code());
  return out;
}
using Told = std::vector<std::string>;

Told against(const std::optional<Record>& before, const Change& change, const Actor& actor,
             const DoneBy& done_by = {}) {
  return codes(can_apply(programme(), before, change, actor, done_by));
}

TEST(Change, a_creation_begins_the_path_at_the_first_state) {
  const Record record = created();
  EXPECT_EQ(record.state, "open");
  EXPECT_EQ(record.filed_on, kDay);
  EXPECT_EQ(record.date, kDay);
  EXPECT_EQ(record.version, 1);
  EXPECT_EQ(record.rule_version, 3);
  EXPECT_EQ(record.path, (std::vector<record::Stay>{{"open", kDay}}));
}

TEST(Change, only_a_named_role_creates) {
  EXPECT_EQ(against({}, creation(), kClerk), Told{});
  EXPECT_EQ(against({}, creation(), kOfficer), Told{"flow.no_right"});
  Actor system = kNobody;
  system.is_system = true;
  EXPECT_EQ(against({}, creation(), system), Told{});
}

TEST(Change, whoever_may_import_creates_but_takes_no_event_by_that) {
  Actor importer = kOfficer;
  importer.is_importing = true;
  EXPECT_EQ(against({}, creation(), importer), Told{});
  EXPECT_EQ(against(created(), event("judge", {{index_of("amount"), Value(Decimal(7))}}), importer),
            Told{"flow.no_right"});
}

TEST(Change, a_role_of_another_level_is_another_role) {
  const Actor county_clerk{AccountId(9), {{org::Level::county, "clerk"}}};
  EXPECT_EQ(against({}, creation(), county_clerk), Told{"flow.no_right"});
}

TEST(Change, fields_are_locked_by_state_and_role) {
  EXPECT_EQ(against(created(), edit("verdict", Value(std::string("可"))), kClerk), Told{});
  EXPECT_EQ(against(created(), edit("verdict", Value(std::string("可"))), kOfficer),
            Told{"flow.field_locked"});
  EXPECT_EQ(against(judged(10), edit("verdict", Value(std::string("可"))), kClerk),
            Told{"flow.field_locked"});
  EXPECT_EQ(against(judged(10), edit("verdict", Value(std::string("可"))), kOfficer), Told{});
  EXPECT_EQ(against(judged(10), edit("amount", Value(Decimal(1))), kOfficer), Told{"flow.field_locked"});
}

TEST(Change, the_variant_of_an_event_follows_the_values_it_brings) {
  EXPECT_EQ(judged(49).state, "small");
  EXPECT_EQ(judged(50).state, "large");
  EXPECT_EQ(judged(50).path, (std::vector<record::Stay>{{"open", kDay}, {"large", kDay.plus_days(3)}}));
}

TEST(Change, an_event_asks_for_its_inputs) {
  EXPECT_EQ(against(created(), event("judge"), kClerk),
            (Told{"flow.input_needed", "flow.condition_not_met"}));
  EXPECT_EQ(against(created(), event("judge", {{index_of("amount"), Value(Decimal(7))}}), kClerk), Told{});
}

TEST(Change, an_input_may_be_set_although_the_state_locks_it) {
  EXPECT_EQ(against(judged(10), event("note", {{index_of("verdict"), Value(std::string("可"))}}), kClerk),
            Told{});
  EXPECT_EQ(against(judged(10), event("note", {{index_of("amount"), Value(Decimal(1))}}), kClerk),
            Told{"flow.field_locked"});
}

TEST(Change, an_event_without_a_target_stays_in_its_state) {
  const Record before = judged(10);
  const Record after =
      apply(programme(), before, event("note", {{index_of("verdict"), Value(std::string("可"))}}));
  EXPECT_EQ(after.state, "small");
  EXPECT_EQ(after.path, before.path);
  EXPECT_EQ(after.version, before.version + 1);
}

TEST(Change, unknown_events_wrong_states_and_wrong_roles_are_told_apart) {
  EXPECT_EQ(against(created(), event("erase"), kClerk), Told{"flow.no_such_event"});
  EXPECT_EQ(against(created(), event("close"), kClerk), Told{"flow.wrong_state"});
  EXPECT_EQ(against(created(), event("judge", {{index_of("amount"), Value(Decimal(7))}}), kNobody),
            Told{"flow.no_right"});
}

TEST(Change, a_condition_says_its_own_message) {
  const auto faults = can_apply(programme(), judged(10), event("close"), kOfficer, {});
  ASSERT_EQ(codes(faults), Told{"flow.condition_not_met"});
  EXPECT_EQ(faults.front().text(Language::zh), "先写意见");
  EXPECT_EQ(faults.front().text(Language::en), "Give the verdict first");
}

TEST(Change, who_judged_does_not_close) {
  Record record = judged(10);
  record.values[index_of("verdict")] = Value(std::string("可"));
  const DoneBy done{{"judge", AccountId(1)}};
  EXPECT_EQ(against(record, event("close"), kClerk, done), Told{"flow.same_person"});
  EXPECT_EQ(against(record, event("close"), kOtherClerk, done), Told{});
  // Only whoever did it last: after a return the other one judged.
  const DoneBy again{{"judge", AccountId(1)}, {"judge", AccountId(2)}};
  EXPECT_EQ(against(record, event("close"), kClerk, again), Told{});
  EXPECT_EQ(against(record, event("close"), kOtherClerk, again), Told{"flow.same_person"});
}

TEST(Change, a_reason_is_asked_where_the_file_wants_one) {
  EXPECT_EQ(against(judged(10), event("void"), kOfficer), Told{"flow.reason_needed"});
  Change with_reason = event("void");
  with_reason.reason = "重复登记";
  EXPECT_EQ(against(judged(10), with_reason, kOfficer), Told{});
}

TEST(Change, soft_reasons_travel_with_the_record) {
  Change change = creation();
  change.soft_reasons["2"] = "情况属实";
  const Record record = apply(programme(), blank(), change);
  EXPECT_EQ(record.soft_reasons.at("2"), "情况属实");
  EXPECT_EQ(apply(programme(), record, edit("amount", Value(Decimal(1)))).soft_reasons, record.soft_reasons);
}

TEST(Change, open_events_and_fields_are_those_of_the_role) {
  const auto names = [](const std::vector<const define::Event*>& events) {
    Told out;
    for (const define::Event* e : events) out.push_back(e->id);
    return out;
  };
  EXPECT_EQ(names(open_events(programme(), created(), kClerk)), Told{"judge"});
  EXPECT_EQ(names(open_events(programme(), judged(10), kOfficer)), (Told{"close", "void"}));
  EXPECT_TRUE(open_events(programme(), created(), kNobody).empty());
  EXPECT_EQ(open_fields(programme(), created(), kClerk).size(), 3u);
  EXPECT_EQ(open_fields(programme(), judged(10), kOfficer).size(), 1u);
}

TEST(Change, roles_are_told_in_words_once) {
  EXPECT_EQ(roles_text({{org::Level::township, "clerk"}, {org::Level::township, "clerk"}}), "乡镇妇联干事");
  EXPECT_EQ(roles_text({{org::Level::village, "chair"}, {org::Level::city, "officer"}}),
            "村居妇联主席、市业务科干部");
  EXPECT_EQ(roles_text({}), "无（只读）");
}

TEST(Change, apply_does_what_can_apply_allowed_after_any_sequence) {
  const uint32_t seed = 20110501;
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::vector<Actor> actors{kClerk, kOtherClerk, kOfficer, kNobody};
  const std::vector<std::string> events{"judge", "note", "close", "void", "erase"};
  int applied = 0;
  for (int run = 0; run < 300; ++run) {
    Record record = created();
    DoneBy done;
    for (int step = 0; step < 8; ++step) {
      const Actor& actor = actors[random() % actors.size()];
      Change change;
      switch (random() % 3) {
        case 0:
          change = edit("amount",
                        random() % 3 == 0 ? Value() : Value(Decimal(static_cast<int64_t>(random() % 120))));
          break;
        case 1:
          change = edit("verdict", random() % 2 == 0 ? Value() : Value(std::string("可")));
          break;
        default:
          change = event(events[random() % events.size()]);
          if (random() % 2 == 0)
            change.values = {{index_of("amount"), Value(Decimal(static_cast<int64_t>(random() % 120)))}};
          if (random() % 2 == 0) change.reason = "有因";
      }
      if (!can_apply(programme(), record, change, actor, done).empty()) continue;
      const Record after = apply(programme(), record, change);
      ++applied;
      EXPECT_EQ(after.version, record.version + 1);
      EXPECT_EQ(after.path.back().state, after.state);
      ASSERT_NE(programme().state(after.state), nullptr);
      EXPECT_TRUE(change.kind == Change::Kind::event || after.state == record.state);
      const Value& amount = after.values[index_of("amount")];
      const Value& twice = after.values[index_of("twice")];
      EXPECT_EQ(amount.is_blank(), twice.is_blank());
      if (change.kind == Change::Kind::event) done.emplace_back(change.event, actor.account);
      record = after;
    }
  }
  EXPECT_GT(applied, 200);
}

}  // namespace
}  // namespace jinguo::flow
