#include "http/tls.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <limits>

#include "http/certificate.h"
#include "http/openssl_handles.h"

namespace jinguo::http {
namespace {

/// Of TLS 1.2; those of 1.3 are all good.
constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr const char* kGroups = "X25519:P-256:P-384";

int socket_of(BIO* bio) {
  return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

int finish(BIO* bio, ssize_t size) {
  BIO_clear_retry_flags(bio);
  return static_cast<int>(size);
}

// OpenSSL's own socket BIO writes with write(), which kills the process by SIGPIPE when the client is gone.
int send_bytes(BIO* bio, const char* bytes, int size) {
  const ssize_t sent = send(socket_of(bio), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  const int why = errno;
  finish(bio, sent);
  if (sent < 0 && (why == EAGAIN || why == EWOULDBLOCK || why == EINTR)) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

int receive_bytes(BIO* bio, char* bytes, int size) {
  const ssize_t got = recv(socket_of(bio), bytes, static_cast<std::size_t>(size), 0);
  const int why = errno;
  finish(bio, got);
  if (got < 0 && (why == EAGAIN || why == EWOULDBLOCK || why == EINTR)) BIO_set_retry_read(bio);
  return static_cast<int>(got);
}

long control(BIO*, int what, long, void*) {
  return what == BIO_CTRL_FLUSH ? 1 : 0;
}

int on_create(BIO* bio) {
  BIO_set_init(bio, 1);
  return 1;
}

const BIO_METHOD* socket_method() {
  static const BIO_METHOD* const kMethod = [] {
    BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket without signals");
    BIO_meth_set_write(method, send_bytes);
    BIO_meth_set_read(method, receive_bytes);
    BIO_meth_set_ctrl(method, control);
    BIO_meth_set_create(method, on_create);
    return method;
  }();
  return kMethod;
}

/// Of the protocols a browser offers we speak one (RFC 7301).
int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* offered,
                    unsigned offered_size, void*) {
  static constexpr unsigned char kOurs[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, out_size, kOurs, sizeof kOurs - 1, offered, offered_size) !=
      OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_NOACK;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

void must(bool is_done, const char* what) {
  if (is_done) return;
  const char* why = ERR_reason_error_string(ERR_get_error());
  ERR_clear_error();
  throw Failure(std::string("TLS: cannot ") + what + (why ? std::string(": ") + why : ""));
}

void use_chain(SSL_CTX* context, const std::string& pem) {
  const BioHandle text = bio_of(pem);
  const CertificateHandle first(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
  must(first && SSL_CTX_use_certificate(context, first.get()) == 1, "use the certificate");
  while (X509* next = PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr))
    must(SSL_CTX_add0_chain_cert(context, next) == 1, "use the chain");
  ERR_clear_error();
}

}  // namespace

TlsContext::TlsContext(const TlsPair& pair) {
  ContextHandle context(SSL_CTX_new(TLS_server_method()));
  must(context != nullptr, "begin");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  must(SSL_CTX_set_cipher_list(context.get(), kCiphers) == 1, "take the ciphers");
  must(SSL_CTX_set1_groups_list(context.get(), kGroups) == 1, "take the groups");
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                         SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                      SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
  use_chain(context.get(), pair.certificate);
  const KeyHandle key = key_of(pair.key);
  must(key && SSL_CTX_use_PrivateKey(context.get(), key.get()) == 1, "use the key");
  const auto facts = read_certificate(pair.certificate);
  is_local_ = facts && facts->is_local;
  context_ = context.release();
}

TlsContext::~TlsContext() {
  SSL_CTX_free(context_);
}

TlsChannel::TlsChannel(std::shared_ptr<const TlsContext> context, int socket)
    : context_(std::move(context)), ssl_(SSL_new(context_->native())) {
  if (!ssl_) throw Failure("TLS: no memory for a connection");
  BIO* bio = BIO_new(socket_method());
  if (!bio) {
    SSL_free(ssl_);
    throw Failure("TLS: no memory for a connection");
  }
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket)));
  SSL_set_bio(ssl_, bio, bio);
  SSL_set_accept_state(ssl_);
}

TlsChannel::~TlsChannel() {
  SSL_free(ssl_);
}

TlsProgress TlsChannel::judge(int result) {
  using Wait = TlsProgress::Wait;
  if (result > 0) return {static_cast<std::size_t>(result), Wait::nothing};
  switch (SSL_get_error(ssl_, result)) {
    case SSL_ERROR_WANT_READ:
      return {0, Wait::readable};
    case SSL_ERROR_WANT_WRITE:
      return {0, Wait::writable};
    default:
      // After the other side's end we may still write; after an error nothing.
      is_ended_ = SSL_get_error(ssl_, result) != SSL_ERROR_ZERO_RETURN;
      ERR_clear_error();
      return {0, Wait::ended};
  }
}

TlsProgress TlsChannel::open() {
  ERR_clear_error();
  TlsProgress progress = judge(SSL_do_handshake(ssl_));
  progress.bytes = 0;
  is_open_ = progress.wait == TlsProgress::Wait::nothing;
  return progress;
}

TlsProgress TlsChannel::read(std::span<char> into) {
  ERR_clear_error();
  return judge(SSL_read(ssl_, into.data(), static_cast<int>(into.size())));
}

TlsProgress TlsChannel::write(std::string_view bytes) {
  constexpr std::size_t kMost = std::numeric_limits<int>::max();
  ERR_clear_error();
  return judge(SSL_write(ssl_, bytes.data(), static_cast<int>(std::min(bytes.size(), kMost))));
}

bool TlsChannel::has_pending() const {
  return SSL_pending(ssl_) > 0;
}

void TlsChannel::say_end() {
  if (!is_open_ || is_ended_) return;
  ERR_clear_error();
  SSL_shutdown(ssl_);
  ERR_clear_error();
}

}  // namespace jinguo::http
