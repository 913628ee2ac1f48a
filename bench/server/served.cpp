#include "server/served.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/error.h"
#include "http/client.h"
#include "rollup/measurements.h"

namespace jinguo::bench {
namespace {

/// The process ends with this one, however this one ends.
pid_t start(const std::vector<std::string>& words, int output) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t process = ::fork();
  if (process < 0) throw Failure("cannot start " + words[0]);
  if (process > 0) return process;
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  ::dup2(output, 1);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

uint16_t free_port() {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(descriptor, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(descriptor);
  return ntohs(address.sin_port);
}

http::Endpoint endpoint_at(uint16_t port) {
  http::Endpoint endpoint;
  endpoint.port = port;
  return endpoint;
}

}  // namespace

std::string run_program(const std::vector<std::string>& words) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw Failure("no pipe");
  const pid_t process = start(words, ends[1]);
  ::close(ends[1]);
  std::string out;
  std::array<char, 65536> block;
  for (ssize_t got = 0; (got = ::read(ends[0], block.data(), block.size())) > 0;)
    out.append(block.data(), static_cast<size_t>(got));
  ::close(ends[0]);
  int status = 0;
  ::waitpid(process, &status, 0);
  if (status != 0) {
    std::string line;
    for (const std::string& word : words) line += word + " ";
    throw Failure(line + "failed: " + out.substr(0, 2000));
  }
  return out;
}

Served::Served(const std::string& program, const std::vector<std::string>& where) : port_(free_port()) {
  std::vector<std::string> words{program, "serve", "--listen", "127.0.0.1:" + std::to_string(port_)};
  words.insert(words.end(), where.begin(), where.end());
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  const double begin = now();
  process_ = start(words, nowhere);
  ::close(nowhere);
  for (;;) {
    try {
      http::Client client(endpoint_at(port_));
      if (client.get("/api/about").status == 200) break;
    } catch (const Failure&) {
      int status = 0;
      if (::waitpid(process_, &status, WNOHANG) == process_) {
        process_ = -1;
        throw Failure("the server ended before its first answer");
      }
      if (now() - begin > 120) throw Failure("the server is not ready after two minutes");
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
  ready_ = now() - begin;
}

Served::~Served() {
  stop();
}

void Served::stop() {
  if (process_ < 0) return;
  ::kill(process_, SIGTERM);
  int status = 0;
  ::waitpid(process_, &status, 0);
  process_ = -1;
}

double Served::status_line(const char* name) const {
  std::ifstream in("/proc/" + std::to_string(process_) + "/status");
  for (std::string line; std::getline(in, line);)
    if (line.rfind(name, 0) == 0) return std::stod(line.substr(line.find(':') + 1)) * 1024;
  return 0;
}

double Served::resident() const {
  return status_line("VmRSS");
}
double Served::most_resident() const {
  return status_line("VmHWM");
}

double Served::written() const {
  std::ifstream in("/proc/" + std::to_string(process_) + "/io");
  for (std::string line; std::getline(in, line);)
    if (line.rfind("wchar:", 0) == 0) return std::stod(line.substr(6));
  return 0;
}

double Served::processor_time() const {
  std::ifstream in("/proc/" + std::to_string(process_) + "/stat");
  std::string line;
  std::getline(in, line);
  // After the program's name, which may hold blanks, utime is the 12th field and stime the 13th.
  std::istringstream rest(line.substr(line.rfind(')') + 2));
  std::string field;
  for (int i = 0; i < 11; ++i) rest >> field;
  double user = 0, system = 0;
  rest >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

Served::Reply Served::ask(const std::string& method, const std::string& target, const std::string& session,
                          const std::string& body, const std::string& file_name) const {
  http::Client client(endpoint_at(port_), std::chrono::seconds(120));
  http::ClientRequest request;
  request.method = method == "GET" ? http::Method::get : http::Method::post;
  request.target = target;
  request.body = body;
  if (!session.empty()) request.headers.add("Cookie", "jinguo=" + session);
  if (!body.empty())
    request.headers.add("Content-Type", file_name.empty() ? "application/json" : "application/octet-stream");
  if (!file_name.empty()) request.headers.add("X-File-Name", file_name);
  const http::Response response = client.send(request);
  Reply reply;
  reply.status = response.status;
  const std::string text(response.body_view());
  if (response.status >= 300) throw Failure(method + " " + target + " was refused: " + text.substr(0, 2000));
  reply.body = boost::json::parse(text);
  if (const auto cookie = response.headers.find("Set-Cookie")) {
    const std::string whole(*cookie);
    const size_t from = whole.find('=') + 1;
    reply.session = whole.substr(from, whole.find(';') - from);
  }
  return reply;
}

std::string Served::demo_session(const std::string& role) const {
  return ask("POST", "/api/demo/session", "", R"({"role":")" + role + R"("})").session;
}

std::string Served::session_by_link(const std::string& link) const {
  const std::string token = link.substr(link.rfind('/') + 1);
  return ask("POST", "/api/first-link", "",
             R"({"token":")" + token + R"(","password":"correct-horse-7-staple"})")
      .session;
}

}  // namespace jinguo::bench
