#include "http/server.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <fstream>
#include <future>
#include <thread>

#include "http/client.h"
#include "http/event_hub.h"

namespace jinguo::http {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

std::string value(const Response& response, std::string_view name) {
  return std::string(response.headers.find(name).value_or("(none)"));
}

/// A server with a handler that echoes, and everything short that would be long.
class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    options_.head_timeout = 400ms;
    options_.idle_timeout = 3s;
    options_.body_window = 400ms;
    options_.write_window = 1s;
    options_.heartbeat = 300ms;
    options_.limits.body = 100'000;
    options_.limits.body_for = [](const Request& request) -> std::size_t {
      return request.path == "/upload" ? 20'000'000 : 100'000;
    };
    options_.is_heavy = [](const Request& request) { return request.path.starts_with("/heavy"); };
    options_.on_failure = [this](std::string_view, std::string_view) { ++failures_; };
  }

  void start() {
    server_.emplace(options_,
                    [this](Request request, Respond respond) { handle(std::move(request), respond); });
    server_->start();
  }

  Client client(std::chrono::milliseconds timeout = 5s) const {
    Endpoint endpoint;
    endpoint.port = server_->port();
    return Client(endpoint, timeout);
  }

  void handle(Request request, const Respond& respond) {
    if (request.path == "/throw") throw Failure("the disk is gone");
    if (request.path == "/forget") return;
    if (request.path == "/big") return respond(plain(200, std::string(8'000'000, 'b')));
    if (request.path == "/noise") {
      Response response = plain(200, std::string(30'000'000, 'b'));
      response.headers.set("Content-Type", "application/octet-stream");
      return respond(std::move(response));
    }
    if (request.path == "/heavy/slow") std::this_thread::sleep_for(300ms);
    if (request.path == "/later") {
      later_.push_back(std::async(std::launch::async, [respond] {
        std::this_thread::sleep_for(50ms);
        respond(plain(200, "later"));
        respond(plain(500, "never seen"));
      }));
      return;
    }
    if (request.path == "/events") {
      Subscriber who;
      who.session = request.query.find("session").value_or("");
      who.last_position = last_event_id(request);
      return respond(hub_.subscribe(std::move(who)));
    }
    std::string text = std::string(to_text(request.method)) + " " + request.path + "?" + request.raw_query +
                       " " + std::to_string(request.body.size()) + " " + request.peer +
                       (request.via_socket ? " socket" : " tcp");
    if (request.path == "/echo") text = request.body;
    respond(plain(200, std::move(text)));
  }

  ServerOptions options_;
  EventHub hub_;
  std::atomic<int> failures_ = 0;
  std::vector<std::future<void>> later_;
  std::optional<Server> server_;
};

TEST_F(ServerTest, answers_many_requests_on_one_connection) {
  start();
  Client one = client();
  for (int i = 0; i < 50; ++i) {
    const Response response = one.get("/a/%E5%B7%BE?n=" + std::to_string(i));
    ASSERT_EQ(response.status, 200);
    ASSERT_EQ(response.body, "GET /a/巾?n=" + std::to_string(i) + " 0 127.0.0.1 tcp");
  }
  EXPECT_EQ(server_->counts().connections, 1u);
  EXPECT_EQ(server_->counts().requests, 50u);
}

TEST_F(ServerTest, answers_pipelined_requests_in_order) {
  start();
  std::string wire;
  constexpr int kCount = 3000;
  for (int i = 0; i < kCount; ++i) {
    const std::string path = i % 500 == 7 ? "/later" : i % 500 == 9 ? "/heavy" : "/r" + std::to_string(i);
    wire += "GET " + path + (i + 1 == kCount ? " HTTP/1.1\r\nConnection: close" : " HTTP/1.1") +
            "\r\nHost: h\r\n\r\n";
  }
  Client one = client();
  const std::string all = one.send_raw(wire, 10s);
  std::size_t at = 0;
  for (int i = 0; i < kCount; ++i) {
    const std::string mark = i % 500 == 7   ? "\r\n\r\nlater"
                             : i % 500 == 9 ? "GET /heavy?"
                                            : "GET /r" + std::to_string(i) + "?";
    at = all.find(mark, at);
    ASSERT_NE(at, std::string::npos) << i;
  }
}

TEST_F(ServerTest, reads_bodies_plain_and_chunked) {
  start();
  Client one = client();
  ClientRequest request;
  request.method = Method::post;
  request.target = "/upload";
  request.body.assign(10'000'000, 'x');
  EXPECT_NE(one.send(request).body.find("POST /upload? 10000000 "), std::string::npos);
  const std::string raw = one.send_raw(
      "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: "
      "close\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
      2s);
  EXPECT_TRUE(raw.ends_with("\r\n\r\nabcde")) << raw;
}

TEST_F(ServerTest, tells_413_and_lets_the_client_read_it) {
  start();
  for (const bool is_chunked : {false, true}) {
    Client one = client();
    ClientRequest request;
    request.method = Method::put;
    request.target = "/small";
    request.body.assign(60'000'000, 'x');
    if (is_chunked) {
      request.headers.add("Transfer-Encoding", "chunked");
      request.body = "3938700\r\n" + request.body + "\r\n0\r\n\r\n";
    }
    const Response response = one.send(request);
    EXPECT_EQ(response.status, 413) << is_chunked;
    EXPECT_NE(response.body.find("http.body_too_large"), std::string::npos);
    EXPECT_EQ(client().get("/x").status, 200);
  }
}

TEST_F(ServerTest, says_go_on_to_who_waits_for_it) {
  start();
  Client one = client();
  const std::string first = one.send_raw(
      "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: "
      "close\r\n\r\n",
      1s, 25);
  EXPECT_EQ(first, "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_TRUE(one.send_raw("ok", 2s).ends_with("\r\n\r\nok"));
  Client two = client();
  EXPECT_TRUE(
      two.send_raw("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 200000\r\nExpect: 100-continue\r\n\r\n",
                   3s)
          .starts_with("HTTP/1.1 413 "));
}

TEST_F(ServerTest, gives_up_on_slow_heads_and_bodies) {
  start();
  for (const char* wire :
       {"GET / HTTP/1.1\r\nHost:", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9000\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"}) {
    Client one = client();
    const auto begin = Clock::now();
    EXPECT_TRUE(one.send_raw(wire, 3s, 12).starts_with("HTTP/1.1 408")) << wire;
    EXPECT_LT(Clock::now() - begin, 2s);
    EXPECT_GT(Clock::now() - begin, 300ms);
  }
}

TEST_F(ServerTest, a_body_that_keeps_the_rate_may_take_longer) {
  start();
  Client one = client();
  one.send_raw("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5000\r\nConnection: close\r\n\r\n", 1ms, 0);
  for (int i = 0; i < 10; ++i) {
    one.send_raw(std::string(500, 'x'), 1ms, 0);
    std::this_thread::sleep_for(130ms);
  }
  EXPECT_TRUE(one.send_raw("", 2s).starts_with("HTTP/1.1 200"));
}

TEST_F(ServerTest, drops_who_does_not_take_its_answer) {
  start();
  Client one = client();
  one.send_raw("GET /noise HTTP/1.1\r\nHost: h\r\n\r\n", 1ms, 0);
  const auto end = Clock::now() + 5s;
  while (server_->counts().connections > 0 && Clock::now() < end) std::this_thread::sleep_for(50ms);
  EXPECT_EQ(server_->counts().connections, 0u);
}

TEST_F(ServerTest, closes_silent_connections) {
  start();
  Client silent = client();
  EXPECT_EQ(silent.send_raw("", 2s), "");
  const auto end = Clock::now() + 2s;
  while (server_->counts().connections > 0 && Clock::now() < end) std::this_thread::sleep_for(5ms);
  EXPECT_EQ(server_->counts().connections, 0u);
}

TEST_F(ServerTest, answers_from_other_threads_once) {
  start();
  Client one = client();
  EXPECT_EQ(one.get("/later").body, "later");
  EXPECT_EQ(one.get("/next").status, 200);
  EXPECT_NE(one.get("/heavy").body.find("GET /heavy?"), std::string::npos);
}

TEST_F(ServerTest, a_slow_heavy_request_does_not_hold_the_others) {
  options_.io_threads = 1;
  start();
  auto slow = std::async(std::launch::async, [this] { return client().get("/heavy/slow").status; });
  std::this_thread::sleep_for(50ms);
  const auto begin = Clock::now();
  EXPECT_EQ(client().get("/quick").status, 200);
  EXPECT_LT(Clock::now() - begin, 150ms);
  EXPECT_EQ(slow.get(), 200);
}

TEST_F(ServerTest, more_heavy_requests_than_may_wait_are_told_to_come_again) {
  options_.worker_threads = 1;
  options_.worker_queue = 1;
  start();
  std::vector<std::future<int>> all;
  for (int i = 0; i < 6; ++i)
    all.push_back(std::async(std::launch::async, [this] { return client().get("/heavy/slow").status; }));
  int busy = 0;
  for (auto& one : all) busy += one.get() == 503 ? 1 : 0;
  EXPECT_GE(busy, 3);
  EXPECT_LE(busy, 5);
}

TEST_F(ServerTest, failures_become_a_500_without_their_text) {
  start();
  Client one = client();
  for (const char* path : {"/throw", "/forget"}) {
    const Response response = one.get(path);
    EXPECT_EQ(response.status, 500);
    EXPECT_NE(response.body.find("http.internal"), std::string::npos);
    const std::size_t trace = response.body.find("\"trace\":\"");
    ASSERT_NE(trace, std::string::npos);
    EXPECT_EQ(response.body.find_first_not_of("0123456789abcdef", trace + 9), trace + 9 + 12)
        << response.body;
    EXPECT_EQ(response.body.find("disk"), std::string::npos);
  }
  EXPECT_EQ(failures_, 2);
  EXPECT_EQ(one.get("/fine").status, 200);
}

TEST_F(ServerTest, head_has_no_body) {
  start();
  Client one = client();
  ClientRequest request;
  request.method = Method::head;
  request.target = "/big";
  const Response response = one.send(request);
  EXPECT_EQ(value(response, "Content-Length"), "8000000");
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(one.get("/next").status, 200);
}

TEST_F(ServerTest, big_answers_arrive_whole_and_pressed_if_wanted) {
  start();
  Client one = client();
  EXPECT_EQ(one.get("/big").body.size(), 8'000'000u);
  ClientRequest request;
  request.target = "/big";
  request.headers.add("Accept-Encoding", "gzip");
  const Response pressed = one.send(request);
  EXPECT_EQ(value(pressed, "Content-Encoding"), "gzip");
  EXPECT_LT(pressed.body.size(), 100'000u);
}

TEST_F(ServerTest, refuses_writes_from_other_sites) {
  start();
  Client one = client();
  ClientRequest request;
  request.method = Method::post;
  request.headers.add("Origin", "https://evil.example");
  EXPECT_EQ(one.send(request).status, 403);
  request.headers.set("Origin", "http://localhost");
  EXPECT_EQ(one.send(request).status, 200);
}

TEST_F(ServerTest, believes_only_listed_proxies) {
  options_.trusted_proxies = {"127.0.0.1"};
  start();
  Client one = client();
  ClientRequest request;
  request.headers.add("X-Forwarded-For", "6.6.6.6, 10.0.0.9, 127.0.0.1");
  request.headers.add("X-Forwarded-Proto", "https");
  const Response response = one.send(request);
  EXPECT_NE(response.body.find(" 10.0.0.9 tcp"), std::string::npos) << response.body;
  EXPECT_NE(value(response, "Strict-Transport-Security"), "(none)");
  server_->stop();
  options_.trusted_proxies.clear();
  start();
  Client two = client();
  EXPECT_NE(two.send(request).body.find(" 127.0.0.1 tcp"), std::string::npos);
}

TEST_F(ServerTest, of_forwarding_lines_told_twice_the_proxys_own_counts) {
  options_.trusted_proxies = {"127.0.0.1"};
  start();
  ClientRequest request;
  request.headers.add("X-Forwarded-For", "6.6.6.6");
  request.headers.add("X-Forwarded-Proto", "https");
  request.headers.add("X-Forwarded-For", "10.0.0.9");
  request.headers.add("X-Forwarded-Proto", "http");
  const Response response = client().send(request);
  EXPECT_NE(response.body.find(" 10.0.0.9 tcp"), std::string::npos) << response.body;
  EXPECT_EQ(value(response, "Strict-Transport-Security"), "(none)");
}

TEST_F(ServerTest, speaks_through_a_local_socket_of_its_owner) {
  const fs::path path = fs::temp_directory_path() / ("server_test_" + std::to_string(getpid()) + ".sock");
  options_.socket = path;
  start();
  struct stat facts {};
  ASSERT_EQ(stat(path.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  Endpoint endpoint;
  endpoint.socket = path;
  Client one(endpoint);
  EXPECT_EQ(one.get("/x").body, "GET /x? 0 local socket");
  ServerOptions second;
  second.address.clear();
  second.socket = path;
  Server other(second, [](Request, const Respond& respond) { respond(plain(200, "")); });
  EXPECT_THROW(other.start(), Failure);
  EXPECT_EQ(one.get("/y").status, 200);
  server_->stop();
  EXPECT_FALSE(fs::exists(path));
}

TEST_F(ServerTest, takes_over_a_socket_left_behind) {
  const fs::path path = fs::temp_directory_path() / ("server_left_" + std::to_string(getpid()) + ".sock");
  options_.socket = path;
  options_.address.clear();
  std::ofstream(path) << "not a socket";
  server_.emplace(options_, [](Request, const Respond& respond) { respond(plain(200, "")); });
  EXPECT_THROW(server_->start(), Failure);
  EXPECT_TRUE(fs::exists(path));
  fs::remove(path);
  start();
  fs::rename(path, path.string() + ".x");
  server_->stop();
  fs::rename(path.string() + ".x", path);
  start();
  Endpoint endpoint;
  endpoint.socket = path;
  EXPECT_EQ(Client(endpoint).get("/").status, 200);
}

TEST_F(ServerTest, a_taken_port_is_told) {
  start();
  ServerOptions second;
  second.port = server_->port();
  Server other(second, [](Request, const Respond& respond) { respond(plain(200, "")); });
  EXPECT_THROW(other.start(), Failure);
}

TEST_F(ServerTest, more_connections_than_allowed_are_told_so) {
  options_.max_connections = 3;
  start();
  std::vector<Client> all;
  for (int i = 0; i < 3; ++i) {
    all.push_back(client());
    EXPECT_EQ(all.back().get("/").status, 200);
  }
  EXPECT_EQ(client().get("/").status, 503);
  all.pop_back();
  std::this_thread::sleep_for(200ms);
  EXPECT_EQ(client().get("/").status, 200);
}

TEST_F(ServerTest, a_connection_told_to_come_again_holds_no_thread) {
  options_.io_threads = 1;
  options_.max_connections = 1;
  start();
  Client held = client();
  EXPECT_EQ(held.get("/").status, 200);
  Client refused = client();
  // As much as one read takes: a thread that reads on would wait for more.
  EXPECT_TRUE(refused.send_raw(std::string(16 * 1024, 'x'), 300ms).starts_with("HTTP/1.1 503"));
  EXPECT_EQ(held.get("/").status, 200);
}

/// The first bytes of the answer to a request sent on a connected socket; empty when none came in time.
std::string answer_on(int descriptor) {
  constexpr std::string_view kRequest = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
  if (send(descriptor, kRequest.data(), kRequest.size(), MSG_NOSIGNAL) < 0) return "";
  pollfd one{descriptor, POLLIN, 0};
  char answer[12] = {};
  if (poll(&one, 1, 3000) != 1) return "";
  return {answer, static_cast<std::size_t>(std::max<ssize_t>(read(descriptor, answer, sizeof answer), 0))};
}

TEST_F(ServerTest, both_doors_open_again_after_descriptors_ran_out) {
  options_.socket = fs::temp_directory_path() / ("server_full_" + std::to_string(getpid()) + ".sock");
  start();
  sockaddr_in by_tcp{};
  by_tcp.sin_family = AF_INET;
  by_tcp.sin_port = htons(server_->port());
  by_tcp.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr_un by_file{};
  by_file.sun_family = AF_UNIX;
  std::strcpy(by_file.sun_path, options_.socket.c_str());
  const int tcp = socket(AF_INET, SOCK_STREAM, 0), file = socket(AF_UNIX, SOCK_STREAM, 0);
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  const int next = dup(tcp);
  close(next);
  const rlimit none_left{static_cast<rlim_t>(next), limit.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none_left), 0);
  EXPECT_EQ(connect(tcp, reinterpret_cast<const sockaddr*>(&by_tcp), sizeof by_tcp), 0);
  EXPECT_EQ(connect(file, reinterpret_cast<const sockaddr*>(&by_file), sizeof by_file), 0);
  std::this_thread::sleep_for(250ms);
  setrlimit(RLIMIT_NOFILE, &limit);
  EXPECT_EQ(answer_on(tcp), "HTTP/1.1 200");
  EXPECT_EQ(answer_on(file), "HTTP/1.1 200");
  close(tcp);
  close(file);
}

TEST_F(ServerTest, serves_the_work_app_beside_the_handler) {
  const fs::path folder = fs::temp_directory_path() / ("server_static_" + std::to_string(getpid()));
  fs::create_directories(folder / "assets");
  std::ofstream(folder / "index.html") << "<html>app</html>";
  std::ofstream(folder / "assets/x-Abcdef12.js") << "js";
  options_.static_folder = folder;
  options_.static_prefix = "/app";
  options_.is_app_path = [](std::string_view path) { return path == "/app" || path.starts_with("/app/"); };
  start();
  fs::remove_all(folder);
  Client one = client();
  EXPECT_EQ(one.get("/app/assets/x-Abcdef12.js").body, "js");
  EXPECT_EQ(one.get("/app/inbox/3?x=1").body, "<html>app</html>");
  EXPECT_EQ(one.get("/app").body, "<html>app</html>");
  EXPECT_NE(one.get("/api/x").body.find("GET /api/x"), std::string::npos);
  for (const char* path : {"/app/../x", "/app/%2e%2e/%2e%2e/etc/passwd", "/app/..%5c..%5cx", "/app/%00",
                           "/app/..%2fx", "/app/assets/%2e%2e%2f%2e%2e%2fetc/passwd"})
    EXPECT_EQ(one.get(path).status, 400) << path;
}

TEST_F(ServerTest, tells_hundreds_of_idle_streams) {
  raise_open_files();
  start();
  constexpr std::size_t kStreams = 500;
  std::vector<Client> all;
  for (std::size_t i = 0; i < kStreams; ++i) {
    all.push_back(client());
    ASSERT_EQ(all.back().open_events("/events").status, 200);
  }
  while (hub_.size() < kStreams) std::this_thread::sleep_for(5ms);
  Event event;
  event.position = 7;
  event.data = "hello";
  EXPECT_EQ(hub_.publish(event), kStreams);
  for (auto& one : all) {
    const auto got = one.next_event(3s);
    ASSERT_TRUE(got);
    ASSERT_EQ(got->id, "7");
    ASSERT_EQ(got->data, "hello");
  }
  EXPECT_EQ(server_->counts().streams, kStreams);
  const auto begin = Clock::now();
  server_->stop();
  EXPECT_LT(Clock::now() - begin, 3s);
  EXPECT_FALSE(all.front().next_event(1s));
  EXPECT_TRUE(all.front().has_ended());
}

TEST_F(ServerTest, idle_streams_get_heartbeats_and_gone_ones_are_forgotten) {
  start();
  {
    Client one = client();
    one.open_events("/events");
    EXPECT_FALSE(one.next_event(1200ms));
    EXPECT_FALSE(one.has_ended());
    EXPECT_GE(one.heartbeats(), 2u);
    EXPECT_LE(one.heartbeats(), 5u);
  }
  const auto end = Clock::now() + 2s;
  while (hub_.size() > 0 && Clock::now() < end) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(hub_.size(), 0u);
  EXPECT_EQ(server_->counts().streams, 0u);
}

TEST_F(ServerTest, streams_end_with_their_session) {
  start();
  Client one = client();
  Client two = client();
  one.open_events("/events?session=a");
  two.open_events("/events?session=b");
  EXPECT_EQ(hub_.close_if([](const Subscriber& who) { return who.session == "a"; }), 1u);
  EXPECT_FALSE(one.next_event(1s));
  EXPECT_TRUE(one.has_ended());
  EXPECT_FALSE(two.next_event(100ms));
  EXPECT_FALSE(two.has_ended());
}

TEST_F(ServerTest, a_client_that_does_not_read_is_dropped_and_others_hear_on) {
  options_.write_window = 60s;
  start();
  Client deaf = client();
  Client good = client();
  deaf.open_events("/events?session=deaf");
  good.open_events("/events?session=good");
  Event event;
  event.data.assign(20'000, 'd');
  std::uint64_t heard = 0;
  for (std::uint64_t i = 1; i <= 2000 && hub_.size() == 2; ++i) {
    event.position = i;
    hub_.publish(event);
    const auto got = good.next_event(3s);
    ASSERT_TRUE(got);
    heard = i;
    ASSERT_EQ(got->id, std::to_string(i));
  }
  EXPECT_EQ(hub_.size(), 1u) << "after " << heard << " events";
}

TEST_F(ServerTest, resumes_a_stream_from_the_last_event) {
  start();
  for (std::uint64_t i = 1; i <= 5; ++i) {
    Event event;
    event.position = i;
    event.data = "x";
    hub_.publish(event);
  }
  Client one = client();
  one.open_events("/events", 3);
  EXPECT_EQ(one.next_event(1s)->id, "4");
  EXPECT_EQ(one.next_event(1s)->id, "5");
}

TEST_F(ServerTest, stop_lets_a_running_request_finish) {
  start();
  auto slow = std::async(std::launch::async, [this] { return client().get("/heavy/slow"); });
  std::this_thread::sleep_for(100ms);
  Client idle = client();
  idle.get("/");
  const auto begin = Clock::now();
  server_->stop();
  EXPECT_LT(Clock::now() - begin, 3s);
  const Response response = slow.get();
  EXPECT_EQ(response.status, 200);
  EXPECT_THROW(client(300ms).get("/"), Failure);
}

TEST_F(ServerTest, who_finds_the_store_busy_is_told_to_come_back) {
  server_.emplace(options_,
                  [](Request, const Respond&) { throw Busy("all reading connections are in use"); });
  server_->start();
  const Response response = client().get("/");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.headers.find("Retry-After"), "2");
  EXPECT_NE(response.body_view().find("\"http.busy\""), std::string_view::npos);
  EXPECT_NE(response.body_view().find("请稍后重试"), std::string_view::npos);
}

TEST_F(ServerTest, an_answer_after_the_stop_is_harmless) {
  Respond kept;
  options_.stop_grace = 100ms;
  server_.emplace(options_, [&](Request, Respond respond) { kept = std::move(respond); });
  server_->start();
  auto asked = std::async(std::launch::async, [this] {
    try {
      client().get("/");
    } catch (const Failure&) {
    }
  });
  std::this_thread::sleep_for(200ms);
  server_->stop();
  server_.reset();
  asked.get();
  kept(plain(200, "too late"));
}

}  // namespace
}  // namespace jinguo::http
