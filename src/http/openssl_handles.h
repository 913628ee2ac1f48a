#pragma once
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>

// OpenSSL's adapter: only .cpp files of this folder include this.
namespace jinguo::http {

template <auto free_it>
struct FreedBy {
  template <class T>
  void operator()(T* thing) const {
    free_it(thing);
  }
};

using BioHandle = std::unique_ptr<BIO, FreedBy<BIO_free_all>>;
using KeyHandle = std::unique_ptr<EVP_PKEY, FreedBy<EVP_PKEY_free>>;
using CertificateHandle = std::unique_ptr<X509, FreedBy<X509_free>>;
using ContextHandle = std::unique_ptr<SSL_CTX, FreedBy<SSL_CTX_free>>;

/// A memory to read this text from; the text must outlive it.
inline BioHandle bio_of(std::string_view text) {
  return BioHandle(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}
/// Null when the PEM text holds no such thing. Never asks for a password.
inline CertificateHandle certificate_of(std::string_view pem) {
  return CertificateHandle(PEM_read_bio_X509(bio_of(pem).get(), nullptr, nullptr, nullptr));
}
inline KeyHandle key_of(std::string_view pem) {
  return KeyHandle(PEM_read_bio_PrivateKey(bio_of(pem).get(), nullptr, nullptr, const_cast<char*>("")));
}
inline std::string text_in(BIO* memory) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(memory, &bytes);
  return size > 0 ? std::string(bytes, static_cast<std::size_t>(size)) : std::string();
}

}  // namespace jinguo::http
