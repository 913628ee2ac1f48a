#include "http/static_files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace jinguo::http {
namespace {

namespace fs = std::filesystem;

class StaticFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("static_files_test_" + std::to_string(getpid()));
    write("index.html", "<html>巾帼</html>");
    write("assets/app-Ab3x9Zk2.js", std::string(5000, 'j'));
    write("assets/style.css", "body{}");
    write("data.bin", "0123456789");
    write("ready.txt", "plain");
    write("ready.txt.gz", "pressed");
    write(".secret", "no");
    write("outside", "no");
    fs::create_symlink("/etc/passwd", folder_ / "link.txt");
    files_ = StaticFiles::load(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const fs::path& name, const std::string& text) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }

  std::optional<Response> ask(std::string path, std::initializer_list<Headers::Field> fields = {}) const {
    Request request;
    for (const auto& [name, value] : fields) request.headers.add(name, value);
    request.path = path;
    return files_.answer(request, path);
  }

  fs::path folder_;
  StaticFiles files_;
};

TEST_F(StaticFilesTest, serves_with_type_and_tag) {
  const auto index = ask("/index.html");
  ASSERT_TRUE(index);
  EXPECT_EQ(index->body_view(), "<html>巾帼</html>");
  EXPECT_EQ(index->headers.find("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(index->headers.find("Cache-Control"), "no-cache");
  const std::string tag(*index->headers.find("ETag"));
  EXPECT_EQ(ask("/index.html", {{"If-None-Match", tag}})->status, 304);
  EXPECT_EQ(ask("/index.html", {{"If-None-Match", "\"x\", W/" + tag}})->status, 304);
  EXPECT_EQ(ask("/index.html", {{"If-None-Match", "\"x\""}})->status, 200);
}

TEST_F(StaticFilesTest, hashed_names_are_kept_for_ever) {
  EXPECT_EQ(ask("/assets/app-Ab3x9Zk2.js")->headers.find("Cache-Control"),
            "public, max-age=31536000, immutable");
  EXPECT_EQ(ask("/assets/style.css")->headers.find("Cache-Control"), "no-cache");
}

TEST_F(StaticFilesTest, pressed_twins_go_to_who_takes_them) {
  const auto pressed = ask("/ready.txt", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(pressed->body_view(), "pressed");
  EXPECT_EQ(pressed->headers.find("Content-Encoding"), "gzip");
  EXPECT_EQ(ask("/ready.txt")->body_view(), "plain");
  EXPECT_FALSE(files_.has("/ready.txt.gz"));
  EXPECT_LT(ask("/assets/app-Ab3x9Zk2.js", {{"Accept-Encoding", "gzip"}})->body_size(), 100u);
}

TEST_F(StaticFilesTest, ranges_are_cut_from_the_plain_bytes) {
  const auto part = ask("/data.bin", {{"Range", "bytes=3-5"}, {"Accept-Encoding", "gzip"}});
  EXPECT_EQ(part->status, 206);
  EXPECT_EQ(part->body_view(), "345");
  EXPECT_EQ(ask("/data.bin", {{"Range", "bytes=99-"}})->status, 416);
}

TEST_F(StaticFilesTest, nothing_else_can_be_named) {
  for (const char* path :
       {"/.secret", "/link.txt", "/assets", "/assets/", "/", "", "index.html", "//index.html",
        "/assets/../index.html", "/../../etc/passwd", "/index.html/", "/INDEX.HTML"})
    EXPECT_FALSE(ask(path)) << path;
  Request post;
  post.method = Method::post;
  EXPECT_FALSE(files_.answer(post, "/index.html"));
}

TEST(StaticFiles, a_missing_folder_has_no_files) {
  EXPECT_EQ(StaticFiles::load("/no/such/folder").size(), 0u);
}

}  // namespace
}  // namespace jinguo::http
