#pragma once
#include <sys/types.h>

#include <boost/json.hpp>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace jinguo::bench {

/// Runs the program to its end and gives what it printed on standard output. Throws Failure when it fails.
std::string run_program(const std::vector<std::string>& words);

/// `jinguo serve` as its own process, on a free port; stopped with the object.
class Served {
 public:
  /// Starts it and waits for its first answer. `where` are the words that name the data, e.g. --data DIR.
  Served(const std::string& program, const std::vector<std::string>& where);
  ~Served();
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  uint16_t port() const { return port_; }
  /// Seconds from the start of the process to its first answer.
  double seconds_to_ready() const { return ready_; }
  /// Bytes of memory the process holds now, and the most it held.
  double resident() const;
  double most_resident() const;
  /// Seconds of processor time it has used so far, of all threads.
  double processor_time() const;
  /// Bytes it wrote to files since its start.
  double written() const;
  void stop();

  struct Reply {
    int status = 0;
    std::string session;
    boost::json::value body;
  };
  /// One request; throws Failure with the server's words when it is refused.
  Reply ask(const std::string& method, const std::string& target, const std::string& session = "",
            const std::string& body = "", const std::string& file_name = "") const;
  /// The session of a role of the demo.
  std::string demo_session(const std::string& role) const;
  /// The session behind a one-time link.
  std::string session_by_link(const std::string& link) const;

 private:
  double status_line(const char* name) const;
  pid_t process_ = -1;
  uint16_t port_ = 0;
  double ready_ = 0;
};

}  // namespace jinguo::bench
