#include "office/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "office/office_error.h"

namespace jinguo::office {
namespace {

using Clock = std::chrono::steady_clock;

/// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    close();
    number_ = std::exchange(other.number_, -1);
    return *this;
  }
  ~Descriptor() { close(); }
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_ = -1;
};

struct Channel {
  Descriptor ours, theirs;
};

/// A socket pair instead of a pipe: writing to a program that has gone gives an error, not SIGPIPE.
Channel make_channel() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    throw Failure("no socket pair can be made");
  Channel out{Descriptor(ends[0]), Descriptor(ends[1])};
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return out;
}

class SpawnPlan {
 public:
  SpawnPlan() {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  pid_t start(const ProcessOrder& order, int in, int out, int err) {
    posix_spawn_file_actions_addchdir_np(&actions_, order.folder.c_str());
    posix_spawn_file_actions_adddup2(&actions_, in, 0);
    posix_spawn_file_actions_adddup2(&actions_, out, 1);
    posix_spawn_file_actions_adddup2(&actions_, err, 2);
    posix_spawn_file_actions_addclosefrom_np(&actions_, 3);
    sigset_t none, defaults;
    sigemptyset(&none);
    sigfillset(&defaults);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &defaults);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_,
                             POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

    std::vector<std::string> words = {order.program.string()};
    words.insert(words.end(), order.arguments.begin(), order.arguments.end());
    const char* path = getenv("PATH");
    std::vector<std::string> settings = {std::string("PATH=") + (path ? path : "/usr/bin:/bin"),
                                         "LANG=C.UTF-8", "TZ=Asia/Shanghai", "HOME=" + order.folder.string(),
                                         "TMPDIR=" + order.folder.string()};
    for (const auto& [name, value] : order.environment) settings.push_back(name + "=" + value);
    std::vector<char*> argv = pointers(words), envp = pointers(settings);
    pid_t child = 0;
    const int code =
        posix_spawn(&child, order.program.c_str(), &actions_, &attributes_, argv.data(), envp.data());
    if (code != 0) throw Failure("cannot start " + order.program.string() + ": " + strerror(code));
    return child;
  }

 private:
  static std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (std::string& text : texts) out.push_back(text.data());
    out.push_back(nullptr);
    return out;
  }
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

/// Takes what is there; closes the channel at its end. Beyond the limit bytes are thrown away.
/// Answers whether the limit was passed.
bool take(Descriptor& from, std::string& into, size_t limit) {
  std::array<char, 65536> piece;
  bool is_over = false;
  while (from.is_open()) {
    const ssize_t n = ::recv(from.number(), piece.data(), piece.size(), 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) break;
    if (n <= 0) {
      from.close();
      break;
    }
    const size_t room = limit - std::min(limit, into.size());
    is_over = is_over || static_cast<size_t>(n) > room;
    into.append(piece.data(), std::min(room, static_cast<size_t>(n)));
  }
  return is_over;
}

void give(Descriptor& to, std::string_view& rest) {
  const ssize_t n = ::send(to.number(), rest.data(), rest.size(), MSG_NOSIGNAL);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (n > 0) rest.remove_prefix(static_cast<size_t>(n));
  if (n <= 0 || rest.empty()) to.close();
}

}  // namespace

std::string ProcessOutcome::to_text() const {
  std::string out = end == End::timed_out          ? "timed out"
                    : end == End::output_too_large ? "too much output"
                    : end == End::signalled        ? "signal " + std::to_string(code)
                                                   : "exit " + std::to_string(code);
  std::string_view said(errors);
  if (said.size() > 300) said = said.substr(said.size() - 300);
  if (!said.empty()) out += ": ";
  for (const char c : said) out += c == '\n' || c == '\r' ? ' ' : c;
  return out;
}

ProcessOutcome run_process(const ProcessOrder& order) {
  Channel in = make_channel(), out = make_channel(), err = make_channel();
  const pid_t child = SpawnPlan().start(order, in.theirs.number(), out.theirs.number(), err.theirs.number());
  for (Channel* channel : {&in, &out, &err}) channel->theirs.close();
  // Called by its number: glibc 2.36 declares pidfd_open without extern "C".
  const Descriptor watch(static_cast<int>(syscall(SYS_pidfd_open, child, 0)));
  const auto deadline = Clock::now() + order.timeout;
  ProcessOutcome outcome;
  std::string_view rest = order.input;
  if (rest.empty()) in.ours.close();

  bool has_ended = false;
  while (!has_ended) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) {
      outcome.end = ProcessOutcome::End::timed_out;
      break;
    }
    std::array<pollfd, 4> waits = {{{in.ours.number(), POLLOUT, 0},
                                    {out.ours.number(), POLLIN, 0},
                                    {err.ours.number(), POLLIN, 0},
                                    {watch.number(), POLLIN, 0}}};
    // Without a pidfd (an old kernel) the end is looked for every 20 ms.
    const int wait = watch.is_open() ? static_cast<int>(std::min<long long>(left, 60'000)) : 20;
    if (poll(waits.data(), waits.size(), wait) < 0 && errno != EINTR) throw Failure("poll failed");
    if (waits[0].revents != 0) give(in.ours, rest);
    if (waits[1].revents != 0 && take(out.ours, outcome.output, order.output_limit)) {
      outcome.end = ProcessOutcome::End::output_too_large;
      break;
    }
    if (waits[2].revents != 0) take(err.ours, outcome.errors, order.error_limit);
    siginfo_t info{};
    has_ended =
        waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
  }
  // The group is ended before the leader is reaped, while its number cannot yet belong to another.
  kill(-child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (outcome.end == ProcessOutcome::End::exited) {
    if (take(out.ours, outcome.output, order.output_limit))
      outcome.end = ProcessOutcome::End::output_too_large;
    take(err.ours, outcome.errors, order.error_limit);
    outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
    if (WIFSIGNALED(status)) outcome.end = ProcessOutcome::End::signalled;
  }
  return outcome;
}

Result<std::filesystem::path> find_program(const std::vector<std::string>& names,
                                           std::string_view apt_package) {
  const char* path = getenv("PATH");
  const std::string folders = path ? path : "/usr/bin:/bin";
  for (const std::string& name : names) {
    for (size_t at = 0; at <= folders.size();) {
      const size_t end = std::min(folders.find(':', at), folders.size());
      const std::filesystem::path file = std::filesystem::path(folders.substr(at, end - at)) / name;
      if (end > at && access(file.c_str(), X_OK) == 0 && std::filesystem::is_regular_file(file)) return file;
      at = end + 1;
    }
  }
  return Error(kProgramMissing, {names.empty() ? "" : names.front(), std::string(apt_package)});
}

}  // namespace jinguo::office
