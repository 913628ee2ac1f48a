#include <gtest/gtest.h>
#include <sodium.h>
#include <stdlib.h>

#include "app/documents.h"
#include "fresh_database.h"
#include "store/backup.h"
#include "world.h"

namespace jinguo::support {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTree =
    "code\tname\tlevel\n0\t全国\tnation\n37\t山东省\tprovince\n3713\t临沂市\tcity\n371323\t沂水县\tcounty\n"
    "371323101\t马站镇\ttownship\n371323102\t高桥镇\ttownship\n";
constexpr const char* kProgramme = R"(programme: repairs
system: S0
title: {zh: 修缮, en: Repairs}
owner: {zh: 办公室, en: Office}
version: 1
valid_from: 2010-01-01
level: township
date: on
retention_years: 10
fields:
  on: {type: date, label: {zh: 日期, en: Day}, required: yes}
  photos: {type: photo, label: {zh: 照片, en: Photos}, privacy: personal, most: 2}
  paper: {type: file, label: {zh: 材料, en: Paper}}
states:
  open: {label: {zh: 在办, en: Open}}
  void: {label: {zh: 作废, en: Void}, void: yes}
events:
  void: {label: {zh: 作废, en: Void}, from: [open], to: void, by: [township.clerk], reason: yes}
rights:
  create: [township.clerk]
  edit:
    - {in: [open], by: [township.clerk]}
measures:
  repairs: {title: {zh: 件数, en: Repairs}, count: records, measured_in: 件}
)";

/// The least PDF there is.
const std::string kPdf = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

class FilesTest : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    ASSERT_GE(sodium_init(), 0);
    const char* server = getenv("JINGUO_TEST_POSTGRES");
    if (GetParam() && !server) GTEST_SKIP() << "JINGUO_TEST_POSTGRES names no server";
    std::string name = (fs::temp_directory_path() / "jinguo-files-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
    if (GetParam()) database_.emplace(server);
    world_ = std::make_unique<World>(folder_ / "world", database_ ? database_->conninfo() : "");
    world_->set_today(*Date::parse("2011-07-04"));
    good(world_->ask_as_operator(
        {.method = http::Method::post, .path = "/api/org/import", .body = json::object{{"text", kTree}}}));
    world_->set_home("3713");
    good(world_->ask_as_operator({.method = http::Method::post,
                                  .path = "/api/definitions/apply",
                                  .body = json::object{{"text", kProgramme}, {"name", "repairs.yaml"}}}));
    world_->add_person("clerk", {{"clerk", "371323101"}});
    world_->add_person("neighbour", {{"clerk", "371323102"}});
    world_->add_person("officer", {{"officer", "371323"}});
    world_->add_person("leader", {{"leader", "371323"}});
  }
  void TearDown() override {
    world_.reset();
    database_.reset();
    if (!folder_.empty()) fs::remove_all(folder_);
  }

  static Reply good(Reply reply) {
    EXPECT_TRUE(reply.is_good()) << reply.said();
    return reply;
  }
  Reply send(const std::string& person, const std::string& field, const std::string& bytes,
             const std::string& name, const std::string& key = "") {
    return world_->ask_as(person, {.method = http::Method::post,
                                   .path = "/api/files",
                                   .query = {{"programme", "repairs"}, {"field", field}},
                                   .file = bytes,
                                   .file_name = name,
                                   .key = key});
  }
  static std::string id_of(const Reply& reply) {
    return reply.is_good() ? std::string(reply.body.at("id").as_string()) : "none";
  }
  Reply get(const std::string& person, const std::string& id) {
    return world_->ask_as(person, {.path = "/api/files/" + id});
  }
  Reply create(const std::string& person, const std::string& unit, json::object values) {
    values["on"] = "2011-07-04";
    return world_->ask_as(person, {.method = http::Method::post,
                                   .path = "/api/programmes/repairs/records",
                                   .body = json::object{{"unit", unit}, {"values", std::move(values)}}});
  }
  Reply edit(const std::string& id, json::object values) {
    return world_->ask_as("clerk", {.method = http::Method::patch,
                                    .path = "/api/programmes/repairs/records/" + id,
                                    .body = json::object{{"values", std::move(values)}}});
  }
  json::array verified() {
    return good(world_->ask_as_operator({.method = http::Method::post, .path = "/api/verify"}))
        .body.at("faults")
        .as_array();
  }
  static std::string code_of(const Reply& reply) {
    if (reply.is_good()) return "taken";
    const json::object& body = reply.body.as_object();
    if (const json::value* faults = body.if_contains("faults"))
      return std::string(faults->at(0).at("code").as_string());
    return std::string(body.at("code").as_string());
  }

  fs::path folder_;
  std::optional<FreshDatabase> database_;
  std::unique_ptr<World> world_;
};

TEST_P(FilesTest, a_file_is_its_senders_until_a_record_holds_it) {
  const std::string id = id_of(good(send("clerk", "paper", kPdf, "C:\\桌面\\报告单.html")));
  EXPECT_EQ(get("clerk", id).bytes, kPdf);
  for (const char* other : {"neighbour", "officer", "leader"}) EXPECT_EQ(get(other, id).status, 404) << other;
  const Reply made = good(create("clerk", "371323101", {{"paper", json::array{id}}}));
  const json::value& held = made.body.at("record").at("values").at("paper").at(0);
  EXPECT_EQ(held.at("name").as_string(), "报告单.pdf");
  EXPECT_EQ(held.at("type").as_string(), "application/pdf");
  for (const char* reader : {"clerk", "officer", "leader"}) EXPECT_EQ(get(reader, id).bytes, kPdf) << reader;
  EXPECT_EQ(get("neighbour", id).status, 404);
}

TEST_P(FilesTest, a_record_takes_no_file_of_another) {
  const std::string id = id_of(good(send("clerk", "paper", kPdf, "a.pdf")));
  EXPECT_EQ(code_of(create("neighbour", "371323102", {{"paper", json::array{id}}})), "app.foreign_file");
  EXPECT_EQ(code_of(create("clerk", "371323101", {{"photos", json::array{id}}})), "app.foreign_file");
  EXPECT_EQ(code_of(create("clerk", "371323101", {{"paper", json::array{std::string(32, '0')}}})),
            "app.foreign_file");
  EXPECT_EQ(code_of(create("clerk", "371323101", {{"paper", json::array{id, std::string(32, '1')}}})),
            "record.too_many_files");
  good(create("clerk", "371323101", {{"paper", json::array{id}}}));
  EXPECT_EQ(code_of(create("clerk", "371323101", {{"paper", json::array{id}}})), "app.foreign_file");
}

TEST_P(FilesTest, what_is_no_photo_or_paper_is_refused_by_its_bytes) {
  EXPECT_EQ(code_of(send("clerk", "photos", "<svg onload='alert(1)'/>", "a.jpg")), "office.no_photo");
  EXPECT_EQ(code_of(send("clerk", "photos", "<!doctype html><script>", "a.png")), "office.no_photo");
  EXPECT_EQ(code_of(send("clerk", "photos", kPdf, "a.jpg")), "office.no_photo");
  EXPECT_EQ(code_of(send("clerk", "paper", "MZ program", "a.pdf")), "office.no_paper");
  EXPECT_EQ(code_of(send("clerk", "paper", "%PDF-1.4 cut", "a.pdf")), "main.paper_cut_short");
  EXPECT_EQ(code_of(send("clerk", "paper", kPdf + std::string(6 << 20, ' ') + "%%EOF", "a.pdf")),
            "main.paper_too_large");
  EXPECT_EQ(code_of(send("clerk", "photos", std::string(11 << 20, 'x'), "a.jpg")), "app.upload_too_large");
  EXPECT_EQ(code_of(send("clerk", "on", kPdf, "a.pdf")), "app.no_file_field");
  EXPECT_EQ(code_of(send("leader", "paper", kPdf, "a.pdf")), "app.no_right");
}

TEST_P(FilesTest, what_no_record_holds_is_dropped_after_a_day) {
  const std::string kept = id_of(good(send("clerk", "paper", kPdf, "a.pdf")));
  const std::string record(good(create("clerk", "371323101", {{"paper", json::array{kept}}}))
                               .body.at("record")
                               .at("id")
                               .as_string());
  const std::string loose = id_of(good(send("clerk", "paper", kPdf + "\n", "b.pdf")));
  world_->set_today(*Date::parse("2011-07-06"));
  good(send("clerk", "paper", kPdf, "c.pdf"));
  EXPECT_EQ(get("clerk", loose).status, 404);
  EXPECT_EQ(get("officer", kept).status, 200);
  good(edit(record, {{"paper", nullptr}}));
  EXPECT_EQ(get("officer", kept).status, 404);
  EXPECT_TRUE(verified().empty());
}

TEST_P(FilesTest, a_repeated_upload_is_one_file) {
  const std::string key(32, 'a');
  EXPECT_EQ(id_of(good(send("clerk", "paper", kPdf, "a.pdf", key))),
            id_of(good(send("clerk", "paper", kPdf, "a.pdf", key))));
}

TEST_P(FilesTest, a_backup_holds_the_files_and_a_flipped_byte_is_told) {
  const std::string id = id_of(good(send("clerk", "paper", kPdf, "a.pdf")));
  good(create("clerk", "371323101", {{"paper", json::array{id}}}));
  EXPECT_TRUE(verified().empty());
  const std::string file = (folder_ / "copy.jgbak").string();
  auto digest = world_->app().store().backup(file);
  ASSERT_TRUE(digest) << digest.error().text(Language::en);
  EXPECT_TRUE(store::check_backup(file));
  auto done = world_->app().store().perform([&](app::Writing& writing) -> Result<app::Committed> {
    std::string body = writing.find_document(app::kOpenBytesDocuments, id).value();
    body[10] = body[10] == 'A' ? 'B' : 'A';
    writing.put_document(app::kOpenBytesDocuments, id, body);
    app::LogEntry entry;
    entry.action = "test";
    return app::Committed{writing.append(entry), {}};
  });
  ASSERT_TRUE(done);
  const json::array faults = verified();
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].at("code").as_string(), "app.file_differs");
}

INSTANTIATE_TEST_SUITE_P(engines, FilesTest, testing::Bool(),
                         [](const auto& given) { return given.param ? "postgres" : "sqlite"; });

}  // namespace
}  // namespace jinguo::support
