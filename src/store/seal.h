#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jinguo::store {

/// Fills bytes that nobody can guess.
using RandomSource = std::function<void(uint8_t*, size_t)>;
/// The operating system's.
RandomSource secure_random();

/// A secret key; its bytes are wiped when it goes.
class SealKey {
 public:
  using Bytes = std::array<uint8_t, 32>;
  explicit SealKey(const Bytes& bytes) : bytes_(bytes) {}
  static SealKey make(const RandomSource& random);
  SealKey(const SealKey&) = default;
  SealKey& operator=(const SealKey&) = default;
  ~SealKey();
  const Bytes& bytes() const { return bytes_; }

 private:
  Bytes bytes_;
};

/// Sealed bytes (nonce, then XChaCha20-Poly1305). `about` is not hidden, but the same must be named to open
/// them: what is sealed of one subject cannot be put under another.
std::vector<uint8_t> seal(const SealKey& key, std::string_view plain, std::string_view about,
                          const RandomSource& random);
/// Nothing when the key or the subject is another, or a bit was changed.
std::optional<std::string> unseal(const SealKey& key, std::span<const uint8_t> sealed,
                                  std::string_view about);

/// A hash that only the holder of the key can make.
std::array<uint8_t, 32> keyed_hash(const SealKey& key, std::string_view text);

using Sha256 = std::array<uint8_t, 32>;
Sha256 sha256(std::string_view bytes);
std::string hex_text(std::span<const uint8_t> bytes);
std::string base64_text(std::span<const uint8_t> bytes);
/// Nothing when it is no base64.
std::optional<std::vector<uint8_t>> parse_base64(std::string_view text);

/// SHA-256 over bytes that come piece by piece.
class Sha256Stream {
 public:
  Sha256Stream();
  void add(std::string_view bytes);
  /// Once.
  Sha256 finish();

 private:
  alignas(64) std::array<unsigned char, 128> state_;
};

}  // namespace jinguo::store
