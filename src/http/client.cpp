#include "http/client.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace jinguo::http {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// The server closed where an answer should have begun: on a kept connection a reason to try once more.
class ClosedEarly : public Failure {
 public:
  ClosedEarly() : Failure("the server closed the connection without an answer") {}
};

milliseconds left_until(Clock::time_point end) {
  return std::max(std::chrono::duration_cast<milliseconds>(end - Clock::now()), milliseconds(0));
}

std::optional<std::size_t> number(std::string_view text, int base) {
  std::size_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (text.empty() || result.ec != std::errc{} || result.ptr != text.data() + text.size())
    return std::nullopt;
  return value;
}

std::string to_wire(const ClientRequest& request) {
  std::string out;
  out += to_text(request.method);
  out += ' ' + request.target + " HTTP/1.1\r\n";
  if (!request.headers.find("Host")) out += "Host: localhost\r\n";
  for (const auto& [name, value] : request.headers) out += name + ": " + value + "\r\n";
  const bool has_length = request.headers.find("Content-Length") || request.headers.find("Transfer-Encoding");
  const bool may_have_body = request.method != Method::get && request.method != Method::head;
  if (!has_length && (may_have_body || !request.body.empty()))
    out += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  out += "\r\n";
  return out + request.body;
}

bool is_repeatable(const ClientRequest& request) {
  return (request.method != Method::post && request.method != Method::patch) ||
         request.headers.find("Idempotency-Key").has_value();
}

}  // namespace

struct Client::Connection {
  Connection(Endpoint given, milliseconds longest) : endpoint(std::move(given)), timeout(longest) {}
  ~Connection() { drop(); }

  void open();
  void drop();
  bool wait(short events, Clock::time_point end) const;
  void write(std::string_view bytes, Clock::time_point end);
  /// False when the server has closed.
  bool read_more(Clock::time_point end);
  Response read_answer(bool is_head, Clock::time_point end);
  Response read_head(Clock::time_point end);
  std::string read_line(Clock::time_point end);
  std::string read_exactly(std::size_t size, Clock::time_point end);
  std::string read_chunks(Clock::time_point end);

  const Endpoint endpoint;
  const milliseconds timeout;
  int descriptor = -1;
  std::string buffer;
  bool has_ended = false;
  std::size_t heartbeats = 0;
};

void Client::Connection::drop() {
  if (descriptor >= 0) ::close(descriptor);
  descriptor = -1;
  buffer.clear();
}

void Client::Connection::open() {
  if (descriptor >= 0) return;
  const bool is_local = !endpoint.socket.empty();
  sockaddr_storage storage{};
  socklen_t size = 0;
  if (is_local) {
    auto* local = reinterpret_cast<sockaddr_un*>(&storage);
    const std::string path = endpoint.socket.string();
    if (path.size() >= sizeof local->sun_path)
      throw Failure("the path of the local socket is too long: " + path);
    local->sun_family = AF_UNIX;
    std::memcpy(local->sun_path, path.c_str(), path.size() + 1);
    size = sizeof(sockaddr_un);
  } else {
    auto* internet = reinterpret_cast<sockaddr_in*>(&storage);
    internet->sin_family = AF_INET;
    internet->sin_port = htons(endpoint.port);
    if (inet_pton(AF_INET, endpoint.address.c_str(), &internet->sin_addr) != 1)
      throw Failure("not an IPv4 address: " + endpoint.address);
    size = sizeof(sockaddr_in);
  }
  descriptor = ::socket(storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) throw Failure(std::string("no socket: ") + std::strerror(errno));
  if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&storage), size) != 0) {
    const std::string why = std::strerror(errno);
    drop();
    throw Failure("cannot reach the server: " + why);
  }
  const int on = 1;
  if (!is_local) setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
}

bool Client::Connection::wait(short events, Clock::time_point end) const {
  pollfd one{descriptor, events, 0};
  int result = 0;
  do {
    result = ::poll(&one, 1, static_cast<int>(left_until(end).count()));
  } while (result < 0 && errno == EINTR);
  return result > 0;
}

void Client::Connection::write(std::string_view bytes, Clock::time_point end) {
  while (!bytes.empty()) {
    const auto sent = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
      continue;
    }
    if (errno == EINTR) continue;
    // The server may have refused early and closed its reading side: its answer waits to be read.
    if (errno == EPIPE || errno == ECONNRESET) return;
    if (errno != EAGAIN) throw Failure(std::string("cannot send: ") + std::strerror(errno));
    if (!wait(POLLOUT, end)) throw Failure("the server takes the request too slowly");
  }
}

bool Client::Connection::read_more(Clock::time_point end) {
  std::array<char, 16384> block;
  for (;;) {
    const auto got = ::recv(descriptor, block.data(), block.size(), 0);
    if (got > 0) {
      buffer.append(block.data(), static_cast<std::size_t>(got));
      return true;
    }
    if (got == 0) return false;
    if (errno == EINTR) continue;
    if (errno == ECONNRESET) throw Failure("the server reset the connection");
    if (errno != EAGAIN) throw Failure(std::string("cannot receive: ") + std::strerror(errno));
    if (!wait(POLLIN, end)) throw Failure("the server did not answer in time");
  }
}

std::string Client::Connection::read_line(Clock::time_point end) {
  std::size_t at = 0;
  while ((at = buffer.find("\r\n")) == std::string::npos) {
    if (buffer.size() > 64 * 1024) throw Failure("the server sends an endless line");
    if (!read_more(end)) throw Failure("the answer ends in the middle of a line");
  }
  std::string line = buffer.substr(0, at);
  buffer.erase(0, at + 2);
  return line;
}

std::string Client::Connection::read_exactly(std::size_t size, Clock::time_point end) {
  while (buffer.size() < size) {
    if (!read_more(end)) throw Failure("the answer ends before its length");
  }
  std::string text = buffer.substr(0, size);
  buffer.erase(0, size);
  return text;
}

std::string Client::Connection::read_chunks(Clock::time_point end) {
  std::string body;
  for (;;) {
    const std::string line = read_line(end);
    const auto size = number(std::string_view(line).substr(0, line.find(';')), 16);
    if (!size) throw Failure("the server sends a broken chunk");
    body += read_exactly(*size, end);
    if (!read_line(end).empty()) throw Failure("the server sends a broken chunk end");
    if (*size == 0) return body;
  }
}

Response Client::Connection::read_head(Clock::time_point end) {
  if (buffer.empty() && !read_more(end)) throw ClosedEarly();
  Response response;
  const std::string status = read_line(end);
  const auto code = number(std::string_view(status).substr(std::min<std::size_t>(9, status.size()), 3), 10);
  if (!status.starts_with("HTTP/1.") || !code) throw Failure("the server does not speak HTTP: " + status);
  response.status = static_cast<int>(*code);
  for (std::string line = read_line(end); !line.empty(); line = read_line(end)) {
    const auto colon = line.find(':');
    if (colon == std::string::npos) throw Failure("the server sends a broken header");
    const auto value = std::min(line.find_first_not_of(" \t", colon + 1), line.size());
    response.headers.add(line.substr(0, colon), line.substr(value));
  }
  if (response.status >= 200) return response;
  return read_head(end);
}

Response Client::Connection::read_answer(bool is_head, Clock::time_point end) {
  Response response = read_head(end);
  const bool is_bodiless = is_head || response.status == 204 || response.status == 304;
  const auto length = response.headers.find("Content-Length");
  const bool closes = equals_ignoring_case(response.headers.find("Connection").value_or(""), "close");
  if (is_bodiless) {
    response.body.clear();
  } else if (response.headers.find("Transfer-Encoding")) {
    response.body = read_chunks(end);
  } else if (length) {
    response.body = read_exactly(number(*length, 10).value_or(0), end);
  } else {
    while (read_more(end)) {
    }
    response.body = std::exchange(buffer, {});
  }
  if (closes) drop();
  return response;
}

Client::Client(Endpoint endpoint, milliseconds timeout)
    : connection_(std::make_unique<Connection>(std::move(endpoint), timeout)) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

Response Client::send(const ClientRequest& request) {
  const std::string wire = to_wire(request);
  const auto end = Clock::now() + connection_->timeout;
  const auto attempt = [&] {
    connection_->open();
    connection_->write(wire, end);
    return connection_->read_answer(request.method == Method::head, end);
  };
  const bool was_kept = connection_->descriptor >= 0;
  try {
    return attempt();
  } catch (const ClosedEarly&) {
    connection_->drop();
    if (!was_kept || !is_repeatable(request)) throw;
  } catch (...) {
    connection_->drop();
    throw;
  }
  return attempt();
}

Response Client::get(std::string target) {
  ClientRequest request;
  request.target = std::move(target);
  return send(request);
}

Response Client::post(std::string target, std::string json_body) {
  ClientRequest request;
  request.method = Method::post;
  request.target = std::move(target);
  request.headers.add("Content-Type", "application/json");
  request.body = std::move(json_body);
  return send(request);
}

Response Client::open_events(std::string target, std::optional<std::uint64_t> last_position) {
  ClientRequest request;
  request.target = std::move(target);
  request.headers.add("Accept", "text/event-stream");
  if (last_position) request.headers.add("Last-Event-ID", std::to_string(*last_position));
  const auto end = Clock::now() + connection_->timeout;
  connection_->open();
  connection_->write(to_wire(request), end);
  return connection_->read_head(end);
}

std::optional<ClientEvent> Client::next_event(milliseconds longest) {
  const auto end = Clock::now() + longest;
  std::string& buffer = connection_->buffer;
  for (;;) {
    const auto stop = buffer.find("\n\n");
    if (stop == std::string::npos) {
      if (connection_->has_ended || !connection_->wait(POLLIN, end)) return std::nullopt;
      connection_->has_ended = !connection_->read_more(end);
      continue;
    }
    const std::string block = buffer.substr(0, stop + 1);
    buffer.erase(0, stop + 2);
    ClientEvent event;
    bool has_data = false;
    for (std::size_t at = 0; at < block.size();) {
      const std::size_t line_end = block.find('\n', at);
      const std::string line = block.substr(at, line_end - at);
      at = line_end + 1;
      if (line.starts_with(':')) ++connection_->heartbeats;
      if (line.starts_with("id: ")) event.id = line.substr(4);
      if (line.starts_with("event: ")) event.name = line.substr(7);
      if (line.starts_with("data: ")) {
        event.data += (has_data ? "\n" : "") + line.substr(6);
        has_data = true;
      }
    }
    if (has_data) return event;
  }
}

bool Client::has_ended() const {
  return connection_->has_ended;
}
std::size_t Client::heartbeats() const {
  return connection_->heartbeats;
}

std::string Client::send_raw(std::string_view bytes, milliseconds longest, std::size_t enough) {
  const auto end = Clock::now() + longest;
  connection_->open();
  connection_->write(bytes, end);
  try {
    while (connection_->buffer.size() < enough && connection_->wait(POLLIN, end) &&
           connection_->read_more(end)) {
    }
  } catch (const Failure&) {
    // A reset ends the reading; what came before it is the answer.
  }
  return std::exchange(connection_->buffer, {});
}

}  // namespace jinguo::http
