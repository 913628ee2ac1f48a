#pragma once
#include <boost/json.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "dry_store.h"
#include "http/dispatch.h"
#include "http/event_hub.h"
#include "plain_office.h"

namespace jinguo::matrix {

namespace json = boost::json;

/// Where May 2011 of `shelter` is closed, and was corrected since.
inline constexpr const char* kClosedAt = "371323101";
/// Where a second chair waits for her slip.
inline constexpr const char* kWaitingAt = "371323101201";
inline constexpr std::string_view kPassword = "a password of the matrix";

/// One who asks: a column of the matrix.
struct Asker {
  std::string name;
  /// The session's text; empty when none is sent.
  std::string session;
  /// Comes through the local socket.
  bool is_local = false;
  /// Through the socket in the name of this account; empty for the local operator.
  std::string as = "";
};

/// A text that must reach nobody without the right to its class.
struct Canary {
  std::string token, programme, field, privacy, unit;
};

/// A small country in a new folder: a province with two cities, accounts of every role, records of six
/// programmes in their states, an issued paper, an import. `app` writes nothing that lasts (see DryStore);
/// `real_app` does.
class World {
 public:
  /// `source` is the top of the source tree, where the programmes are.
  World(const std::filesystem::path& source, const std::filesystem::path& folder);
  ~World();

  const http::Dispatcher& dry() const { return *dry_dispatcher_; }
  http::Dispatcher& dry_dispatcher() const { return *dry_dispatcher_; }
  app::App& dry_app() const { return *dry_app_; }
  const http::Dispatcher& real() const { return *real_dispatcher_; }
  app::App& real_app() { return *real_app_; }
  http::EventHub& hub() { return hub_; }
  app::Store& store() { return *store_; }
  /// Milliseconds that the clock is ahead.
  void advance(int64_t milliseconds) { now_ += milliseconds; }
  void set_today(Date day) { today_ = day; }
  /// Where the next requests seem to come from.
  void set_peer(std::string peer) { peer_ = std::move(peer); }

  /// Sends a request to the lasting side.
  http::Response send(http::Method method, std::string path, const std::string& session,
                      const json::value& body = nullptr, const std::string& idempotency_key = "");
  /// Signs in; empty when it was refused.
  std::string sign_in(const std::string& account, const std::string& password = std::string(kPassword));
  /// Reads what was written on the lasting side into the one that only tries.
  void refresh();

  const std::vector<Asker>& askers() const { return askers_; }
  const std::vector<Canary>& canaries() const { return canaries_; }
  /// What an oracle must know: units, accounts, records, papers, imports. No outcome.
  const json::object& description() const { return description_; }

 private:
  void make_tree();
  void make_definitions();
  void make_accounts();
  void make_records();
  void make_papers();
  void make_files();
  void make_correction();
  void make_links(const std::string& security);
  void make_askers();
  void add_record(const std::string& programme, const std::string& unit, json::object values,
                  std::vector<std::string> events, const std::string& period = "");
  std::string canary(const std::string& programme, const std::string& field, const std::string& privacy,
                     const std::string& unit);
  UnitId unit_of(const std::string& code) const;

  std::filesystem::path source_;
  int64_t now_ = 1'310'688'000'000;
  std::string peer_ = "192.0.2.1";
  Date today_;
  std::unique_ptr<app::Store> store_;
  std::unique_ptr<DryStore> dry_store_;
  PlainOffice office_;
  http::EventHub hub_;
  std::unique_ptr<app::App> real_app_, dry_app_;
  std::unique_ptr<http::Dispatcher> real_dispatcher_, dry_dispatcher_;
  std::string password_hash_;
  std::vector<Asker> askers_;
  std::vector<Canary> canaries_;
  json::object description_;
  json::array records_, accounts_;
  std::vector<std::string> names_;
  /// Account, role, unit.
  std::vector<std::tuple<std::string, std::string, std::string>> given_;
};

/// An id number of the fictional area with its check character.
std::string fictional_id_number(int n);

}  // namespace jinguo::matrix
