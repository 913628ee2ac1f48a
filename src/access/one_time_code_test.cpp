#include "access/one_time_code.h"

#include <gtest/gtest.h>

namespace jinguo::access {
namespace {

std::vector<uint8_t> bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

std::string hex_of(std::span<const uint8_t> bytes) {
  std::string out;
  for (const uint8_t byte : bytes) {
    out += "0123456789abcdef"[byte >> 4];
    out += "0123456789abcdef"[byte & 15];
  }
  return out;
}

TEST(OneTimeCode, sha1_of_rfc_3174) {
  EXPECT_EQ(hex_of(sha1(bytes_of("abc"))), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(hex_of(sha1(bytes_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))),
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  EXPECT_EQ(hex_of(sha1({})), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

TEST(OneTimeCode, hmac_of_rfc_2202) {
  EXPECT_EQ(hex_of(hmac_sha1(std::vector<uint8_t>(20, 0x0b), bytes_of("Hi There"))),
            "b617318655057264e28bc0b6fb378c8ef146be00");
  EXPECT_EQ(hex_of(hmac_sha1(std::vector<uint8_t>(80, 0xaa),
                             bytes_of("Test Using Larger Than Block-Size Key - Hash Key First"))),
            "aa4ae5e15272d00e95705637ce8a3b55ed402112");
}

/// Appendix B of RFC 6238.
TEST(OneTimeCode, codes_of_rfc_6238) {
  const auto secret = bytes_of("12345678901234567890");
  for (const auto& [second, code] : {std::pair<int64_t, const char*>{59, "94287082"},
                                     {1111111109, "07081804"},
                                     {1111111111, "14050471"},
                                     {1234567890, "89005924"},
                                     {2000000000, "69279037"},
                                     {20000000000, "65353130"}})
    EXPECT_EQ(code_of_step(secret, code_step(second * 1000), 8), code) << second;
  EXPECT_EQ(code_of_step(secret, code_step(1111111109000)), "081804");
}

TEST(OneTimeCode, a_code_counts_half_a_minute_early_and_late_and_once) {
  const auto secret = bytes_of("12345678901234567890");
  constexpr int64_t kNow = 1111111109000;
  const int64_t step = code_step(kNow);
  for (const int64_t near : {step - 1, step, step + 1})
    EXPECT_EQ(step_of_code(secret, code_of_step(secret, near), kNow, 0), near);
  for (const int64_t far : {step - 2, step + 2})
    EXPECT_EQ(step_of_code(secret, code_of_step(secret, far), kNow, 0), std::nullopt);
  EXPECT_EQ(step_of_code(secret, code_of_step(secret, step), kNow, step), std::nullopt);
  EXPECT_EQ(step_of_code(secret, code_of_step(secret, step - 1), kNow, step), std::nullopt);
  EXPECT_EQ(step_of_code(secret, code_of_step(secret, step + 1), kNow, step), step + 1);
  EXPECT_EQ(step_of_code(secret, "", kNow, 0), std::nullopt);
  EXPECT_EQ(step_of_code(secret, "08180", kNow, 0), std::nullopt);
}

TEST(OneTimeCode, base32_of_rfc_4648) {
  for (const auto& [plain, text] : {std::pair{"", ""},
                                    {"f", "MY"},
                                    {"fo", "MZXQ"},
                                    {"foo", "MZXW6"},
                                    {"foob", "MZXW6YQ"},
                                    {"fooba", "MZXW6YTB"},
                                    {"foobar", "MZXW6YTBOI"}}) {
    EXPECT_EQ(base32_of(bytes_of(plain)), text);
    EXPECT_EQ(read_base32(text), bytes_of(plain));
  }
  EXPECT_EQ(read_base32("mzxw 6ytb-oi"), bytes_of("foobar"));
  EXPECT_EQ(read_base32("MZ1"), std::nullopt);
}

}  // namespace
}  // namespace jinguo::access
