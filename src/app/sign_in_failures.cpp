#include "app/sign_in_failures.h"

#include <boost/json.hpp>

#include "app/documents.h"

namespace jinguo::app {
namespace {

namespace json = boost::json;

constexpr Instant kRemembered = 15 * 60'000;
constexpr size_t kMostFailures = 5;

std::vector<Instant> failures_of(std::string_view body, Instant now) {
  std::vector<Instant> out;
  const json::value parsed = json::parse(body);
  for (const json::value& at : parsed.as_array())
    if (at.to_number<Instant>() > now - kRemembered) out.push_back(at.to_number<Instant>());
  return out;
}

std::vector<Instant> load_failures(Reading& reading, const std::string& key, Instant now) {
  const auto body = reading.find_document(kFailureDocuments, key);
  return body ? failures_of(*body, now) : std::vector<Instant>();
}

}  // namespace

bool is_locked_out(Reading& reading, const std::string& account, const std::string& source, Instant now) {
  return load_failures(reading, "a/" + account, now).size() >= kMostFailures ||
         load_failures(reading, "s/" + source, now).size() >= 4 * kMostFailures;
}

void note_failure(Writing& writing, const std::string& account, const std::string& source, Instant now) {
  for (const std::string& key : {"a/" + account, "s/" + source}) {
    std::vector<Instant> failures = load_failures(writing, key, now);
    failures.push_back(now);
    writing.put_document(kFailureDocuments, key, json::serialize(json::value_from(failures)));
  }
}

void drop_old_failures(Writing& writing, Instant now) {
  std::vector<std::string> old;
  writing.scan_documents(kFailureDocuments, "", [&](std::string_view key, std::string_view body) {
    if (failures_of(body, now).empty()) old.emplace_back(key);
  });
  for (const std::string& key : old) writing.delete_document(kFailureDocuments, key);
}

}  // namespace jinguo::app
