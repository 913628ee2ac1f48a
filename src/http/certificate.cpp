#include "http/certificate.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>

#include "app/moment.h"
#include "http/message.h"
#include "http/openssl_handles.h"

namespace jinguo::http {
namespace {

constexpr app::Instant kDay = 24LL * 3600 * 1000;

app::Instant instant_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return 0;
  return app::Instant{timegm(&parts)} * 1000;
}

std::string day_of(app::Instant at) {
  return app::moment_text(at).substr(0, 10);
}

std::string address_text(const ASN1_OCTET_STRING* bytes) {
  char text[INET6_ADDRSTRLEN] = "";
  const int size = ASN1_STRING_length(bytes);
  if (size == 4) inet_ntop(AF_INET, ASN1_STRING_get0_data(bytes), text, sizeof text);
  if (size == 16) inet_ntop(AF_INET6, ASN1_STRING_get0_data(bytes), text, sizeof text);
  return text;
}

std::vector<std::string> names_of(const X509* certificate) {
  std::vector<std::string> out;
  auto* names =
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, i);
    if (name->type == GEN_DNS)
      out.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName)),
                       static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName)));
    if (name->type == GEN_IPADD) out.push_back(address_text(name->d.iPAddress));
  }
  GENERAL_NAMES_free(names);
  return out;
}

std::string organisation_of(const X509_NAME* name) {
  char text[256] = "";
  X509_NAME_get_text_by_NID(name, NID_organizationName, text, sizeof text);
  return text;
}

Result<std::string> read_pem(const std::filesystem::path& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) return Error(kTlsUnreadable, {path.string(), errno != 0 ? std::strerror(errno) : "I/O error"});
  return text;
}

}  // namespace

bool CertificateFacts::is_for(std::string_view name) const {
  for (const std::string& own : names) {
    if (equals_ignoring_case(own, name)) return true;
    const auto dot = name.find('.');
    if (own.starts_with("*.") && dot != std::string_view::npos && dot > 0 &&
        equals_ignoring_case(std::string_view(own).substr(1), name.substr(dot)))
      return true;
  }
  return false;
}

int CertificateFacts::days_left(app::Instant now) const {
  const app::Instant left = not_after - now;
  return static_cast<int>(left >= 0 ? left / kDay : -((-left + kDay - 1) / kDay));
}

std::optional<CertificateFacts> read_certificate(std::string_view pem) {
  const CertificateHandle certificate = certificate_of(pem);
  if (!certificate) return std::nullopt;
  CertificateFacts facts;
  facts.names = names_of(certificate.get());
  facts.not_before = instant_of(X509_get0_notBefore(certificate.get()));
  facts.not_after = instant_of(X509_get0_notAfter(certificate.get()));
  const X509_NAME* issuer = X509_get_issuer_name(certificate.get());
  facts.is_local = organisation_of(issuer) == kLocalAuthority ||
                   X509_NAME_cmp(issuer, X509_get_subject_name(certificate.get())) == 0;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  X509_digest(certificate.get(), EVP_sha256(), digest.data(), &size);
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  for (unsigned i = 0; i < size; ++i) {
    if (i > 0) facts.fingerprint += ':';
    facts.fingerprint += kHex[digest[i] >> 4];
    facts.fingerprint += kHex[digest[i] & 15];
  }
  return facts;
}

Result<TlsPair> read_tls_pair(const std::filesystem::path& certificate, const std::filesystem::path& key,
                              app::Instant now) {
  TlsPair pair;
  auto text = read_pem(certificate);
  if (!text) return std::move(text).error();
  pair.certificate = std::move(*text);
  text = read_pem(key);
  if (!text) return std::move(text).error();
  pair.key = std::move(*text);
  ERR_clear_error();
  const CertificateHandle first = certificate_of(pair.certificate);
  if (!first) return Error(kTlsUnreadable, {certificate.string(), "no PEM certificate in it"});
  const KeyHandle own = key_of(pair.key);
  if (!own) return Error(kTlsUnreadable, {key.string(), "no PEM key without a password in it"});
  const bool is_pair = X509_check_private_key(first.get(), own.get()) == 1;
  ERR_clear_error();
  if (!is_pair) return Error(kTlsMismatch, {key.string(), certificate.string()});
  const auto facts = read_certificate(pair.certificate);
  if (facts->not_after <= now) return Error(kTlsExpired, {certificate.string(), day_of(facts->not_after)});
  if (facts->not_before > now) return Error(kTlsTooEarly, {certificate.string(), day_of(facts->not_before)});
  return pair;
}

}  // namespace jinguo::http
