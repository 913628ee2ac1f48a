#include "office/photo.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

#include "office/file_kind.h"
#include "office/picture_head.h"
#include "office/process.h"
#include "office/scratch_dir.h"

namespace jinguo::office {
namespace {

using namespace std::string_literals;

std::string big_32(uint32_t n) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(n >> shift & 0xff);
  return out;
}

std::string chunk(const std::string& name, const std::string& data) {
  uint32_t crc = 0xffffffff;
  for (const char c : name + data) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return big_32(static_cast<uint32_t>(data.size())) + name + data + big_32(~crc);
}

std::string header(uint32_t width, uint32_t height) {
  return "\x89PNG\r\n\x1a\n" + chunk("IHDR", big_32(width) + big_32(height) + "\x08\x02\0\0\0"s);
}

/// A picture of noise, which no encoder makes small, without compression.
std::string png(uint32_t width, uint32_t height) {
  std::string rows;
  uint32_t noise = 1;
  for (uint32_t y = 0; y < height; ++y) {
    rows += '\0';
    for (uint32_t x = 0; x < 3 * width; ++x) {
      noise = noise * 1664525 + 1013904223;
      rows += static_cast<char>(noise >> 24);
    }
  }
  std::string packed = "\x78\x01";
  uint32_t a = 1, b = 0;
  for (const char c : rows) {
    a = (a + static_cast<unsigned char>(c)) % 65521;
    b = (b + a) % 65521;
  }
  for (size_t at = 0; at < rows.size(); at += 65535) {
    const size_t length = std::min<size_t>(65535, rows.size() - at);
    packed += at + length == rows.size() ? '\1' : '\0';
    for (const size_t n : {length, ~length}) {
      packed += static_cast<char>(n & 0xff);
      packed += static_cast<char>(n >> 8 & 0xff);
    }
    packed += rows.substr(at, length);
  }
  packed += big_32(b << 16 | a);
  return header(width, height) + chunk("IDAT", packed) + chunk("IEND", "");
}

/// EXIF as a phone writes it: lying on its side, and where it was taken.
std::string exif() {
  std::string tiff = "MM\0*\0\0\0\x08"s;
  tiff += "\0\x02"s;
  tiff += "\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"s;
  tiff += "\x88\x25\0\x04\0\0\0\x01\0\0\0\x26"s;
  tiff += "\0\0\0\0"s;
  tiff += "\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0"s;
  const std::string body = "Exif\0\0"s + tiff + "PLACE-35.1N-118.3E";
  const size_t length = body.size() + 2;
  return "\xff\xe1"s + static_cast<char>(length >> 8) + static_cast<char>(length & 0xff) + body;
}

class PhotoTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!find_program({"vipsthumbnail"}, "libvips-tools")) GTEST_SKIP() << "vipsthumbnail is not installed";
  }
  std::string code_of(std::string_view bytes) {
    const auto photo = encode_photo(bytes, folder_.path());
    return photo ? "taken" : std::string(photo.error().code());
  }
  ScratchDir folder_{std::filesystem::temp_directory_path()};
};

TEST_F(PhotoTest, is_turned_and_keeps_nothing_of_its_exif) {
  const auto plain = encode_photo(png(60, 40), folder_.path());
  ASSERT_TRUE(plain) << plain.error().text(Language::en);
  EXPECT_EQ(plain->width, 60);
  const std::string tagged =
      plain->bytes.substr(0, 2) + exif() + plain->bytes.substr(2) + "<html><script>alert(1)</script>";
  const auto photo = encode_photo(tagged, folder_.path());
  ASSERT_TRUE(photo) << photo.error().text(Language::en);
  EXPECT_EQ(photo->width, 40);
  EXPECT_EQ(photo->height, 60);
  for (const char* left : {"Exif", "PLACE", "script"})
    EXPECT_EQ(photo->bytes.find(left), std::string::npos) << left;
}

TEST_F(PhotoTest, is_made_small_enough_in_bytes_and_pixels) {
  const auto photo = encode_photo(png(2400, 1200), folder_.path());
  ASSERT_TRUE(photo) << photo.error().text(Language::en);
  EXPECT_LE(photo->bytes.size(), kPhotoBytes);
  EXPECT_LE(photo->width, kPhotoSide);
  EXPECT_NEAR(photo->width, 2 * photo->height, 2);
}

TEST_F(PhotoTest, is_refused_when_cut_short_or_damaged) {
  const auto good = encode_photo(png(300, 200), folder_.path());
  ASSERT_TRUE(good);
  EXPECT_EQ(code_of(std::string_view(good->bytes).substr(0, good->bytes.size() / 2)),
            "office.photo_cut_short");
  const std::string whole = png(30, 20);
  EXPECT_EQ(code_of(std::string_view(whole).substr(0, whole.size() - 20)), "office.photo_cut_short");
  EXPECT_EQ(code_of(header(30, 20) + chunk("IDAT", "nonsense") + chunk("IEND", "")), "office.photo_damaged");
  EXPECT_EQ(code_of("\xff\xd8\xff\xe0 nothing"), "office.photo_damaged");
}

TEST_F(PhotoTest, is_refused_by_its_head_when_it_would_fill_the_memory) {
  EXPECT_EQ(code_of(header(50'000, 50'000) + chunk("IEND", "")), "office.photo_too_wide");
  EXPECT_EQ(code_of(header(0x7fffffff, 0x7fffffff) + chunk("IEND", "")), "office.photo_too_wide");
}

TEST(PictureHeadTest, tells_the_size_of_webp) {
  const auto lossy = read_picture_head("RIFF\x16\0\0\0WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x2c\x01\xc8\0"s);
  ASSERT_TRUE(lossy);
  EXPECT_EQ(lossy->width, 300);
  EXPECT_EQ(lossy->height, 200);
  EXPECT_TRUE(lossy->is_whole);
  EXPECT_FALSE(read_picture_head("RIFF\x04\0\0\0WEBP"s));
}

TEST(FileKindTest, is_told_by_the_bytes_alone) {
  struct Row {
    std::string bytes;
    FileKind kind;
  };
  const std::array<Row, 20> rows{{
      {"\xff\xd8\xff\xe0", FileKind::jpeg},
      {header(1, 1), FileKind::png},
      {"RIFF\0\0\0\0WEBPVP8 "s, FileKind::webp},
      {"%PDF-1.7\n", FileKind::pdf},
      {"\0\0\0\x18"s + "ftypheic", FileKind::heic},
      {"\0\0\0\x18"s + "ftypisom", FileKind::video},
      {"<svg xmlns='http://www.w3.org/2000/svg'/>", FileKind::svg},
      {"\xef\xbb\xbf \n<?xml version='1.0'?><!-- x --><SVG/>", FileKind::svg},
      {"<!DOCTYPE html><p>", FileKind::html},
      {"  <script>alert(1)</script>", FileKind::html},
      {"<?xml version='1.0'?><a/>", FileKind::xml},
      {"#!/bin/sh\n", FileKind::script},
      {"MZ\x90\0"s, FileKind::program},
      {"\x7f"
       "ELF",
       FileKind::program},
      {"GIF89a", FileKind::gif},
      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind::old_office},
      {"PK\x03\x04 broken", FileKind::zip},
      {"单位,人数\n", FileKind::text},
      {"", FileKind::empty},
      {"\x01\x02\0\x03"s, FileKind::unknown},
  }};
  for (const Row& row : rows) EXPECT_EQ(row_of(kind_of_file(row.bytes)).en, row_of(row.kind).en) << row.bytes;
  for (int i = 0; i <= static_cast<int>(FileKind::unknown); ++i)
    EXPECT_EQ(row_of(static_cast<FileKind>(i)).kind, static_cast<FileKind>(i));
}

}  // namespace
}  // namespace jinguo::office
