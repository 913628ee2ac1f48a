#include "store/seal.h"

#include <sodium.h>

#include "base/error.h"

namespace jinguo::store {

namespace {

constexpr size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == 32);
static_assert(sizeof(crypto_hash_sha256_state) <= 128);

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

void start_sodium() {
  ensure(sodium_init() >= 0, "the cryptographic library starts");
}

}  // namespace

RandomSource secure_random() {
  start_sodium();
  return [](uint8_t* out, size_t count) { randombytes_buf(out, count); };
}

SealKey SealKey::make(const RandomSource& random) {
  Bytes bytes;
  random(bytes.data(), bytes.size());
  SealKey key(bytes);
  sodium_memzero(bytes.data(), bytes.size());
  return key;
}

SealKey::~SealKey() {
  sodium_memzero(bytes_.data(), bytes_.size());
}

std::vector<uint8_t> seal(const SealKey& key, std::string_view plain, std::string_view about,
                          const RandomSource& random) {
  std::vector<uint8_t> out(kNonce + plain.size() + kTag);
  random(out.data(), kNonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + kNonce, nullptr, bytes_of(plain), plain.size(),
                                             bytes_of(about), about.size(), nullptr, out.data(),
                                             key.bytes().data());
  return out;
}

std::optional<std::string> unseal(const SealKey& key, std::span<const uint8_t> sealed,
                                  std::string_view about) {
  if (sealed.size() < kNonce + kTag) return std::nullopt;
  std::string out(sealed.size() - kNonce - kTag, '\0');
  const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<unsigned char*>(out.data()), nullptr, nullptr, sealed.data() + kNonce,
      sealed.size() - kNonce, bytes_of(about), about.size(), sealed.data(), key.bytes().data());
  if (failed != 0) return std::nullopt;
  return out;
}

std::array<uint8_t, 32> keyed_hash(const SealKey& key, std::string_view text) {
  std::array<uint8_t, 32> out;
  crypto_generichash(out.data(), out.size(), bytes_of(text), text.size(), key.bytes().data(),
                     key.bytes().size());
  return out;
}

Sha256 sha256(std::string_view bytes) {
  Sha256 out;
  crypto_hash_sha256(out.data(), bytes_of(bytes), bytes.size());
  return out;
}

std::string hex_text(std::span<const uint8_t> bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const uint8_t b : bytes) {
    out += kDigits[b >> 4];
    out += kDigits[b & 15];
  }
  return out;
}

std::string base64_text(std::span<const uint8_t> bytes) {
  std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  out.resize(out.size() - 1);
  return out;
}

std::optional<std::vector<uint8_t>> parse_base64(std::string_view text) {
  std::vector<uint8_t> out(text.size() / 4 * 3 + 3);
  size_t size = 0;
  if (sodium_base642bin(out.data(), out.size(), text.data(), text.size(), nullptr, &size, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0) {
    return std::nullopt;
  }
  out.resize(size);
  return out;
}

Sha256Stream::Sha256Stream() {
  crypto_hash_sha256_init(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()));
}

void Sha256Stream::add(std::string_view bytes) {
  crypto_hash_sha256_update(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()), bytes_of(bytes),
                            bytes.size());
}

Sha256 Sha256Stream::finish() {
  Sha256 out;
  crypto_hash_sha256_final(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()), out.data());
  return out;
}

}  // namespace jinguo::store
