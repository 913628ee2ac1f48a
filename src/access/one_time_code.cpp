#include "access/one_time_code.h"

#include <algorithm>
#include <bit>

namespace jinguo::access {
namespace {

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr int64_t kStepLength = 30'000;

void mix_block(std::array<uint32_t, 5>& state, const uint8_t* block) {
  std::array<uint32_t, 80> words;
  for (size_t i = 0; i < 16; ++i)
    words[i] = static_cast<uint32_t>(block[4 * i]) << 24 | static_cast<uint32_t>(block[4 * i + 1]) << 16 |
               static_cast<uint32_t>(block[4 * i + 2]) << 8 | block[4 * i + 3];
  for (size_t i = 16; i < 80; ++i)
    words[i] = std::rotl(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
  auto [a, b, c, d, e] = state;
  for (size_t i = 0; i < 80; ++i) {
    uint32_t choice, constant;
    if (i < 20) {
      choice = (b & c) | (~b & d), constant = 0x5A827999;
    } else if (i < 40) {
      choice = b ^ c ^ d, constant = 0x6ED9EBA1;
    } else if (i < 60) {
      choice = (b & c) | (b & d) | (c & d), constant = 0x8F1BBCDC;
    } else {
      choice = b ^ c ^ d, constant = 0xCA62C1D6;
    }
    const uint32_t next = std::rotl(a, 5) + choice + e + constant + words[i];
    e = d, d = c, c = std::rotl(b, 30), b = a, a = next;
  }
  state = {state[0] + a, state[1] + b, state[2] + c, state[3] + d, state[4] + e};
}

/// Whether they are equal, in the same time wherever they differ.
bool is_same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned>(a[i] ^ b[i]);
  return difference == 0;
}

}  // namespace

std::array<uint8_t, 20> sha1(std::span<const uint8_t> bytes) {
  std::array<uint32_t, 5> state{0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  std::vector<uint8_t> padded(bytes.begin(), bytes.end());
  padded.push_back(0x80);
  while (padded.size() % 64 != 56) padded.push_back(0);
  const uint64_t bits = static_cast<uint64_t>(bytes.size()) * 8;
  for (int shift = 56; shift >= 0; shift -= 8) padded.push_back(static_cast<uint8_t>(bits >> shift));
  for (size_t at = 0; at < padded.size(); at += 64) mix_block(state, padded.data() + at);
  std::array<uint8_t, 20> out;
  for (size_t i = 0; i < 20; ++i) out[i] = static_cast<uint8_t>(state[i / 4] >> (24 - 8 * (i % 4)));
  return out;
}

std::array<uint8_t, 20> hmac_sha1(std::span<const uint8_t> key, std::span<const uint8_t> text) {
  std::vector<uint8_t> block(64, 0);
  if (key.size() > block.size()) {
    const auto hashed = sha1(key);
    std::copy(hashed.begin(), hashed.end(), block.begin());
  } else {
    std::copy(key.begin(), key.end(), block.begin());
  }
  std::vector<uint8_t> inner, outer;
  for (const uint8_t byte : block) {
    inner.push_back(byte ^ 0x36);
    outer.push_back(byte ^ 0x5c);
  }
  inner.insert(inner.end(), text.begin(), text.end());
  const auto hashed = sha1(inner);
  outer.insert(outer.end(), hashed.begin(), hashed.end());
  return sha1(outer);
}

int64_t code_step(int64_t at) {
  return at / kStepLength;
}

std::string code_of_step(std::span<const uint8_t> secret, int64_t step, int digits) {
  std::array<uint8_t, 8> counter;
  for (size_t i = 0; i < 8; ++i)
    counter[i] = static_cast<uint8_t>(static_cast<uint64_t>(step) >> (56 - 8 * i));
  const auto hash = hmac_sha1(secret, counter);
  const size_t offset = hash[19] & 15;
  uint32_t number = static_cast<uint32_t>(hash[offset] & 0x7f) << 24 |
                    static_cast<uint32_t>(hash[offset + 1]) << 16 |
                    static_cast<uint32_t>(hash[offset + 2]) << 8 | hash[offset + 3];
  std::string text(static_cast<size_t>(digits), '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, number /= 10)
    *digit = static_cast<char>('0' + number % 10);
  return text;
}

std::optional<int64_t> step_of_code(std::span<const uint8_t> secret, std::string_view code, int64_t at,
                                    int64_t used) {
  std::optional<int64_t> found;
  for (const int64_t step : {code_step(at) - 1, code_step(at), code_step(at) + 1})
    if (is_same(code_of_step(secret, step), code) && step > used) found = step;
  return found;
}

std::string base32_of(std::span<const uint8_t> bytes) {
  std::string out;
  uint32_t bits = 0;
  int held = 0;
  for (const uint8_t byte : bytes) {
    bits = bits << 8 | byte;
    for (held += 8; held >= 5; held -= 5) out += kLetters[bits >> (held - 5) & 31];
  }
  if (held > 0) out += kLetters[bits << (5 - held) & 31];
  return out;
}

std::optional<std::vector<uint8_t>> read_base32(std::string_view text) {
  std::vector<uint8_t> out;
  uint32_t bits = 0;
  int held = 0;
  for (char letter : text) {
    if (letter == ' ' || letter == '-') continue;
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 32);
    const size_t value = kLetters.find(letter);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits << 5 | static_cast<uint32_t>(value);
    held += 5;
    if (held >= 8) {
      held -= 8;
      out.push_back(static_cast<uint8_t>(bits >> held));
    }
  }
  return out;
}

}  // namespace jinguo::access
