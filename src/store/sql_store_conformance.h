#pragma once
#include <atomic>
#include <future>
#include <map>
#include <thread>

#include "store/backup.h"
#include "store/sql_store_fixture.h"

namespace jinguo::store {

/// What the store must do on every engine.
template <class Engine>
class SqlStoreConformance : public StoreTest<Engine> {};

TYPED_TEST_SUITE_P(SqlStoreConformance);

TYPED_TEST_P(SqlStoreConformance, replaces_a_record_and_tells_its_history) {
  const auto programme = loans_programme();
  this->prepare(programme);
  record::Record first = test_record(*programme, 1);
  first.values = {Value(std::string("沂蒙女")), Value(Decimal::of(150, 1)), Value(), Value(std::string("a"))};
  record::Record second = first;
  second.version = 2;
  second.state = "filed";
  second.path.push_back({"filed", test_day("2011-06-02")});
  second.values[0] = Value(std::string("蒙山女"));
  second.values[1] = Value();
  this->box_->must([&](app::Writing& writing) {
    this->box_->save(writing, *programme, first);
    this->box_->save(writing, *programme, second, &first, "record.event.file");
    EXPECT_EQ(writing.history(*programme, first.id).size(), 2U);
    EXPECT_EQ(writing.done_by("loans", first.id),
              (std::vector<std::pair<std::string, AccountId>>{{"file", AccountId(3)}}));
  });
  EXPECT_TRUE(this->find(*programme, first.id) == second);
  const auto history =
      this->box_->look([&](app::Reading& reading) { return reading.history(*programme, first.id); });
  ASSERT_EQ(history.size(), 2U);
  EXPECT_EQ(history[0].from_state, "");
  EXPECT_EQ(history[0].to_state, "draft");
  ASSERT_EQ(history[0].changes.size(), 3U);
  EXPECT_EQ(history[0].changes[0].field, "name");
  EXPECT_EQ(history[0].changes[0].before, std::nullopt);
  EXPECT_EQ(history[0].changes[0].after, "沂蒙女");
  EXPECT_EQ(history[0].changes[1].after, "15");
  EXPECT_EQ(history[1].from_state, "draft");
  EXPECT_EQ(history[1].to_state, "filed");
  ASSERT_EQ(history[1].changes.size(), 2U);
  EXPECT_EQ(history[1].changes[0].before, "沂蒙女");
  EXPECT_EQ(history[1].changes[0].after, "蒙山女");
  EXPECT_EQ(history[1].changes[1].after, std::nullopt);
  EXPECT_EQ(history[1].entry.hash.size(), 64U);
  EXPECT_EQ(history[1].entry.post, "township.clerk@371302101");
  this->box_->store->read([&](app::Reading& reading) {
    EXPECT_EQ(reading.changed_since("loans", Position(0)), std::vector<RecordId>{first.id});
    EXPECT_EQ(reading.changed_since("loans", Position(2)), std::vector<RecordId>{});
    EXPECT_EQ(reading.list_log(Position(0), 10, "").size(), 2U);
    EXPECT_EQ(reading.list_log(Position(0), 1, "")[0].position, Position(1));
    EXPECT_EQ(reading.list_log(Position(0), 10, "record.event.").size(), 1U);
    EXPECT_EQ(reading.list_log(Position(0), 10, "record.ev%").size(), 0U);
    EXPECT_EQ(reading.list_log_newest(1, "record.", "")[0].position, Position(2));
    EXPECT_EQ(reading.list_log_newest(9, "", first.id.to_text()).size(), 2U);
    EXPECT_EQ(reading.list_log_newest(9, "", "another").size(), 0U);
  });
}

TYPED_TEST_P(SqlStoreConformance, a_destroyed_key_erases_the_person_and_nothing_else) {
  const auto programme = loans_programme();
  this->prepare(programme);
  record::Record record = test_record(*programme, 1);
  record.values = {Value(std::string("沂蒙女")), Value(Decimal(500)), Value(std::string("养殖")), Value()};
  this->box_->must([&](app::Writing& writing) {
    this->box_->save(writing, *programme, record);
    writing.put_document("person", "p1", "{\"name\":\"沂蒙女\"}");
    writing.put_document("person", "p2", "{\"name\":\"蒙山女\"}");
  });
  const std::string before = this->box_->store->backup((this->box_->folder / "a").string())->records_digest;
  this->box_->tamper([&](Connection& connection) {
    EXPECT_EQ(connection.execute("DELETE FROM seal_key WHERE subject = ? OR subject = 'person/p1'",
                                 {"record/loans/" + record.id.to_text()}),
              2);
  });
  const auto found = this->find(*programme, record.id);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->values[0].is_blank());
  EXPECT_EQ(found->values[1], record.values[1]);
  EXPECT_EQ(found->values[2], record.values[2]);
  this->box_->store->read([&](app::Reading& reading) {
    const auto history = reading.history(*programme, record.id);
    ASSERT_EQ(history.size(), 1U);
    ASSERT_EQ(history[0].changes.size(), 3U);
    EXPECT_EQ(history[0].changes[0].field, "name");
    EXPECT_EQ(history[0].changes[0].after, std::nullopt);
    EXPECT_EQ(history[0].changes[1].after, "500");
    EXPECT_EQ(reading.find_document("person", "p1"), std::nullopt);
    EXPECT_EQ(reading.find_document("person", "p2"), "{\"name\":\"蒙山女\"}");
    std::string keys;
    reading.scan_documents("person", "", [&](std::string_view key, std::string_view) { keys += key; });
    EXPECT_EQ(keys, "p2");
    EXPECT_EQ(reading.digest({}).records_digest, before);
  });
  EXPECT_EQ(this->box_->faults(), "");
}

TYPED_TEST_P(SqlStoreConformance, a_unique_key_has_one_holder) {
  const RecordId a = test_id(1), b = test_id(2);
  this->box_->must([&](app::Writing& writing) {
    EXPECT_TRUE(writing.claim_unique("loans", a, {"unit=#7|period=2011-H1|", "no=1|"}));
    EXPECT_EQ(writing.find_unique("loans", "no=1|"), a);
    const auto refused = writing.claim_unique("loans", b, {"no=2|", "unit=#7|period=2011-H1|"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), "app.not_unique");
    EXPECT_EQ(refused.error().args()[0], "unit=#7，period=2011-H1");
    EXPECT_EQ(writing.find_unique("loans", "no=2|"), std::nullopt);
    EXPECT_TRUE(writing.claim_unique("elections", b, {"no=1|"}));
    EXPECT_TRUE(writing.claim_unique("loans", a, {"no=1|", "no=3|"}));
    EXPECT_TRUE(writing.claim_unique("loans", b, {"unit=#7|period=2011-H1|"}));
    EXPECT_TRUE(writing.claim_unique("loans", a, {}));
  });
  this->box_->store->read([&](app::Reading& reading) {
    EXPECT_EQ(reading.find_unique("loans", "no=1|"), std::nullopt);
    EXPECT_EQ(reading.find_unique("loans", "unit=#7|period=2011-H1|"), b);
    EXPECT_EQ(reading.find_unique("elections", "no=1|"), b);
  });
}

TYPED_TEST_P(SqlStoreConformance, keeps_documents_and_answers) {
  constexpr app::Instant kDay = 24LL * 3600 * 1000;
  this->box_->must([&](app::Writing& writing) {
    writing.put_document("post", "a/1/1", "one");
    writing.put_document("post", "a/1/2", "two");
    writing.put_document("post", "a/10", "ten");
    writing.put_document("post", "b", "other");
    writing.put_document("post", "a/1/2", "zwei");
    writing.put_document("closure", "a/1/9", "nine");
    writing.put_document("post", "gone", "x");
    writing.delete_document("post", "gone");
    writing.keep_answer(AccountId(1), "k", {"hash", 201, "{\"name\":\"沂蒙女\"}"}, 0);
    writing.keep_answer(AccountId(1), "young", {"hash", 200, "{}"}, 170 * kDay);
    EXPECT_EQ(writing.find_answer(AccountId(1), "k")->status, 201);
  });
  this->box_->store->read([&](app::Reading& reading) {
    std::string seen;
    reading.scan_documents("post", "a/1/", [&](std::string_view key, std::string_view body) {
      seen += std::string(key) + "=" + std::string(body) + " ";
    });
    EXPECT_EQ(seen, "a/1/1=one a/1/2=zwei ");
    EXPECT_EQ(reading.find_document("post", "gone"), std::nullopt);
    EXPECT_EQ(reading.find_document("post", "b"), "other");
    const auto answer = reading.find_answer(AccountId(1), "k");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->request_hash, "hash");
    EXPECT_EQ(answer->body, "{\"name\":\"沂蒙女\"}");
    EXPECT_FALSE(reading.find_answer(AccountId(2), "k"));
  });
  this->box_->must([&](app::Writing& writing) {
    writing.keep_answer(AccountId(1), "new", {"h", 200, "{}"}, 200 * kDay);
  });
  this->box_->store->read([&](app::Reading& reading) {
    EXPECT_FALSE(reading.find_answer(AccountId(1), "k"));
    EXPECT_TRUE(reading.find_answer(AccountId(1), "young"));
  });
}

TYPED_TEST_P(SqlStoreConformance, the_log_refuses_every_change) {
  this->box_->must([&](app::Writing& writing) {
    app::LogEntry entry;
    entry.action = "session.open";
    writing.append(entry);
  });
  const auto refused = [](const auto& act) {
    try {
      act();
    } catch (const SqlFailure&) {
      return true;
    }
    return false;
  };
  this->box_->tamper([&](Connection& connection) {
    EXPECT_TRUE(refused([&] { connection.execute("UPDATE log SET action = 'x'"); }));
    EXPECT_TRUE(refused([&] { connection.execute("DELETE FROM log"); }));
    EXPECT_TRUE(connection.dialect() == Dialect::sqlite ||
                refused([&] { connection.execute("TRUNCATE log"); }));
    EXPECT_EQ(connection.query_integer("SELECT count(*) FROM log"), 1);
  });
}

TYPED_TEST_P(SqlStoreConformance, what_is_altered_by_hand_is_named) {
  const auto programme = loans_programme();
  this->prepare(programme);
  const auto drop_guards = [](Connection& connection) {
    if (connection.dialect() == Dialect::sqlite) {
      connection.execute("DROP TRIGGER log_keeps_rows");
      connection.execute("DROP TRIGGER log_keeps_all");
    } else {
      connection.execute("DROP TRIGGER log_keeps_rows ON log");
    }
  };
  this->box_->must([&](app::Writing& writing) {
    for (uint64_t n = 1; n <= 6; ++n) {
      record::Record record = test_record(*programme, n);
      record.values[0] = Value(std::string("沂蒙女"));
      record.values[1] = Value(Decimal(100));
      this->box_->save(writing, *programme, record);
    }
  });
  EXPECT_EQ(this->box_->faults(), "");
  this->box_->tamper([&](Connection& connection) {
    connection.execute("UPDATE p_loans SET f_amount = f_amount + 1 WHERE id = ?", {test_id(2)});
    connection.execute("UPDATE p_loans SET unit = 8 WHERE id = ?", {test_id(3)});
    connection.execute("DELETE FROM p_loans WHERE id = ?", {test_id(4)});
  });
  Diagnostics faults = this->box_->store->verify_chain();
  std::map<std::string, std::string> told;
  for (const Error& fault : faults) told[fault.args()[1]] = fault.code();
  EXPECT_EQ(told, (std::map<std::string, std::string>{{test_id(2).to_text(), "store.row_altered"},
                                                      {test_id(3).to_text(), "store.row_altered"},
                                                      {test_id(4).to_text(), "store.row_missing"}}));
  this->box_->tamper([&](Connection& connection) {
    drop_guards(connection);
    connection.execute("UPDATE log SET account = 4 WHERE position = 5");
  });
  EXPECT_NE(this->box_->faults().find("store.chain_broken 5;"), std::string::npos);
  EXPECT_EQ(this->box_->faults().find("store.chain_broken 6;"), std::string::npos);
  this->box_->tamper([&](Connection& connection) {
    connection.execute("DELETE FROM log WHERE position = 5");
    connection.execute("UPDATE p_loans SET state = 'filed' WHERE id = ?", {test_id(6)});
  });
  EXPECT_NE(this->box_->faults().find("store.chain_broken 6;"), std::string::npos);
  this->box_->tamper(
      [&](Connection& connection) { connection.execute("DELETE FROM log WHERE position = 6"); });
  EXPECT_NE(this->box_->faults().find("store.row_unlogged loans;"), std::string::npos);
}

TYPED_TEST_P(SqlStoreConformance, a_refused_command_leaves_no_trace_in_its_group) {
  const auto programme = loans_programme();
  this->prepare(programme);
  std::promise<void> gate;
  std::shared_future<void> opened = gate.get_future().share();
  std::vector<std::future<std::string>> answers;
  std::string order;
  this->box_->store->submit(
      [&, opened](app::Writing& writing) -> Result<app::Committed> {
        opened.wait();
        return app::Committed{writing.head(), {}};
      },
      [](Result<Position>) {});
  for (uint64_t n = 1; n <= 30; ++n) {
    const auto answer = std::make_shared<std::promise<std::string>>();
    answers.push_back(answer->get_future());
    this->box_->store->submit(
        [&, n](app::Writing& writing) -> Result<app::Committed> {
          this->box_->save(writing, *programme, test_record(*programme, n));
          writing.put_document("seen", std::to_string(n), "yes");
          if (n % 3 == 0) return Error(kRefusedByTest);
          if (n % 7 == 0) throw Failure("the work broke");
          return app::Committed{writing.head(), [&order, n] { order += std::to_string(n) + " "; }};
        },
        [answer](Result<Position> done) {
          answer->set_value(done ? std::to_string(done->number()) : std::string(done.error().code()));
        });
  }
  gate.set_value();
  int64_t expected = 0;
  std::string expected_order;
  for (uint64_t n = 1; n <= 30; ++n) {
    const std::string answer = answers[n - 1].get();
    if (n % 3 == 0) {
      EXPECT_EQ(answer, "test.refused");
    } else if (n % 7 == 0) {
      EXPECT_EQ(answer, "store.failed");
    } else {
      EXPECT_EQ(answer, std::to_string(++expected));
      expected_order += std::to_string(n) + " ";
    }
  }
  EXPECT_EQ(order, expected_order);
  this->box_->store->read([&](app::Reading& reading) {
    EXPECT_EQ(reading.head(), Position(expected));
    EXPECT_EQ(reading.list_log(Position(0), 100, "").size(), static_cast<size_t>(expected));
    EXPECT_TRUE(reading.find_record(*programme, test_id(3)) == std::nullopt);
    EXPECT_EQ(reading.find_document("seen", "3"), std::nullopt);
    EXPECT_EQ(reading.find_document("seen", "4"), "yes");
  });
  EXPECT_EQ(this->box_->faults(), "");
}

TYPED_TEST_P(SqlStoreConformance, saves_the_tree_by_its_differences) {
  EXPECT_EQ(this->box_->look([](app::Reading& reading) { return reading.load_tree(); }).size(), 0U);
  const org::Tree first =
      test_tree(org::Tree(),
                "open 1949-10-01 code=37 level=province name=山东省\n"
                "open 1949-10-01 code=3713 level=city name=临沂市 parent=37 shard=7\n"
                "open 1949-10-01 code=371302 level=county name=兰山区 parent=3713\n"
                "open 1949-10-01 code=371324 level=county name=苍山县 parent=3713\n"
                "open 2000-01-01 code=371371 level=county name=高新区 parent=3713 zone=yes "
                "within=371302\n"
                "open 1949-10-01 code=371302101 level=township name=白沙埠镇 parent=371302\n");
  this->box_->must([&](app::Writing& writing) { writing.save_tree(org::Tree(), first); });
  const auto same = [](const org::Tree& a, const org::Tree& b) {
    if (a.size() != b.size()) return false;
    for (uint32_t u = 1; u <= a.size(); ++u)
      if (!org::same_facts(a.unit(UnitId(u)), b.unit(UnitId(u)))) return false;
    return true;
  };
  const auto stored = [&] {
    return this->box_->look([](app::Reading& reading) { return reading.load_tree(); });
  };
  EXPECT_TRUE(same(stored(), first));
  const org::Tree second = test_tree(first,
                                     "rename 2014-01-01 unit=371324 name=兰陵县\n"
                                     "move 2012-01-01 unit=371302101 parent=371371\n"
                                     "open 2012-01-01 code=371329 level=county name=临沭县 parent=3713\n");
  this->box_->must([&](app::Writing& writing) {
    writing.save_tree(first, second);
    EXPECT_TRUE(same(writing.load_tree(), second));
  });
  EXPECT_TRUE(same(stored(), second));
}

TYPED_TEST_P(SqlStoreConformance, a_backup_is_taken_while_serving_and_restores_the_same) {
  const auto programme = every_type_programme();
  this->prepare(programme);
  std::mt19937 random(7);
  const auto add = [&](uint64_t n) {
    record::Record record = test_record(*programme, n);
    for (size_t i = 0; i < record.values.size(); ++i)
      if (random() % 2 == 0) record.values[i] = sample_value(programme->fields[i], random);
    this->box_->must([&](app::Writing& writing) { this->box_->save(writing, *programme, record); });
    return record;
  };
  for (uint64_t n = 1; n <= 50; ++n) add(n);
  const record::Record kept = add(51);
  this->box_->must([&](app::Writing& writing) {
    writing.put_document("person", "p1", "沂蒙女");
    writing.save_tree(org::Tree(),
                      test_tree(org::Tree(), "open 1949-10-01 code=37 level=province name=山东省\n"));
    EXPECT_TRUE(writing.claim_unique("every_type", kept.id, {"no=1|"}));
  });
  const std::string file = (this->box_->folder / "backup").string();
  std::atomic<bool> is_over = false;
  std::thread busy([&] {
    for (uint64_t n = 100; !is_over; ++n)
      this->box_->must([&](app::Writing& writing) {
        writing.put_document("noise", std::to_string(n), "x");
        app::LogEntry entry;
        entry.action = "noise";
        writing.append(entry);
      });
  });
  const auto digest = this->box_->store->backup(file);
  is_over = true;
  busy.join();
  ASSERT_TRUE(digest);
  EXPECT_EQ(digest->records, 51);
  EXPECT_FALSE(std::filesystem::exists(file + ".part"));
  EXPECT_EQ(check_backup(file)->digest.records_digest, digest->records_digest);

  std::string name = (std::filesystem::temp_directory_path() / "jinguo-restore.XXXXXX").string();
  ASSERT_NE(::mkdtemp(name.data()), nullptr);
  StoreOptions target = this->box_->options();
  target.data_dir = std::filesystem::path(name) / "data";
  const auto restored = restore_backup(file, target);
  ASSERT_TRUE(restored) << restored.error().text(Language::en);
  EXPECT_EQ(restored->head_hash, digest->head_hash);
  EXPECT_EQ(restore_backup(file, target).error().code(), "store.not_empty");
  {
    const auto copy = std::move(open_store(target).value());
    EXPECT_TRUE(copy->verify_chain().empty());
    copy->read([&](app::Reading& reading) {
      EXPECT_EQ(reading.digest({programme}).records_digest, digest->records_digest);
      EXPECT_TRUE(reading.find_record(*programme, kept.id) == kept);
      EXPECT_EQ(reading.find_document("person", "p1"), "沂蒙女");
      EXPECT_EQ(reading.find_unique("every_type", "no=1|"), kept.id);
      EXPECT_EQ(reading.load_tree().size(), 1U);
    });
    EXPECT_TRUE(copy->perform([&](app::Writing& writing) -> Result<app::Committed> {
      record::Record record = test_record(*programme, 900);
      this->box_->save(writing, *programme, record);
      return app::Committed{writing.head(), {}};
    }));
    EXPECT_TRUE(copy->verify_chain().empty());
  }
  std::filesystem::remove_all(name);
}

TYPED_TEST_P(SqlStoreConformance, random_commands_agree_with_a_plain_map) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const auto programme = loans_programme();
  this->prepare(programme);
  std::map<RecordId, record::Record> model;
  std::map<std::string, RecordId> keys;
  int64_t head = 0;
  for (int step = 0; step < 150; ++step) {
    if (random() % 40 == 0) this->box_->reopen();
    auto next = model;
    auto next_keys = keys;
    int64_t next_head = head;
    const bool is_refused = random() % 4 == 0;
    const std::string answer = this->box_->run([&](app::Writing& writing) -> Result<void> {
      next = model;
      next_keys = keys;
      next_head = head;
      for (uint32_t i = 0; i < random() % 5 + 1; ++i) {
        const RecordId id = test_id(random() % 30);
        const auto known = writing.find_record(*programme, id);
        const bool is_there = next.count(id) > 0;
        EXPECT_EQ(known.has_value(), is_there);
        if (known && is_there) {
          EXPECT_TRUE(*known == next[id]);
        }
        record::Record record =
            known ? *known : test_record(*programme, 0, static_cast<uint32_t>(random() % 5 + 1));
        record.id = id;
        if (known) ++record.version;
        for (size_t f = 0; f < record.values.size(); ++f)
          if (random() % 2 == 0)
            record.values[f] = random() % 4 == 0 ? Value() : sample_value(programme->fields[f], random);
        const std::string key = "k" + std::to_string(random() % 10);
        const auto holder = next_keys.find(key);
        const bool is_taken = holder != next_keys.end() && holder->second != id;
        EXPECT_EQ(writing.claim_unique("loans", id, {key}).has_value(), !is_taken);
        if (!is_taken) {
          std::erase_if(next_keys, [&](const auto& entry) { return entry.second == id; });
          next_keys[key] = id;
        }
        this->box_->save(writing, *programme, record, known ? &*known : nullptr);
        next[id] = record;
        ++next_head;
        EXPECT_EQ(writing.head(), Position(next_head));
      }
      if (is_refused) return Error(kRefusedByTest);
      return {};
    });
    EXPECT_EQ(answer, is_refused ? "test.refused" : std::to_string(next_head));
    if (is_refused) continue;
    model = next;
    keys = next_keys;
    head = next_head;
  }
  std::map<RecordId, record::Record> stored;
  this->box_->store->read([&](app::Reading& reading) {
    EXPECT_EQ(reading.head(), Position(head));
    reading.scan_records(*programme, [&](const record::Record& record) { stored[record.id] = record; });
    for (const auto& [key, id] : keys) EXPECT_EQ(reading.find_unique("loans", key), id);
  });
  EXPECT_TRUE(stored == model);
  EXPECT_EQ(this->box_->faults(), "");
}

REGISTER_TYPED_TEST_SUITE_P(SqlStoreConformance, replaces_a_record_and_tells_its_history,
                            a_destroyed_key_erases_the_person_and_nothing_else, a_unique_key_has_one_holder,
                            keeps_documents_and_answers, the_log_refuses_every_change,
                            what_is_altered_by_hand_is_named, a_refused_command_leaves_no_trace_in_its_group,
                            saves_the_tree_by_its_differences,
                            a_backup_is_taken_while_serving_and_restores_the_same,
                            random_commands_agree_with_a_plain_map);

}  // namespace jinguo::store
