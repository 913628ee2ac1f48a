#pragma once
#include <expat.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "office/zip_archive.h"

namespace jinguo::office {

/// The part of a name after its prefix: "x:row" is "row".
inline std::string_view local_name(const char* name) {
  std::string_view out(name);
  const size_t colon = out.find(':');
  return colon == std::string_view::npos ? out : out.substr(colon + 1);
}

/// The attributes of one element, valid only while its start is being told.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
  /// By the exact name, prefix included; nothing when absent.
  std::optional<std::string_view> get(std::string_view name) const {
    for (const char** p = pairs_; *p; p += 2) {
      if (name == *p) return std::string_view(p[1]);
    }
    return std::nullopt;
  }
  /// An attribute with any prefix: "id" finds "r:id".
  std::optional<std::string_view> get_prefixed(std::string_view local) const {
    for (const char** p = pairs_; *p; p += 2) {
      const std::string_view name(*p);
      const size_t colon = name.find(':');
      if (colon != std::string_view::npos && name.substr(colon + 1) == local) return std::string_view(p[1]);
    }
    return std::nullopt;
  }
  const char** pairs() const { return pairs_; }

 private:
  const char** pairs_;
};

/// Reads one XML text piece by piece. A DTD is refused, so there are no entities; nesting is bounded. The
/// handler has `bool start(std::string_view local, XmlAttributes)`, `bool end(std::string_view local)`, `void
/// text(std::string_view)`; false stops the scan, and then its `std::optional<Error> error` says why.
template <class Handler>
class XmlScan {
 public:
  explicit XmlScan(Handler& handler) : handler_(handler), parser_(XML_ParserCreate(nullptr), XML_ParserFree) {
    if (!parser_) throw Failure("no memory to read XML");
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser_.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), on_doctype);
  }

  /// False when the scan has stopped, for whatever reason.
  bool feed(std::string_view piece, bool is_last) {
    return XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), is_last) == XML_STATUS_OK;
  }
  /// Where in the bytes fed the thing being told begins, and how many bytes it takes: 0 at the end of <a/>.
  size_t at() const { return static_cast<size_t>(XML_GetCurrentByteIndex(parser_.get())); }
  size_t length() const { return static_cast<size_t>(XML_GetCurrentByteCount(parser_.get())); }
  /// What is wrong with the text as XML; nothing when it is well-formed so far or the handler stopped it.
  std::optional<Error> fault(std::string_view part) const;

 private:
  static constexpr int kMaxDepth = 64;
  static void on_start(void* self, const char* name, const char** attributes) {
    auto* scan = static_cast<XmlScan*>(self);
    if (++scan->depth_ > kMaxDepth) return scan->stop();
    if (!scan->handler_.start(local_name(name), XmlAttributes(attributes))) scan->stop();
  }
  static void on_end(void* self, const char* name) {
    auto* scan = static_cast<XmlScan*>(self);
    --scan->depth_;
    if (!scan->handler_.end(local_name(name))) scan->stop();
  }
  static void on_text(void* self, const char* text, int size) {
    static_cast<XmlScan*>(self)->handler_.text(std::string_view(text, static_cast<size_t>(size)));
  }
  static void on_doctype(void* self, const char*, const char*, const char*, int) {
    static_cast<XmlScan*>(self)->has_dtd_ = true;
    static_cast<XmlScan*>(self)->stop();
  }
  void stop() { XML_StopParser(parser_.get(), XML_FALSE); }

  Handler& handler_;
  std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_;
  int depth_ = 0;
  bool has_dtd_ = false;
};

/// The refusal of a broken XML part.
Error xml_error(std::string_view part, XML_Parser parser, bool has_dtd);

template <class Handler>
std::optional<Error> XmlScan<Handler>::fault(std::string_view part) const {
  if (XML_GetErrorCode(parser_.get()) == XML_ERROR_NONE) return std::nullopt;
  return xml_error(part, parser_.get(), has_dtd_);
}

/// Reads one part of an archive through a handler.
template <class Handler>
Result<void> scan_part(const ZipArchive& archive, std::string_view part, Handler& handler) {
  XmlScan<Handler> scan(handler);
  auto read =
      archive.read(part, [&](std::string_view piece, bool is_last) { return scan.feed(piece, is_last); });
  if (!read) return read;
  if (handler.error) return *handler.error;
  if (auto fault = scan.fault(part)) return *std::move(fault);
  return {};
}

}  // namespace jinguo::office
