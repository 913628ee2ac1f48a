#pragma once
#include <boost/json.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "app/app.h"
#include "http/dispatch.h"
#include "office_port.h"

namespace jinguo::support {

namespace json = boost::json;

/// What the dispatcher answered.
struct Reply {
  int status = 0;
  std::string bytes;
  /// null when the body is no JSON.
  json::value body;
  bool is_good() const { return status < 400; }
  /// Code and sentence of a refusal with its places, for a test's message.
  std::string said() const;
};

struct Ask {
  http::Method method = http::Method::get;
  std::string path;
  std::vector<std::pair<std::string, std::string>> query = {};
  /// A JSON body; nothing sends none.
  std::optional<json::object> body = {};
  /// Bytes of a file instead.
  std::string file = {};
  std::string file_name = {};
  /// The idempotency key, empty for none.
  std::string key = {};
};

/// A whole installation in this process: an empty store of either engine, the office, the application and the
/// dispatcher, with a clock that stands until it is set and random bytes from a seed. Everything is asked
/// through the dispatcher, as a browser would; an answer that is not of the shape its route declares is a
/// Failure.
class World {
 public:
  /// `folder` is empty and the world's own. `conninfo` names an empty PostgreSQL database; empty for SQLite.
  World(std::filesystem::path folder, std::string conninfo);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  void set_today(Date day, int hour = 9);
  /// Time goes on within the day.
  void wait(int seconds) { now_ += int64_t{seconds} * 1000; }
  Date today() const { return today_; }
  /// Says which unit the installation is for; once the tree is there.
  void set_home(const std::string& code);
  const std::string& home() const { return home_; }
  /// Stops the store and opens it again: all that is in memory is read anew.
  void restart();

  /// As the operator of the machine, through the local socket.
  Reply ask_as_operator(const Ask& ask);
  /// As somebody with a session, by the name given to `add_person`; signed in again when a day has passed.
  /// “安全管理员” is there from the start.
  Reply ask_as(const std::string& person, const Ask& ask);
  /// An account with these posts (role name and unit code), made by the security administrator; its password
  /// is set by its one-time link.
  void add_person(const std::string& person, const std::vector<std::pair<std::string, std::string>>& posts);
  bool has_person(const std::string& person) const { return persons_.contains(person); }
  const std::string& account_of(const std::string& person) const;
  /// Whether the session the person had before anything was asked again is still good.
  bool is_session_alive(const std::string& person);

  app::App& app() { return *app_; }

 private:
  struct Person {
    std::string account, session;
    app::Instant since = 0;
  };
  void open();
  Reply send(const Ask& ask, const std::string& session, bool via_socket);
  void sign_in(Person& person);
  Person& security();
  Person& use_link(const std::string& name, const std::string& account, const std::string& token);

  std::filesystem::path folder_;
  std::string conninfo_, home_;
  Date today_;
  app::Instant now_ = 0;
  std::mt19937_64 random_{20110704};
  std::unique_ptr<SheetOffice> office_;
  std::unique_ptr<app::Store> store_;
  std::unique_ptr<app::App> app_;
  std::unique_ptr<http::Dispatcher> dispatcher_;
  std::map<std::string, Person> persons_;
  /// The session that the last answer set.
  std::string set_cookie_;
};

}  // namespace jinguo::support
