#include "server/drive.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>

#include "base/error.h"
#include "rollup/measurements.h"

namespace jinguo::bench {
namespace {

int connect_to(uint16_t port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (descriptor < 0 || ::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    throw Failure(std::string("cannot connect: ") + std::strerror(errno));
  const int on = 1;
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return descriptor;
}

void send_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) throw Failure(std::string("cannot send: ") + std::strerror(errno));
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
}

/// Length of the whole answer at the front of `text`; 0 while it is not all there.
size_t answer_length(const std::string& text) {
  const size_t head = text.find("\r\n\r\n");
  if (head == std::string::npos) return 0;
  const size_t at = text.find("Content-Length: ");
  if (at == std::string::npos || at > head) throw Failure("an answer without its length: " + text);
  const size_t whole = head + 4 + static_cast<size_t>(std::atoll(text.c_str() + at + 16));
  return text.size() >= whole ? whole : 0;
}

struct Client {
  int descriptor = -1;
  std::string received;
  double sent_at = 0;
  size_t number = 0;
};

class Clients {
 public:
  Clients(uint16_t port, size_t count) : clients_(count), poll_(::epoll_create1(EPOLL_CLOEXEC)) {
    for (size_t i = 0; i < count; ++i) {
      clients_[i].descriptor = connect_to(port);
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.u64 = i;
      ::epoll_ctl(poll_, EPOLL_CTL_ADD, clients_[i].descriptor, &event);
    }
  }
  ~Clients() {
    for (const Client& client : clients_) ::close(client.descriptor);
    ::close(poll_);
  }
  Clients(const Clients&) = delete;
  Clients& operator=(const Clients&) = delete;

  Client& operator[](size_t i) { return clients_[i]; }
  size_t size() const { return clients_.size(); }
  /// Numbers of the clients that have something to read.
  size_t wait(std::array<epoll_event, 64>& events) const {
    const int ready = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 10'000);
    if (ready == 0) throw Failure("the server has not answered for ten seconds");
    return ready < 0 ? 0 : static_cast<size_t>(ready);
  }

 private:
  std::vector<Client> clients_;
  int poll_;
};

}  // namespace

std::string request_bytes(const std::string& method, const std::string& target, const std::string& session,
                          const std::string& body, const std::string& more_headers) {
  std::string out = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n";
  if (!session.empty()) out += "Cookie: jinguo=" + session + "\r\n";
  out += more_headers;
  if (method != "GET") {
    if (more_headers.find("Content-Type") == std::string::npos) out += "Content-Type: application/json\r\n";
    out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  return out + "\r\n" + body;
}

Driven drive(uint16_t port, size_t count, double seconds,
             const std::function<std::string(size_t client, size_t number)>& next) {
  Driven out;
  Clients clients(port, count);
  const double start = now();
  const auto ask = [&](size_t i) {
    const std::string bytes = next(i, clients[i].number++);
    clients[i].sent_at = now();
    send_all(clients[i].descriptor, bytes);
  };
  for (size_t i = 0; i < count; ++i) ask(i);
  size_t waiting = count;
  std::array<epoll_event, 64> events;
  std::array<char, 65536> block;
  while (waiting > 0) {
    const size_t ready = clients.wait(events);
    for (size_t e = 0; e < ready; ++e) {
      const size_t i = events[e].data.u64;
      Client& client = clients[i];
      const auto got = ::recv(client.descriptor, block.data(), block.size(), 0);
      if (got <= 0) throw Failure("the server closed the connection of a client");
      client.received.append(block.data(), static_cast<size_t>(got));
      if (answer_length(client.received) == 0) continue;
      const double at = now();
      out.latencies.push_back(at - client.sent_at);
      if (client.received.compare(9, 1, "2") != 0 && out.faults++ == 0) out.first_fault = client.received;
      client.received.clear();
      if (at - start < seconds) {
        ask(i);
      } else {
        --waiting;
      }
    }
  }
  out.elapsed = now() - start;
  return out;
}

IdleStreams::IdleStreams(uint16_t port, size_t count, const std::string& session) {
  const std::string bytes = request_bytes("GET", "/api/events", session, "", "Accept: text/event-stream\r\n");
  std::array<char, 4096> block;
  for (size_t i = 0; i < count; ++i) {
    const int descriptor = connect_to(port);
    send_all(descriptor, bytes);
    const auto got = ::recv(descriptor, block.data(), block.size(), 0);
    if (got > 12 && std::string_view(block.data(), 12) == "HTTP/1.1 200") {
      sockets_.push_back(descriptor);
    } else {
      ::close(descriptor);
    }
  }
}

IdleStreams::~IdleStreams() {
  for (const int descriptor : sockets_) ::close(descriptor);
}

}  // namespace jinguo::bench
