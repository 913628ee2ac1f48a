#include <gtest/gtest.h>
#include <sodium.h>

#include <cstdlib>

#include "app/accounts.h"
#include "app/documents.h"
#include "http/stream_source.h"
#include "world.h"

namespace jinguo::matrix {
namespace {

using http::Method;

constexpr int64_t kMinute = 60'000;

/// One world for all of them; each test uses accounts of its own.
class RightsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    std::string name = (std::filesystem::temp_directory_path() / "jinguo-rights-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    world_ = std::make_unique<World>(std::filesystem::current_path(), folder_);
    security_ = world_->sign_in("security.37");
  }
  static void TearDownTestSuite() {
    world_.reset();
    std::filesystem::remove_all(folder_);
  }

  static int status(Method method, const std::string& path, const std::string& session,
                    const json::value& body = nullptr) {
    return world_->send(method, path, session, body).status;
  }
  static json::value answer(Method method, const std::string& path, const std::string& session,
                            const json::value& body = nullptr) {
    return json::parse(world_->send(method, path, session, body).body);
  }
  static http::Response sign_in(const std::string& account, const std::string& password) {
    return world_->send(Method::post, "/api/session", "",
                        json::object{{"account", account}, {"password", password}});
  }
  static std::string post_of(const std::string& account) {
    const json::value page = answer(Method::get, "/api/accounts?search=" + account, security_);
    for (const json::value& item : page.at("accounts").as_array())
      if (item.at("account").as_string() == account)
        return std::to_string(item.at("posts").as_array().at(0).at("id").to_number<int64_t>());
    return "";
  }
  /// A new account; gives the token of its one-time link.
  static std::string create(const std::string& account, const std::string& role, const std::string& unit) {
    const json::value made = answer(Method::post, "/api/accounts", security_,
                                    json::object{{"account", account},
                                                 {"name", "新人"},
                                                 {"posts", json::array{{{"role", role}, {"unit", unit}}}}});
    return std::string(made.at("link").as_string()).substr(std::string("/first/").size());
  }
  static http::Response use_link(const std::string& token, const std::string& password) {
    return world_->send(Method::post, "/api/first-link", "",
                        json::object{{"token", token}, {"password", password}});
  }

  static inline std::filesystem::path folder_;
  static inline std::unique_ptr<World> world_;
  static inline std::string security_;
};

TEST_F(RightsTest, a_password_is_kept_as_argon2id_with_a_salt_of_its_own) {
  const std::string one = app::hash_password("one and the same"),
                    two = app::hash_password("one and the same");
  EXPECT_TRUE(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << one;
  EXPECT_NE(one, two);
  EXPECT_EQ(crypto_pwhash_str_verify(one.c_str(), "one and the same", 16), 0);
  world_->store().read([](app::Reading& reading) {
    reading.scan_documents(app::kAccountDocuments, "", [](std::string_view, std::string_view body) {
      EXPECT_EQ(body.find(kPassword), std::string_view::npos);
    });
  });
}

TEST_F(RightsTest, five_failures_lock_an_account_for_a_quarter_of_an_hour) {
  world_->set_peer("198.51.100.1");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(sign_in("leader.3714", "wrong").status, 401);
  EXPECT_EQ(sign_in("leader.3714", std::string(kPassword)).status, 429);
  world_->set_peer("198.51.100.2");
  EXPECT_EQ(sign_in("leader.3714", std::string(kPassword)).status, 429) << "also from elsewhere";
  EXPECT_EQ(sign_in("officer.3714", std::string(kPassword)).status, 200) << "others may";
  world_->advance(15 * kMinute + 1);
  EXPECT_EQ(sign_in("leader.3714", std::string(kPassword)).status, 200);
  world_->set_peer("192.0.2.1");
}

TEST_F(RightsTest, twenty_failures_lock_a_source_whatever_accounts_it_tries) {
  world_->set_peer("198.51.100.9");
  for (int i = 0; i < 20; ++i) EXPECT_EQ(sign_in("guess" + std::to_string(i), "wrong").status, 401);
  EXPECT_EQ(sign_in("officer.3714", std::string(kPassword)).status, 429);
  world_->set_peer("192.0.2.1");
  EXPECT_EQ(sign_in("officer.3714", std::string(kPassword)).status, 200);
}

TEST_F(RightsTest, an_unknown_account_and_a_closed_one_are_answered_like_a_wrong_password) {
  const auto wrong = sign_in("officer.371402", "wrong");
  EXPECT_EQ(wrong.status, 401);
  for (const auto& [account, password] : {std::pair<std::string, std::string>{"there.is.none", "wrong"},
                                          {"closed.head", std::string(kPassword)},
                                          {std::string(5000, 'x'), "wrong"}}) {
    const auto other = sign_in(account, password);
    EXPECT_EQ(other.status, wrong.status);
    EXPECT_EQ(other.body, wrong.body);
    EXPECT_FALSE(other.headers.find("Set-Cookie"));
  }
}

TEST_F(RightsTest, a_first_link_works_once_within_three_days) {
  const std::string token = create("new.leader", "leader", "371302");
  EXPECT_EQ(use_link(token, "short").status, 422) << "a weak password leaves the link";
  const auto used = use_link(token, "a long enough one");
  EXPECT_EQ(used.status, 200);
  EXPECT_TRUE(used.headers.find("Set-Cookie"));
  EXPECT_EQ(use_link(token, "another long one").status, 410);
  EXPECT_FALSE(world_->sign_in("new.leader", "a long enough one").empty());
  EXPECT_TRUE(world_->sign_in("new.leader", "another long one").empty());

  const std::string late = create("late.leader", "leader", "371302");
  world_->advance(3 * 24 * 60 * kMinute + 1);
  EXPECT_EQ(use_link(late, "a long enough one").status, 410);
  security_ = world_->sign_in("security.37");
}

TEST_F(RightsTest, a_newer_link_and_a_closing_end_the_older_link) {
  const std::string older = create("twice.leader", "leader", "371302");
  const json::value renewed =
      answer(Method::post, "/api/accounts/twice.leader/link", security_, json::object());
  const std::string newer = std::string(renewed.at("link").as_string()).substr(7);
  EXPECT_EQ(use_link(older, "a long enough one").status, 410);
  EXPECT_EQ(status(Method::post, "/api/accounts/twice.leader/close", security_, json::object()), 200);
  EXPECT_EQ(use_link(newer, "a long enough one").status, 410);
}

TEST_F(RightsTest, a_link_sent_again_under_the_same_key_gives_no_second_session) {
  const std::string token = create("key.leader", "leader", "371302");
  const json::object body{{"token", token}, {"password", "a long enough one"}};
  EXPECT_EQ(world_->send(Method::post, "/api/first-link", "", body, "one-key").status, 200);
  EXPECT_EQ(world_->send(Method::post, "/api/first-link", "", body, "one-key").status, 410);
  const json::object signing{{"account", "key.leader"}, {"password", "a long enough one"}};
  const auto first = world_->send(Method::post, "/api/session", "", signing, "two-key");
  const auto second = world_->send(Method::post, "/api/session", "", signing, "two-key");
  EXPECT_NE(*first.headers.find("Set-Cookie"), *second.headers.find("Set-Cookie"));
  std::string cookie(*second.headers.find("Set-Cookie"));
  cookie = cookie.substr(7, cookie.find(';') - 7);
  EXPECT_EQ(status(Method::get, "/api/session", cookie), 200);
}

TEST_F(RightsTest, a_session_ends_with_the_post_and_with_its_day) {
  const std::string session = world_->sign_in("officer.371323");
  EXPECT_EQ(status(Method::get, "/api/session", session), 200);
  EXPECT_EQ(
      status(Method::post, "/api/posts/" + post_of("officer.371323") + "/end", security_, json::object()),
      200);
  EXPECT_EQ(status(Method::get, "/api/session", session), 401);
  const std::string again = world_->sign_in("officer.371323");
  EXPECT_EQ(status(Method::get, "/api/programmes/elections/records", again), 403) << "without the right";

  const std::string day = world_->sign_in("leader.371323");
  world_->advance(24 * 60 * kMinute + 1);
  EXPECT_EQ(status(Method::get, "/api/session", day), 401);
  security_ = world_->sign_in("security.37");
}

TEST_F(RightsTest, a_post_handed_over_takes_its_rights_along) {
  const std::string path = "/api/programmes/shelter/records";
  const std::string old = world_->sign_in("clerk.371402101"), next = world_->sign_in("postless");
  EXPECT_EQ(status(Method::get, path, old), 200);
  EXPECT_EQ(status(Method::get, path, next), 403);
  EXPECT_EQ(status(Method::post, "/api/posts/" + post_of("clerk.371402101") + "/handover", security_,
                   json::object{{"to", "postless"}}),
            200);
  EXPECT_EQ(status(Method::get, path, old), 401);
  const json::value records = answer(Method::get, path, next);
  EXPECT_EQ(records.at("total").to_number<int64_t>(), 2) << "at once, in the session that is open";
}

TEST_F(RightsTest, closing_an_account_ends_its_sessions_streams_and_posts) {
  const std::string session = world_->sign_in("head.371402");
  const auto stream = world_->send(Method::get, "/api/events", session);
  ASSERT_EQ(stream.status, 200);
  ASSERT_TRUE(stream.stream);
  EXPECT_FALSE(stream.stream->is_over());
  EXPECT_EQ(status(Method::post, "/api/accounts/head.371402/close", security_, json::object()), 200);
  EXPECT_EQ(status(Method::get, "/api/session", session), 401);
  EXPECT_TRUE(world_->sign_in("head.371402").empty());
  EXPECT_TRUE(stream.stream->is_over());
  const json::value page = answer(Method::get, "/api/accounts?search=head.371402", security_);
  for (const json::value& item : page.at("accounts").as_array())
    if (item.at("account").as_string() == "head.371402") {
      EXPECT_TRUE(item.at("posts").as_array().empty());
    }
}

TEST_F(RightsTest, a_stream_tells_only_of_units_whose_figures_one_reads) {
  const auto listen = [&](const std::string& account) {
    return world_->send(Method::get, "/api/events", world_->sign_in(account)).stream;
  };
  const auto told = [](http::StreamSource& stream) {
    std::vector<http::StreamSource::Chunk> chunks;
    stream.take(chunks);
    std::string out;
    for (const auto& chunk : chunks) out += *chunk;
    return out;
  };
  const auto above = listen("head.3713"), elsewhere = listen("chair.371402101201"),
             beside = listen("chair.371302101202"), bank = listen("bank.3713");
  const std::string chair = world_->sign_in("chair.371302102201");
  ASSERT_EQ(status(Method::post, "/api/programmes/visits/records", chair,
                   json::object{{"unit", "371302102201"},
                                {"period", "2011-03"},
                                {"values", {{"visited_on", "2011-03-11"}}}}),
            200);
  EXPECT_NE(told(*above).find("371302102201"), std::string::npos);
  for (const auto& stream : {elsewhere, beside, bank})
    EXPECT_EQ(told(*stream).find("371302102201"), std::string::npos);
}

TEST_F(RightsTest, a_stream_ends_after_an_hour_so_that_its_rights_are_judged_anew) {
  const auto record = [&](const std::string& period) {
    const std::string chair = world_->sign_in("chair.371302102201");
    return status(
        Method::post, "/api/programmes/visits/records", chair,
        json::object{
            {"unit", "371302102201"}, {"period", period}, {"values", {{"visited_on", period + "-12"}}}});
  };
  const auto stream = world_->send(Method::get, "/api/events", world_->sign_in("head.3713")).stream;
  ASSERT_EQ(record("2011-04"), 200);
  EXPECT_FALSE(stream->is_over());
  world_->advance(61 * kMinute);
  const auto fresh = world_->send(Method::get, "/api/events", world_->sign_in("head.3713")).stream;
  ASSERT_EQ(record("2011-05"), 200);
  EXPECT_TRUE(stream->is_over());
  EXPECT_FALSE(fresh->is_over());
}

TEST_F(RightsTest, text_that_no_store_keeps_is_refused_before_it_is_tried) {
  const std::string chair = world_->sign_in("chair.371302102201");
  const json::object body{{"unit", "371302102201"}, {"period", "2011-03"}, {"values", json::object()}};
  json::object with_nul = body;
  with_nul["reason"] = std::string("a\0b", 3);
  json::object named_nul = body;
  named_nul[std::string("a\0b", 3)] = 1;
  for (const json::object& bad : {with_nul, named_nul})
    EXPECT_EQ(status(Method::post, "/api/programmes/visits/records", chair, bad), 400);
  const auto by_header =
      world_->send(Method::post, "/api/programmes/visits/records", chair, body, "broken \xff key");
  EXPECT_EQ(by_header.status, 422);
  EXPECT_NE(by_header.body.find("Idempotency-Key"), std::string::npos);
}

TEST_F(RightsTest, a_deputyship_ends_by_its_date_and_can_be_taken_away_before) {
  const json::object post{{"account", "leader.371402"},
                          {"role", "officer"},
                          {"unit", "371402"},
                          {"deputy", true},
                          {"last", "2011-07-20"}};
  const std::string session = world_->sign_in("leader.371402");
  const std::string edit = "/api/missing/weekly_note?unit=371402&period=2011-06";
  ASSERT_EQ(status(Method::get, edit, session), 200);
  const json::value given = answer(Method::post, "/api/posts", security_, post);
  ASSERT_EQ(given.at("posts").as_array().size(), 2u);
  world_->set_today(*Date::parse("2011-07-21"));
  EXPECT_EQ(answer(Method::get, "/api/session", session).at("posts").as_array().size(), 1u);
  world_->set_today(*Date::parse("2011-07-15"));
  EXPECT_EQ(answer(Method::get, "/api/session", session).at("posts").as_array().size(), 2u);
  const auto id = given.at("posts").as_array().back().at("id").to_number<int64_t>();
  EXPECT_EQ(status(Method::post, "/api/posts/" + std::to_string(id) + "/end", security_, json::object()),
            200);
  EXPECT_EQ(status(Method::get, "/api/session", session), 401);
}

TEST_F(RightsTest, signing_in_gives_a_new_session_and_ends_the_one_before) {
  const std::string first = world_->sign_in("officer.37");
  const auto second = world_->send(Method::post, "/api/session", first,
                                   json::object{{"account", "officer.37"}, {"password", kPassword}});
  const std::string cookie(*second.headers.find("Set-Cookie"));
  EXPECT_EQ(cookie.find(first), std::string::npos);
  EXPECT_EQ(status(Method::get, "/api/session", first), 401);
  const auto planted = world_->send(Method::post, "/api/session", std::string(32, 'b'),
                                    json::object{{"account", "officer.37"}, {"password", kPassword}});
  EXPECT_EQ(planted.headers.find("Set-Cookie")->find(std::string(32, 'b')), std::string_view::npos);
}

TEST_F(RightsTest, the_cookie_is_kept_from_scripts_and_other_sites) {
  http::Request request;
  request.method = Method::post;
  request.path = "/api/session";
  request.peer = "192.0.2.1";
  request.headers.add("Content-Type", "application/json");
  request.body = json::serialize(json::object{{"account", "officer.37"}, {"password", kPassword}});
  const auto is_plain = [](std::string_view cookie) {
    return cookie.find("; HttpOnly") != std::string_view::npos &&
           cookie.find("; SameSite=Strict") != std::string_view::npos &&
           cookie.find("; Path=/") != std::string_view::npos;
  };
  const std::string open(*world_->real().answer(request).headers.find("Set-Cookie"));
  EXPECT_TRUE(open.starts_with("jinguo=") && is_plain(open)) << open;
  request.is_secure = true;
  const std::string secure(*world_->real().answer(request).headers.find("Set-Cookie"));
  EXPECT_TRUE(secure.starts_with("__Host-jinguo=") && is_plain(secure)) << secure;
  EXPECT_NE(secure.find("; Secure"), std::string::npos);
}

TEST_F(RightsTest, system_security_and_audit_administrators_are_three_people) {
  const auto give = [&](const std::string& account, const std::string& role) {
    return status(Method::post, "/api/posts", security_,
                  json::object{{"account", account}, {"role", role}, {"unit", "3714"}});
  };
  EXPECT_EQ(give("operator.3714", "auditor"), 409);
  EXPECT_EQ(give("auditor.3714", "security"), 409);
  EXPECT_EQ(give("security.3714", "operator"), 409);
  EXPECT_EQ(give("operator.3714", "head"), 200);
  EXPECT_EQ(status(Method::post, "/api/posts/" + post_of("auditor.3713") + "/handover", security_,
                   json::object{{"to", "operator.3713"}}),
            409);
  EXPECT_EQ(status(Method::post, "/api/accounts", security_,
                   json::object{{"account", "both"},
                                {"name", "两任"},
                                {"posts", json::array{{{"role", "auditor"}, {"unit", "3714"}},
                                                      {{"role", "operator"}, {"unit", "3714"}}}}}),
            409);
}

TEST_F(RightsTest, a_repeat_under_another_post_is_not_answered_from_memory) {
  const std::string session = world_->sign_in("chair.371302101201");
  const json::object body{
      {"unit", "371302101201"}, {"period", "2011-04"}, {"values", {{"visited_on", "2011-04-11"}}}};
  const auto first = world_->send(Method::post, "/api/programmes/visits/records", session, body, "a-key");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(world_->send(Method::post, "/api/programmes/visits/records", session, body, "a-key").status, 200);
  ASSERT_EQ(
      status(Method::post, "/api/posts/" + post_of("chair.371302101201") + "/end", security_, json::object()),
      200);
  const auto later = world_->send(Method::post, "/api/programmes/visits/records",
                                  world_->sign_in("chair.371302101201"), body, "a-key");
  EXPECT_GE(later.status, 400);
  EXPECT_EQ(later.body.find("2011-04-11"), std::string::npos);
}

TEST_F(RightsTest, an_import_with_anothers_number_does_not_change_her_record) {
  std::string other;
  const std::string clerk = world_->sign_in("clerk.two");
  const json::value mine = answer(Method::get, "/api/programmes/loans/records?unit=371302101", clerk);
  for (const json::value& record : mine.at("records").as_array())
    if (record.at("state").as_string() == "disbursed") other = std::string(record.at("id").as_string());
  ASSERT_FALSE(other.empty());
  const std::string path = "/api/programmes/loans/records/" + other;
  const json::value before = answer(Method::get, path, clerk);
  const std::string number(before.at("values").at("contract_no").as_string());
  // The officer of the other county may import there, and may change disbursed loans there.
  json::object post{{"account", "officer.37"}, {"role", "officer"}, {"unit", "371323"}};
  ASSERT_EQ(status(Method::post, "/api/posts", security_, post), 200);
  const std::string sheet = "单位代码,contract_no,project\n371323101," + number + ",改动\n";
  const auto imported =
      world_->send(Method::post, "/api/programmes/loans/imports?unit=371323&file_name=a.csv",
                   world_->sign_in("officer.37"), json::value(sheet));
  EXPECT_EQ(json::parse(imported.body).at("written").as_bool(), false) << imported.body;
  EXPECT_EQ(answer(Method::get, path, clerk).at("values").at("project"), before.at("values").at("project"));
}

TEST_F(RightsTest, the_audit_of_a_city_is_not_that_of_another) {
  const std::string here = world_->send(Method::get, "/api/audit", world_->sign_in("auditor.3714")).body;
  const std::string all = world_->send(Method::get, "/api/audit", world_->sign_in("auditor.37")).body;
  EXPECT_NE(all.find("\"code\":\"371302"), std::string::npos);
  EXPECT_EQ(here.find("\"code\":\"371302"), std::string::npos);
}

}  // namespace
}  // namespace jinguo::matrix
