#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace jinguo::cli {

/// One request to the API, whoever answers it.
struct Ask {
  /// "GET", "POST", "PATCH", "DELETE".
  std::string method = "GET";
  /// Decoded, from "/api/" on.
  std::string path;
  /// In their order; those with an empty value are not sent.
  std::vector<std::pair<std::string, std::string>> query;
  /// JSON text, or the bytes of a file.
  std::string body;
  /// The body is a file of this name; empty for JSON.
  std::string file_name;
};

struct Reply {
  int status = 200;
  std::string content_type;
  std::string body;
  bool is_good() const { return status < 400; }
};

/// Where to listen, and what `serve` prints it with.
struct ServeOrder {
  std::string address = "127.0.0.1";
  uint16_t port = 8711;
  /// When the port is taken the next free one is used.
  bool may_move = true;
  /// Proxies that are believed about origin and encryption; then nobody else but this machine is served.
  std::vector<std::string> trusted_proxies;
  /// Files of the certificate and its key, PEM; empty: those of `tls init`, if there are any.
  std::string tls_certificate, tls_key;
  /// Also a demo is served to others: over TLS, to browsers that one-time links let in.
  bool is_by_link = false;
  /// Every line meant for the terminal, e.g. the address.
  std::function<void(std::string_view)> say;

  /// Whether nobody but this machine can reach it.
  bool is_loopback() const { return address.starts_with("127.") || address == "::1"; }
};

/// A demo lets everybody who reaches it in, without a password. {0} the address it was to listen on.
inline constexpr ErrorRow kDemoIsLocal{
    "cli.demo_is_local", 400,
    "演示城市不用密码就能进入，只能在本机打开，不能监听 {0}；请去掉 --listen，或写 --listen 127.0.0.1:8711。"
    "给旁边的手机看，用 jinguo demo --lan（一次性链接）；正式使用请用 jinguo init 另建数据目录。",
    "The demo city lets everybody in without a password, so it is served to this machine alone and not on "
    "{0}; "
    "leave --listen out or write --listen 127.0.0.1:8711. jinguo demo --lan shows it to phones and others "
    "nearby by one-time links; for real work make an installation of its own with jinguo init."};

/// {0} the address it was to listen on.
inline constexpr ErrorRow kNotEncrypted{
    "cli.not_encrypted", 400,
    "监听 {0} 会让密码和个人信息明文过网，已拒绝。请先 jinguo tls init，或用 --tls-cert 和 --tls-key "
    "给出证书，"
    "或用 --behind-proxy 写明前面 HTTPS 代理的地址。",
    "Listening on {0} would send passwords and personal data unencrypted, so it is refused. Run jinguo tls "
    "init "
    "first, or give a certificate with --tls-cert and --tls-key, or name the HTTPS proxy in front with "
    "--behind-proxy."};

/// What `tls init` or `tls renew` made.
struct TlsMade {
  std::vector<std::string> names;
  /// The authority's, of SHA-256, as phones show it.
  std::string fingerprint;
  /// Last days of the authority and of the server's certificate.
  std::string authority_until, until;
};

/// One line of `doctor`.
struct Finding {
  enum class Kind { good, warning, bad };
  Kind kind = Kind::good;
  /// What was looked at, what was found and, unless good, how to mend it.
  std::string zh, en;
};

/// What a new installation is made with.
struct NewInstallation {
  std::string home_unit;
  /// Text of a table of units and its name in faults; empty when the units come later.
  std::string units, units_file;
};

/// An account made on the way, with the path of its one-time link.
struct FirstAccount {
  std::string account, name, link;
};

/// The installation that commands work on: a data folder or a database, served or not. A port: `src/main`
/// fills it. A Failure means the world failed.
class Installation {
 public:
  virtual ~Installation() = default;
  /// Through the server when the folder is served, else in this process. Error: there are no data, or another
  /// process has them open without serving.
  virtual Result<Reply> answer(const Ask& ask) = 0;
  virtual bool has_data() = 0;
  /// Where no place was named, the data are made in a folder that is gone with this object, and with SIGINT
  /// or SIGTERM too. Called first.
  virtual void be_passing() = 0;
  /// Makes the demo city in an empty place; `say` is told of each step.
  virtual Result<void> make_demo(const std::function<void(std::string_view)>& say) = 0;
  /// Makes an installation, or completes one: settings, units, the three administrators that are missing.
  virtual Result<std::vector<FirstAccount>> make_empty(const NewInstallation& given) = 0;
  /// Serves until the process is told to stop.
  virtual Result<void> serve(const ServeOrder& order) = 0;
  /// Makes the local authority (with `anew` also in the place of another) and a server certificate for these
  /// names, this machine's name and its addresses.
  virtual Result<TlsMade> init_tls(const std::vector<std::string>& names, bool anew) = 0;
  /// A new server certificate of the same authority; without names for those it had.
  virtual Result<TlsMade> renew_tls(const std::vector<std::string>& names) = 0;
  /// Fills an empty place from a backup; with `only_check` the file is judged and nothing written. Answers
  /// what it holds, as the shape `Verdict` of the API.
  virtual Result<std::string> restore(const std::string& file, bool only_check) = 0;
  /// The machine, the data, and whether it could listen there; a port that was not named may be taken.
  virtual std::vector<Finding> examine(const ServeOrder& order) = 0;
  /// The API as OpenAPI, and its shapes as TypeScript.
  virtual std::string openapi() = 0;
  virtual std::string typescript() = 0;
};

/// Which installation, and as whom; what is empty is left to the environment and the defaults.
struct Target {
  std::string data, conninfo, key_file, account;
};
using OpenInstallation = std::function<std::unique_ptr<Installation>(const Target&)>;

}  // namespace jinguo::cli
