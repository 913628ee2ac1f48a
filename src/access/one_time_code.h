#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jinguo::access {

/// Codes of six digits that change every half minute: RFC 6238 (TOTP) with SHA-1, as phones show them.

/// RFC 3174.
std::array<uint8_t, 20> sha1(std::span<const uint8_t> bytes);
/// RFC 2104 with SHA-1.
std::array<uint8_t, 20> hmac_sha1(std::span<const uint8_t> key, std::span<const uint8_t> text);

/// The half minute a moment lies in; milliseconds since 1970.
int64_t code_step(int64_t at);
/// The code of a step, RFC 4226 section 5.3, of `digits` digits with leading zeros.
std::string code_of_step(std::span<const uint8_t> secret, int64_t step, int digits = 6);

/// The step whose code it is: of now, or the one before or after for a clock that is a little off. Nothing
/// when it is none of them, or of a step up to `used`: a code counts once.
std::optional<int64_t> step_of_code(std::span<const uint8_t> secret, std::string_view code, int64_t at,
                                    int64_t used);

/// RFC 4648 without padding, in capitals.
std::string base32_of(std::span<const uint8_t> bytes);
/// Blanks and small letters are taken; nothing when it is no base 32.
std::optional<std::vector<uint8_t>> read_base32(std::string_view text);

}  // namespace jinguo::access
