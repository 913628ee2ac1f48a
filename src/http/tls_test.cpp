#include "http/tls.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "http/authority.h"
#include "http/client.h"
#include "http/event_hub.h"
#include "http/openssl_handles.h"
#include "http/server.h"

namespace jinguo::http {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
constexpr app::Instant kDay = 24LL * 3600 * 1000;

app::Instant now() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

/// A browser that trusts one authority and asks for one name.
class Browser {
 public:
  Browser(std::uint16_t port, const std::string& authority, const std::string& name,
          int highest = TLS1_3_VERSION)
      : context_(SSL_CTX_new(TLS_client_method())) {
    const CertificateHandle trusted = certificate_of(authority);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context_.get()), trusted.get());
    // A certificate may be trusted by itself.
    X509_STORE_set_flags(SSL_CTX_get_cert_store(context_.get()), X509_V_FLAG_PARTIAL_CHAIN);
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_max_proto_version(context_.get(), highest);
    // Old protocols are not even offered at the usual level.
    SSL_CTX_set_security_level(context_.get(), highest < TLS1_2_VERSION ? 0 : 1);
    socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{10, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    is_trusted_ = connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ssl_ = SSL_new(context_.get());
    SSL_set_fd(ssl_, socket_);
    X509_VERIFY_PARAM* asked = SSL_get0_param(ssl_);
    if (X509_VERIFY_PARAM_set1_ip_asc(asked, name.c_str()) != 1) SSL_set1_host(ssl_, name.c_str());
    ERR_clear_error();
    is_trusted_ = is_trusted_ && SSL_connect(ssl_) == 1;
  }
  ~Browser() {
    SSL_free(ssl_);
    close(socket_);
    ERR_clear_error();
  }
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;

  bool is_trusted() const { return is_trusted_; }
  std::string version() const { return SSL_get_version(ssl_); }
  void write(std::string_view bytes) { SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())); }
  /// Until this text has come or the connection ends.
  std::string read_until(std::string_view text) {
    std::string all;
    char block[8192];
    while (all.find(text) == std::string::npos) {
      const int size = SSL_read(ssl_, block, sizeof block);
      if (size <= 0) break;
      all.append(block, static_cast<std::size_t>(size));
    }
    return all;
  }
  std::string ask(const std::string& request, std::string_view until = "\r\n\r\n") {
    write(request);
    return read_until(until);
  }
  std::string served_fingerprint() {
    X509* certificate = SSL_get1_peer_certificate(ssl_);
    const BioHandle out(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(out.get(), certificate);
    X509_free(certificate);
    return read_certificate(text_in(out.get()))->fingerprint;
  }

 private:
  ContextHandle context_;
  SSL* ssl_ = nullptr;
  int socket_ = -1;
  bool is_trusted_ = false;
};

class TlsTest : public testing::Test {
 protected:
  TlsTest() {
    std::string name = (fs::temp_directory_path() / "jg-tls-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    authority_ = *make_authority({"jinguo.test"}, now());
    keep(*issue_certificate(authority_, {"127.0.0.1", "jinguo.test"}, now()));
  }
  ~TlsTest() override {
    server_.reset();
    fs::remove_all(folder_);
  }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / (name + ".new"), std::ios::binary) << text;
    fs::rename(folder_ / (name + ".new"), folder_ / name);
  }
  void keep(const TlsPair& pair) {
    write("server.crt", pair.certificate);
    write("server.key", pair.key);
  }
  void start() {
    options_.tls = TlsFiles{folder_ / "server.crt", folder_ / "server.key"};
    options_.on_failure = [this](std::string_view, std::string_view) { ++failures_; };
    server_.emplace(options_, [this](Request request, const Respond& respond) {
      if (request.path == "/big") return respond(plain(200, std::string(9'000'000, 'b') + "END"));
      if (request.path == "/events") return respond(hub_.subscribe({}));
      respond(plain(200, std::string(request.is_secure ? "secure " : "open ") + request.peer + " " +
                             std::to_string(request.body.size()) + " END"));
    });
    server_->start();
  }
  Browser browser(const std::string& name = "127.0.0.1", int highest = TLS1_3_VERSION) {
    return Browser(server_->port(), authority_.certificate, name, highest);
  }
  /// What an unencrypted client gets.
  std::string plain_ask(const std::string& wire) {
    Endpoint endpoint;
    endpoint.port = server_->port();
    return Client(endpoint, 5s).send_raw(wire, 5s);
  }

  ServerOptions options_;
  EventHub hub_;
  std::atomic<int> failures_ = 0;
  fs::path folder_;
  TlsPair authority_;
  std::optional<Server> server_;
};

TEST_F(TlsTest, a_browser_that_trusts_the_authority_is_served) {
  start();
  for (const char* name : {"127.0.0.1", "jinguo.test"}) {
    Browser one = browser(name);
    ASSERT_TRUE(one.is_trusted()) << name;
    for (int i = 0; i < 3; ++i) {
      const std::string answer = one.ask("GET / HTTP/1.1\r\nHost: jinguo.test\r\n\r\n", "END");
      EXPECT_TRUE(answer.ends_with("secure 127.0.0.1 0 END")) << answer;
      EXPECT_EQ(answer.find("Strict-Transport-Security"), std::string::npos) << answer;
    }
  }
  EXPECT_FALSE(browser("other.test").is_trusted());
  EXPECT_FALSE(Browser(server_->port(), make_authority({"jinguo.test"}, now())->certificate, "127.0.0.1")
                   .is_trusted());
}

TEST_F(TlsTest, speaks_1_2_and_1_3_and_nothing_older) {
  start();
  EXPECT_EQ(browser().version(), "TLSv1.3");
  Browser older = browser("127.0.0.1", TLS1_2_VERSION);
  ASSERT_TRUE(older.is_trusted());
  EXPECT_EQ(older.version(), "TLSv1.2");
  EXPECT_FALSE(browser("127.0.0.1", TLS1_1_VERSION).is_trusted());
}

TEST_F(TlsTest, large_answers_bodies_and_pipelined_requests_pass) {
  start();
  Browser one = browser();
  ASSERT_TRUE(one.is_trusted());
  const std::string big = one.ask("GET /big HTTP/1.1\r\nHost: h\r\n\r\n", "END");
  EXPECT_GT(big.size(), 9'000'000u);
  const std::string body(3'000'000, 'x');
  const std::string answer = one.ask(
      "POST /up HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body,
      "END");
  EXPECT_TRUE(answer.ends_with("secure 127.0.0.1 3000000 END")) << answer;
  std::string many;
  for (int i = 0; i < 400; ++i) many += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\n\r\n";
  many += "GET /last HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  const std::string all = one.ask(many, "never");
  std::size_t count = 0;
  for (std::size_t at = all.find("END"); at != std::string::npos; at = all.find("END", at + 1)) ++count;
  EXPECT_EQ(count, 401u);
}

TEST_F(TlsTest, a_client_that_reads_slowly_gets_all) {
  start();
  Browser one = browser();
  one.write("GET /big HTTP/1.1\r\nHost: h\r\n\r\n");
  std::this_thread::sleep_for(300ms);
  EXPECT_GT(one.read_until("END").size(), 9'000'000u);
}

TEST_F(TlsTest, event_streams_run_over_it) {
  options_.heartbeat = 200ms;
  start();
  Browser one = browser();
  const std::string head = one.ask("GET /events HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_NE(head.find("text/event-stream"), std::string::npos) << head;
  Event event;
  event.position = 1;
  event.name = "record";
  event.data = "{\"n\":7}";
  hub_.publish(std::move(event));
  EXPECT_NE(one.read_until("{\"n\":7}").find("{\"n\":7}"), std::string::npos);
}

TEST_F(TlsTest, plain_requests_are_sent_on_and_never_served) {
  start();
  const std::string sent_on =
      plain_ask("GET /a%20b?c=%E5%B7%BE HTTP/1.1\r\nHost: jinguo.test:8711\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(sent_on.starts_with("HTTP/1.1 308 ")) << sent_on;
  EXPECT_NE(sent_on.find("\r\nLocation: https://jinguo.test:8711/a%20b?c=%E5%B7%BE\r\n"), std::string::npos)
      << sent_on;
  const std::string refused = plain_ask(
      "POST /api/session HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nX-Forwarded-Proto: https\r\nConnection: "
      "close\r\n\r\n{}");
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 403 ")) << refused;
  EXPECT_NE(refused.find("http.speaks_tls"), std::string::npos) << refused;
  EXPECT_EQ(refused.find("END"), std::string::npos) << refused;
}

TEST_F(TlsTest, plain_requests_may_fetch_what_the_owner_lets_them) {
  options_.on_plain = [](const Request& request) -> std::optional<Response> {
    if (request.path == "/ca.crt") return plain(200, "the authority");
    return std::nullopt;
  };
  start();
  EXPECT_NE(plain_ask("GET /ca.crt HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").find("the authority"),
            std::string::npos);
  EXPECT_TRUE(
      plain_ask("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").starts_with("HTTP/1.1 308 "));
}

TEST_F(TlsTest, broken_handshakes_leave_the_server_well) {
  options_.head_timeout = 200ms;
  start();
  for (const std::string& junk :
       {std::string("\x16"), std::string("\x16\x03\x01\xff\xff"), std::string(5000, '\x16'),
        std::string("\x16\x03\x01\x00\x05hello"), std::string("\x16\x03\x01\0\0", 5)})
    plain_ask(junk);
  EXPECT_TRUE(browser().is_trusted());
  EXPECT_EQ(failures_, 0);
}

TEST_F(TlsTest, a_silent_connection_is_closed) {
  options_.head_timeout = 300ms;
  start();
  Endpoint endpoint;
  endpoint.port = server_->port();
  const auto from = std::chrono::steady_clock::now();
  EXPECT_EQ(Client(endpoint, 5s).send_raw("\x16\x03", 5s), "");
  EXPECT_LT(std::chrono::steady_clock::now() - from, 3s);
}

TEST_F(TlsTest, a_changed_certificate_is_taken_without_a_restart) {
  start();
  const std::string before = browser().served_fingerprint();
  write("server.crt", "no certificate");
  for (int i = 0; i < 100 && failures_ == 0; ++i) std::this_thread::sleep_for(50ms);
  EXPECT_GT(failures_, 0);
  EXPECT_EQ(browser().served_fingerprint(), before);
  keep(*issue_certificate(authority_, {"127.0.0.1"}, now()));
  std::string after = before;
  for (int i = 0; i < 100 && after == before; ++i) {
    std::this_thread::sleep_for(50ms);
    after = browser().served_fingerprint();
  }
  EXPECT_NE(after, before);
}

TEST_F(TlsTest, a_certificate_from_outside_asks_browsers_to_stay_encrypted) {
  // Signed by an authority of another name, as one that browsers know.
  KeyHandle key(EVP_EC_gen("P-256"));
  CertificateHandle outside(X509_new());
  X509_set_version(outside.get(), X509_VERSION_3);
  X509_gmtime_adj(X509_getm_notBefore(outside.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(outside.get()), 3600);
  X509_set_pubkey(outside.get(), key.get());
  const auto name = [](X509_NAME* to, const char* text) {
    X509_NAME_add_entry_by_txt(to, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text), -1, -1,
                               0);
  };
  name(X509_get_subject_name(outside.get()), "jinguo.example");
  name(X509_get_issuer_name(outside.get()), "An authority of the world");
  X509_sign(outside.get(), key.get(), EVP_sha256());
  const BioHandle certificate(BIO_new(BIO_s_mem())), secret(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(certificate.get(), outside.get());
  PEM_write_bio_PKCS8PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  keep({text_in(certificate.get()), text_in(secret.get())});
  start();
  Browser one(server_->port(), text_in(certificate.get()), "jinguo.example");
  ASSERT_TRUE(one.is_trusted());
  const std::string answer = one.ask("GET / HTTP/1.1\r\nHost: jinguo.example\r\n\r\n", "END");
  EXPECT_NE(answer.find("\r\nStrict-Transport-Security: max-age="), std::string::npos) << answer;
  const TlsContext context({text_in(certificate.get()), text_in(secret.get())});
  EXPECT_FALSE(context.is_local());
  EXPECT_TRUE(TlsContext(*issue_certificate(authority_, {"127.0.0.1"}, now())).is_local());
  EXPECT_TRUE(TlsContext(authority_).is_local());
}

TEST_F(TlsTest, pairs_that_do_not_do_are_told_apart) {
  const auto judge = [&](app::Instant at) {
    const auto pair = read_tls_pair(folder_ / "server.crt", folder_ / "server.key", at);
    return pair ? std::string("good") : std::string(pair.error().code());
  };
  EXPECT_EQ(judge(now()), "good");
  EXPECT_EQ(judge(now() + 400 * kDay), "http.tls_expired");
  EXPECT_EQ(judge(now() - 3 * kDay), "http.tls_too_early");
  write("server.key", authority_.key);
  EXPECT_EQ(judge(now()), "http.tls_mismatch");
  write("server.key", "nothing");
  EXPECT_EQ(judge(now()), "http.tls_unreadable");
  fs::remove(folder_ / "server.key");
  EXPECT_EQ(judge(now()), "http.tls_unreadable");
  options_.tls = TlsFiles{folder_ / "server.crt", folder_ / "server.key"};
  Server server(options_, [](Request, const Respond&) {});
  EXPECT_THROW(server.start(), Failure);
}

TEST(Authority, vouches_for_its_names_and_private_networks_alone) {
  const auto authority = make_authority({"jinguo.test", "203.0.113.9"}, now());
  ASSERT_TRUE(authority);
  for (const char* name : {"jinguo.test", "work.jinguo.test", "localhost", "192.168.3.4", "10.1.2.3",
                           "172.31.0.1", "127.0.0.1", "::1", "fd00::7", "203.0.113.9"})
    EXPECT_TRUE(issue_certificate(*authority, {name}, now())) << name;
  for (const char* name : {"bank.example", "8.8.8.8", "203.0.113.10", "2001:db8::1", "172.32.0.1"}) {
    const auto refused = issue_certificate(*authority, {"jinguo.test", name}, now());
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().code(), "http.name_outside") << name;
    EXPECT_EQ(refused.error().args().front(), name);
  }
  for (const char* name : {"", "a,DNS:bank.example", "two words", "-a.test", "a..b", "*.test", "a/b"})
    EXPECT_EQ(make_authority({name}, now()).error().code(), "http.not_a_name") << name;
}

TEST(Authority, what_it_issues_lasts_as_long_as_phones_allow) {
  const auto authority = make_authority({"jinguo.test"}, now());
  const auto root = read_certificate(authority->certificate);
  ASSERT_TRUE(root);
  EXPECT_GT(root->days_left(now()), 3600);
  EXPECT_TRUE(root->is_local);
  const auto pair = issue_certificate(*authority, {"jinguo.test", "::1"}, now());
  const auto leaf = read_certificate(pair->certificate);
  EXPECT_EQ(leaf->names, (std::vector<std::string>{"jinguo.test", "::1"}));
  EXPECT_LE(leaf->not_after - leaf->not_before, 825 * kDay);
  EXPECT_GT(leaf->days_left(now()), 390);
  EXPECT_TRUE(leaf->is_local);
  EXPECT_TRUE(leaf->is_for("JINGUO.test"));
  EXPECT_FALSE(leaf->is_for("x.jinguo.test"));
  EXPECT_EQ(leaf->days_left(leaf->not_after + 1), -1);
}

}  // namespace
}  // namespace jinguo::http
