#include "http/authority.h"

#include <arpa/inet.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "http/openssl_handles.h"

namespace jinguo::http {
namespace {

constexpr int kAuthorityDays = 3652;
constexpr int kServerDays = 397;
/// A phone's clock may be behind ours.
constexpr app::Instant kBackdated = 24LL * 3600 * 1000;

/// Networks that are nobody's on the Internet: RFC 1918, RFC 3927, RFC 4193, loopback and link-local, and
/// RFC 6598, where carriers' and overlay networks lie.
constexpr std::array kPrivateNetworks{"10.0.0.0/255.0.0.0",
                                      "172.16.0.0/255.240.0.0",
                                      "192.168.0.0/255.255.0.0",
                                      "127.0.0.0/255.0.0.0",
                                      "169.254.0.0/255.255.0.0",
                                      "100.64.0.0/255.192.0.0",
                                      "::1/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF",
                                      "FC00::/FE00::",
                                      "FE80::/FFC0::"};

void must(bool is_done, const char* what) {
  if (!is_done) throw Failure(std::string("OpenSSL cannot ") + what);
}

bool is_address(const std::string& name) {
  unsigned char bytes[16];
  return inet_pton(AF_INET, name.c_str(), bytes) == 1 || inet_pton(AF_INET6, name.c_str(), bytes) == 1;
}

/// Letters, digits and hyphens in labels parted by dots (RFC 1123): nothing that means more in OpenSSL's own
/// writing of extensions.
bool is_host_name(const std::string& name) {
  if (name.empty() || name.size() > 253) return false;
  std::size_t label = 0;
  char before = '.';
  for (const char c : name) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (c == '.' ? label == 0 || before == '-' : !is_letter && (c != '-' || label == 0)) return false;
    label = c == '.' ? 0 : label + 1;
    if (label > 63) return false;
    before = c;
  }
  return label > 0 && before != '-';
}

Result<void> check_names(const std::vector<std::string>& names) {
  for (const std::string& name : names)
    if (!is_address(name) && !is_host_name(name)) return Error(kNotAName, {name});
  return {};
}

KeyHandle new_key() {
  KeyHandle key(EVP_EC_gen("P-256"));
  must(key != nullptr, "make a key");
  return key;
}

CertificateHandle blank_certificate(EVP_PKEY* key, app::Instant now, int days) {
  CertificateHandle out(X509_new());
  must(out != nullptr, "make a certificate");
  // 127 random bits: positive, and never the same twice (RFC 5280 4.1.2.2).
  std::array<unsigned char, 16> serial{};
  must(RAND_bytes(serial.data(), static_cast<int>(serial.size())) == 1, "draw a serial number");
  serial[0] = static_cast<unsigned char>((serial[0] & 0x7f) | 0x40);
  BIGNUM* number = BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr);
  BN_to_ASN1_INTEGER(number, X509_get_serialNumber(out.get()));
  BN_free(number);
  X509_set_version(out.get(), X509_VERSION_3);
  const app::Instant from = now - kBackdated;
  ASN1_TIME_set(X509_getm_notBefore(out.get()), static_cast<time_t>(from / 1000));
  ASN1_TIME_adj(X509_getm_notAfter(out.get()), static_cast<time_t>(from / 1000), days, 0);
  must(X509_set_pubkey(out.get(), key) == 1, "set the key of a certificate");
  return out;
}

void name_it(X509_NAME* name, const std::string& common) {
  const auto add = [name](const char* field, std::string_view text) {
    must(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(text.data()),
                                    static_cast<int>(text.size()), -1, 0) == 1,
         "write a name");
  };
  // At most 64 characters (RFC 5280, ub-common-name).
  add("O", kLocalAuthority);
  add("CN", common.substr(0, 60));
}

void extend(X509* certificate, X509* issuer, int kind, const std::string& text) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, text.c_str());
  must(extension != nullptr, "write an extension");
  const bool is_added = X509_add_ext(certificate, extension, -1) == 1;
  X509_EXTENSION_free(extension);
  must(is_added, "add an extension");
}

TlsPair as_text(X509* certificate, EVP_PKEY* key) {
  const BioHandle first(BIO_new(BIO_s_mem())), second(BIO_new(BIO_s_mem()));
  must(PEM_write_bio_X509(first.get(), certificate) == 1, "write a certificate");
  must(PEM_write_bio_PKCS8PrivateKey(second.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
       "write a key");
  return {text_in(first.get()), text_in(second.get())};
}

/// A single address as a network of OpenSSL's writing.
std::string alone(const std::string& address) {
  const bool is_v6 = address.find(':') != std::string::npos;
  return address + (is_v6 ? "/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF" : "/255.255.255.255");
}

/// Whether a certificate of this authority holds for a verifier who trusts the authority alone.
bool is_vouched(X509* authority, X509* certificate) {
  X509_STORE* store = X509_STORE_new();
  X509_STORE_add_cert(store, authority);
  X509_STORE_CTX* judge = X509_STORE_CTX_new();
  X509_STORE_CTX_init(judge, store, certificate, nullptr);
  // The clock is the caller's; the days are checked when the pair is read.
  X509_VERIFY_PARAM_set_flags(X509_STORE_CTX_get0_param(judge), X509_V_FLAG_NO_CHECK_TIME);
  const bool holds = X509_verify_cert(judge) == 1;
  X509_STORE_CTX_free(judge);
  X509_STORE_free(store);
  ERR_clear_error();
  return holds;
}

}  // namespace

Result<TlsPair> make_authority(const std::vector<std::string>& names, app::Instant now) {
  if (auto checked = check_names(names); !checked) return std::move(checked).error();
  const KeyHandle key = new_key();
  const CertificateHandle own = blank_certificate(key.get(), now, kAuthorityDays);
  X509_NAME* name = X509_get_subject_name(own.get());
  name_it(name, "巾帼 " + (names.empty() ? std::string("localhost") : names.front()));
  X509_set_issuer_name(own.get(), name);
  std::string permitted = "critical,permitted;DNS:localhost";
  for (const char* network : kPrivateNetworks) permitted += std::string(",permitted;IP:") + network;
  for (const std::string& one : names)
    permitted += is_address(one) ? ",permitted;IP:" + alone(one) : ",permitted;DNS:" + one;
  extend(own.get(), own.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  extend(own.get(), own.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  extend(own.get(), own.get(), NID_name_constraints, permitted);
  extend(own.get(), own.get(), NID_subject_key_identifier, "hash");
  must(X509_sign(own.get(), key.get(), EVP_sha256()) > 0, "sign a certificate");
  return as_text(own.get(), key.get());
}

Result<TlsPair> issue_certificate(const TlsPair& authority, const std::vector<std::string>& names,
                                  app::Instant now) {
  if (auto checked = check_names(names); !checked) return std::move(checked).error();
  const CertificateHandle issuer = certificate_of(authority.certificate);
  const KeyHandle issuer_key = key_of(authority.key);
  ERR_clear_error();
  if (!issuer || !issuer_key) return Error(kTlsUnreadable, {"ca.crt, ca.key", "damaged"});
  const auto issue = [&](const std::vector<std::string>& list) {
    KeyHandle key = new_key();
    CertificateHandle own = blank_certificate(key.get(), now, kServerDays);
    // No host name: one would be held against the name constraints too.
    name_it(X509_get_subject_name(own.get()), "Jinguo server");
    X509_set_issuer_name(own.get(), X509_get_subject_name(issuer.get()));
    std::string text;
    for (const std::string& name : list)
      text += (text.empty() ? "" : ",") + std::string(is_address(name) ? "IP:" : "DNS:") + name;
    extend(own.get(), issuer.get(), NID_basic_constraints, "critical,CA:FALSE");
    extend(own.get(), issuer.get(), NID_key_usage, "critical,digitalSignature");
    extend(own.get(), issuer.get(), NID_ext_key_usage, "serverAuth");
    extend(own.get(), issuer.get(), NID_subject_alt_name, text);
    extend(own.get(), issuer.get(), NID_subject_key_identifier, "hash");
    extend(own.get(), issuer.get(), NID_authority_key_identifier, "keyid:always");
    must(X509_sign(own.get(), issuer_key.get(), EVP_sha256()) > 0, "sign a certificate");
    return std::pair(std::move(own), std::move(key));
  };
  std::vector<std::string> list = names;
  if (list.empty()) list.emplace_back("localhost");
  auto [own, key] = issue(list);
  if (!is_vouched(issuer.get(), own.get())) {
    for (const std::string& name : list)
      if (!is_vouched(issuer.get(), issue({name}).first.get())) return Error(kNameOutside, {name});
    return Error(kTlsUnreadable, {"ca.crt", "it cannot sign"});
  }
  TlsPair out = as_text(own.get(), key.get());
  out.certificate += authority.certificate;
  return out;
}

}  // namespace jinguo::http
