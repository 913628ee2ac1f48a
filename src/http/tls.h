#pragma once
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "base/error.h"

struct ssl_st;
struct ssl_ctx_st;

namespace jinguo::http {

struct TlsPair;

/// What every encrypted connection starts from: the certificate, its key, TLS 1.2 and 1.3 with forward
/// secrecy alone (ASVS 12.1).
class TlsContext {
 public:
  /// The pair was judged by read_tls_pair. Throws Failure when OpenSSL does not take it.
  explicit TlsContext(const TlsPair& pair);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  /// Nobody outside trusts the certificate, so browsers are not told to come encrypted for ever.
  bool is_local() const { return is_local_; }
  ssl_ctx_st* native() const { return context_; }

 private:
  ssl_ctx_st* context_ = nullptr;
  bool is_local_ = false;
};

/// How far one attempt came.
struct TlsProgress {
  enum class Wait { nothing, readable, writable, ended };
  std::size_t bytes = 0;
  /// What the socket must become before the same attempt is worth repeating; `ended`: the connection is over.
  Wait wait = Wait::nothing;
};

/// The server's end of TLS over a non-blocking socket that stays its owner's. Never blocks, never signals.
/// A write that had to wait is repeated with the same bytes first.
class TlsChannel {
 public:
  TlsChannel(std::shared_ptr<const TlsContext> context, int socket);
  ~TlsChannel();
  TlsChannel(const TlsChannel&) = delete;
  TlsChannel& operator=(const TlsChannel&) = delete;

  bool is_open() const { return is_open_; }
  bool is_local() const { return context_->is_local(); }
  TlsProgress open();
  TlsProgress read(std::span<char> into);
  TlsProgress write(std::string_view bytes);
  /// Bytes that are here already, of which the socket will not tell.
  bool has_pending() const;
  /// Tells the other side that nothing more comes.
  void say_end();

 private:
  TlsProgress judge(int result);

  const std::shared_ptr<const TlsContext> context_;
  ssl_st* const ssl_;
  bool is_open_ = false;
  bool is_ended_ = false;
};

}  // namespace jinguo::http
