#include "http/message.h"

#include <algorithm>
#include <array>

#include "http/percent.h"

namespace jinguo::http {
namespace {

constexpr std::array<std::pair<Method, std::string_view>, 7> kMethods{{{Method::get, "GET"},
                                                                       {Method::head, "HEAD"},
                                                                       {Method::post, "POST"},
                                                                       {Method::put, "PUT"},
                                                                       {Method::patch, "PATCH"},
                                                                       {Method::delete_, "DELETE"},
                                                                       {Method::options, "OPTIONS"}}};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

Response typed(int status, std::string_view type, std::string text) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", std::string(type));
  response.body = std::move(text);
  return response;
}

void append_escaped(std::string& out, unsigned char c) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  if (c < 0x20 || c == 0x7f) {
    out += "\\u00";
    out += kHex[c >> 4];
    out += kHex[c & 15];
  } else {
    out += static_cast<char>(c);
  }
}

}  // namespace

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view to_text(Method method) {
  for (const auto& [value, name] : kMethods) {
    if (value == method) return name;
  }
  return "";
}

std::optional<Method> parse_method(std::string_view text) {
  for (const auto& [value, name] : kMethods) {
    if (name == text) return value;
  }
  return std::nullopt;
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const auto& [key, value] : fields_) {
    if (equals_ignoring_case(key, name)) return value;
  }
  return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(fields_.begin(), fields_.end(), [&](const Field& field) {
    return equals_ignoring_case(field.first, name);
  }));
}

void Headers::set(std::string_view name, std::string value) {
  remove(name);
  add(std::string(name), std::move(value));
}

void Headers::remove(std::string_view name) {
  std::erase_if(fields_, [&](const Field& field) { return equals_ignoring_case(field.first, name); });
}

std::optional<std::string_view> Query::find(std::string_view name) const {
  for (const auto& [key, value] : list_) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::vector<std::string_view> Query::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : list_) {
    if (key == name) values.push_back(value);
  }
  return values;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (!equals_ignoring_case(key, "cookie")) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const auto end = rest.find(';');
      const std::string_view pair = trim(rest.substr(0, end));
      rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
      const auto equal = pair.find('=');
      if (equal != std::string_view::npos && pair.substr(0, equal) == name) return pair.substr(equal + 1);
    }
  }
  return std::nullopt;
}

std::string json_quote(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) {
      out += "\xEF\xBF\xBD";
      text.remove_prefix(1);
    } else if (length == 1) {
      append_escaped(out, static_cast<unsigned char>(text.front()));
      text.remove_prefix(1);
    } else {
      out += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  out += '"';
  return out;
}

Response json(int status, std::string text) {
  return typed(status, "application/json; charset=utf-8", std::move(text));
}

Response plain(int status, std::string text) {
  return typed(status, "text/plain; charset=utf-8", std::move(text));
}

Response html(int status, std::string text) {
  return typed(status, "text/html; charset=utf-8", std::move(text));
}

Response error_response(const Error& error, std::string_view trace) {
  std::string text = "{\"code\":" + json_quote(error.code());
  text += ",\"message\":" + json_quote(error.text(Language::zh));
  text += ",\"message_en\":" + json_quote(error.text(Language::en));
  text += ",\"trace\":" + json_quote(trace);
  const Place& place = error.place();
  if (!place.field.empty()) text += ",\"field\":" + json_quote(place.field);
  if (place.line > 0) text += ",\"line\":" + std::to_string(place.line);
  if (place.column > 0) text += ",\"column\":" + std::to_string(place.column);
  if (!error.detail.empty()) text += ",\"detail\":" + error.detail;
  text += '}';
  Response response = json(error.row().status, std::move(text));
  if (error.row().status == 503) response.headers.add("Retry-After", "2");
  return response;
}

std::string attachment(std::string_view file_name) {
  std::string ascii;
  for (const char c : file_name) {
    const bool is_safe = c > 0x1f && c < 0x7f && c != '"' && c != '\\' && c != '/' && c != '%';
    if (is_safe) ascii += c;
    if (!is_safe && (ascii.empty() || ascii.back() != '_')) ascii += '_';
  }
  return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + percent_encode(file_name);
}

}  // namespace jinguo::http
