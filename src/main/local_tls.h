#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/installation.h"
#include "http/certificate.h"
#include "http/server.h"

namespace jinguo {

inline constexpr ErrorRow kAuthorityThere{
    "main.authority_there", 409,
    "{0} 里已有本机证书机构。只换服务器证书用 jinguo tls renew；要重建请加 --yes，各手机须重新安装。",
    "There is a local authority in {0} already. jinguo tls renew issues the server's certificate again; "
    "--yes "
    "makes a new authority, which every phone must install again."};
inline constexpr ErrorRow kNoAuthority{"main.no_authority", 404,
                                       "{0} 里还没有本机证书机构，请先运行 jinguo tls init。",
                                       "There is no local authority in {0} yet; run jinguo tls init first."};

/// The local authority and its server certificate in the folder `tls` of a data folder: ca.crt, ca.key,
/// server.crt, server.key, each readable by its owner alone.
class LocalTls {
 public:
  explicit LocalTls(const std::filesystem::path& data_dir) : folder_(data_dir / "tls") {}

  bool is_there() const;
  http::TlsFiles files() const { return {folder_ / "server.crt", folder_ / "server.key"}; }
  /// The server's certificate with the authority's behind it, PEM.
  std::string leaf() const;
  /// The authority's public certificate, PEM.
  std::string authority() const;
  /// Errors: main.authority_there, http.not_a_name, http.name_outside.
  Result<cli::TlsMade> make(const std::vector<std::string>& names, bool anew, app::Instant now) const;
  /// Without names for those it had. Errors: main.no_authority, http.….
  Result<cli::TlsMade> renew(std::vector<std::string> names, app::Instant now) const;
  /// Renews what ends within thirty days. Nothing to do is good.
  Result<void> keep_fresh(app::Instant now) const;

 private:
  Result<cli::TlsMade> issue(const http::TlsPair& authority, const std::vector<std::string>& names,
                             app::Instant now) const;

  std::filesystem::path folder_;
};

/// This machine's addresses but loopback and link-local ones, IPv4 first.
std::vector<std::string> lan_addresses();

/// The answer to a request for the authority ("/ca.crt") or the page that tells phones how to install it
/// ("/ca"); nothing for other paths. Both are public. An empty authority gives nothing.
std::optional<http::Response> authority_answer(const std::string& authority, const http::Request& request);

}  // namespace jinguo
