#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/call.h"
#include "base/result.h"

namespace jinguo::http {

/// {0} the file, {1} why.
inline constexpr ErrorRow kTlsUnreadable{
    "http.tls_unreadable", 422,
    "读不出 {0}：{1}。请给出 PEM 格式的证书（连同中间证书）和不设口令的私钥，并让运行服务的用户能读。",
    "Cannot read {0}: {1}. Give a certificate with its chain and a key without a password, both PEM, and "
    "readable by the user the server runs as."};
/// {0} the key's file, {1} the certificate's.
inline constexpr ErrorRow kTlsMismatch{
    "http.tls_mismatch", 422, "私钥 {0} 不是证书 {1} 的那一把；请换成申请这张证书时生成的私钥。",
    "The key {0} does not belong to the certificate {1}; give the key that "
    "the certificate was asked for with."};
/// {0} the file, {1} the last day.
inline constexpr ErrorRow kTlsExpired{"http.tls_expired", 422,
                                      "证书 {0} 已于 {1} 过期；请续期，本机证书用 jinguo tls renew。",
                                      "The certificate {0} expired on {1}; renew it, one of the local "
                                      "authority with jinguo tls renew."};
/// {0} the file, {1} the first day.
inline constexpr ErrorRow kTlsTooEarly{"http.tls_too_early", 422,
                                       "证书 {0} 从 {1} 起才有效；请检查本机时钟，或换一张证书。",
                                       "The certificate {0} is valid from {1} only; check this machine's "
                                       "clock, or give another certificate."};

/// The organisation in the name of every authority that Jinguo makes for itself.
inline constexpr std::string_view kLocalAuthority = "Jinguo local authority";

/// What is written in a certificate.
struct CertificateFacts {
  /// DNS names and addresses it is for, in its order; "*.example.cn" as it stands.
  std::vector<std::string> names;
  app::Instant not_before = 0, not_after = 0;
  /// Of the SHA-256 of the whole certificate: "AB:CD:…", as phones and browsers show it.
  std::string fingerprint;
  /// Made by an authority of ours, or signed by itself: nobody outside trusts it.
  bool is_local = false;

  /// Whether a browser that was given this name or address takes the certificate.
  bool is_for(std::string_view name) const;
  /// Whole days from now to its end; negative when that has passed.
  int days_left(app::Instant now) const;
};

/// The first certificate of a PEM text; nothing when there is none.
std::optional<CertificateFacts> read_certificate(std::string_view pem);

/// A certificate and its key as PEM files hold them.
struct TlsPair {
  std::string certificate, key;
};

/// Reads both files and judges them. Errors: http.tls_….
Result<TlsPair> read_tls_pair(const std::filesystem::path& certificate, const std::filesystem::path& key,
                              app::Instant now);

}  // namespace jinguo::http
