#pragma once
#include <string>
#include <vector>

#include "http/certificate.h"

namespace jinguo::http {

/// {0} the name.
inline constexpr ErrorRow kNotAName{
    "http.not_a_name", 400, "“{0}”不是主机名或 IP 地址；请写成 jinguo.lan 或 192.168.1.8 的样子。",
    "\"{0}\" is neither a host name nor an IP address; write it like jinguo.lan or 192.168.1.8."};
/// {0} the name.
inline constexpr ErrorRow kNameOutside{
    "http.name_outside", 422,
    "本机证书机构不能为 {0} 签发：建立时没有写这个名称。请用 jinguo tls init --yes 重建，各手机须重新安装。",
    "The local authority may not vouch for {0}, which it was not made for. Make it anew with jinguo tls init "
    "--yes; phones must install it again."};

/// An authority of this installation alone, for ten years: phones that install it trust what it signs. By
/// its name constraints it can vouch for the given names, for "localhost" and for addresses of private
/// networks, and for nothing else on the Internet. Error http.not_a_name.
Result<TlsPair> make_authority(const std::vector<std::string>& names, app::Instant now);

/// A server certificate for these names and addresses, signed by that authority, for 397 days (phones refuse
/// more than 825). Its text holds the authority's behind it. Errors: http.not_a_name, http.name_outside,
/// http.tls_unreadable when the authority is none.
Result<TlsPair> issue_certificate(const TlsPair& authority, const std::vector<std::string>& names,
                                  app::Instant now);

}  // namespace jinguo::http
