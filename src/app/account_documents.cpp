#include "app/account_documents.h"

#include <sodium.h>

#include <algorithm>
#include <boost/json.hpp>

#include "app/documents.h"

namespace jinguo::app {
namespace {

namespace json = boost::json;

/// Without the letters that are taken for others on paper.
constexpr std::string_view kPaperLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
constexpr size_t kLinkLength = 16;

std::string body_of(const AccountState& account) {
  return json::serialize(json::object{{"id", account.id.number()},
                                      {"account", account.account},
                                      {"name", account.name},
                                      {"password", account.password_hash},
                                      {"active", account.is_active},
                                      {"demo", account.is_demo},
                                      {"link", account.link_hash},
                                      {"until", account.link_until}});
}

AccountState account_of(std::string_view body) {
  const json::value parsed = json::parse(body);
  AccountState account;
  account.id = AccountId(parsed.at("id").to_number<int64_t>());
  account.account = std::string(parsed.at("account").as_string());
  account.name = std::string(parsed.at("name").as_string());
  account.password_hash = std::string(parsed.at("password").as_string());
  account.is_active = parsed.at("active").as_bool();
  account.is_demo = parsed.at("demo").as_bool();
  // Accounts made before links were kept with them have none.
  if (const json::value* link = parsed.as_object().if_contains("link")) {
    account.link_hash = std::string(link->as_string());
    account.link_until = parsed.at("until").to_number<Instant>();
  }
  return account;
}

std::string body_of(const PostState& post) {
  return json::serialize(json::object{
      {"id", post.id.number()},
      {"account", post.account.number()},
      {"role", post.holding.role},
      {"unit", post.holding.unit.number()},
      {"level", static_cast<int>(post.holding.level)},
      {"first", post.holding.first.to_text()},
      {"last", post.holding.last ? json::value(post.holding.last->to_text()) : json::value(nullptr)},
      {"deputy", post.holding.is_deputy}});
}

PostState post_of(std::string_view body) {
  const json::value parsed = json::parse(body);
  PostState post;
  post.id = PostId(parsed.at("id").to_number<int64_t>());
  post.account = AccountId(parsed.at("account").to_number<int64_t>());
  post.holding.post = post.id;
  post.holding.role = std::string(parsed.at("role").as_string());
  post.holding.unit = UnitId(parsed.at("unit").to_number<uint32_t>());
  post.holding.level = static_cast<org::Level>(parsed.at("level").to_number<int>());
  post.holding.first = *Date::parse(std::string(parsed.at("first").as_string()));
  if (const auto& last = parsed.at("last"); last.is_string())
    post.holding.last = Date::parse(std::string(last.as_string()));
  post.holding.is_deputy = parsed.at("deputy").as_bool();
  return post;
}

std::string place_of(const PostState& post) {
  return "a/" + number_key(post.account.number()) + "/" + number_key(post.id.number());
}

std::vector<PostState> scan_posts(Reading& reading, const std::string& prefix) {
  std::vector<PostState> out;
  reading.scan_documents(kPostDocuments, prefix,
                         [&](std::string_view, std::string_view body) { out.push_back(post_of(body)); });
  return out;
}

}  // namespace

std::string number_key(int64_t number) {
  std::string text = std::to_string(number);
  text.insert(0, text.size() < 12 ? 12 - text.size() : 0, '0');
  return text;
}

int64_t next_number(Writing& writing, std::string_view counter) {
  const auto last = writing.find_document(kSettingDocuments, counter);
  const int64_t next = last ? std::stoll(*last) + 1 : 1;
  writing.put_document(kSettingDocuments, counter, std::to_string(next));
  return next;
}

void save_account(Writing& writing, const AccountState& account) {
  writing.put_document(kAccountDocuments, std::to_string(account.id.number()), body_of(account));
  writing.put_document(kAccountNameDocuments, account.account, std::to_string(account.id.number()));
}

std::optional<AccountState> load_account(Reading& reading, AccountId id) {
  const auto body = reading.find_document(kAccountDocuments, std::to_string(id.number()));
  return body ? std::optional(account_of(*body)) : std::nullopt;
}

std::optional<AccountState> load_account(Reading& reading, std::string_view account) {
  const auto id = reading.find_document(kAccountNameDocuments, account);
  return id ? load_account(reading, AccountId(std::stoll(*id))) : std::nullopt;
}

std::vector<AccountState> load_accounts(Reading& reading) {
  std::vector<AccountState> out;
  reading.scan_documents(kAccountDocuments, "",
                         [&](std::string_view, std::string_view body) { out.push_back(account_of(body)); });
  std::sort(out.begin(), out.end(),
            [](const AccountState& a, const AccountState& b) { return a.id.number() < b.id.number(); });
  return out;
}

bool has_ended(const PostState& post, Date today) {
  return post.holding.last && *post.holding.last < today;
}

bool is_held(const PostState& post, Date today) {
  return !has_ended(post, today) && post.holding.first <= today;
}

void save_post(Writing& writing, const PostState& post) {
  writing.put_document(kPostDocuments, "n/" + number_key(post.id.number()), body_of(post));
  writing.put_document(kPostDocuments, place_of(post), body_of(post));
}

void forget_post(Writing& writing, const PostState& post) {
  writing.delete_document(kPostDocuments, place_of(post));
}

std::optional<PostState> load_post(Reading& reading, std::string_view id) {
  if (id.empty() || id.size() > 12 ||
      !std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  const auto body = reading.find_document(kPostDocuments, "n/" + number_key(std::stoll(std::string(id))));
  return body ? std::optional(post_of(*body)) : std::nullopt;
}

std::vector<PostState> load_posts(Reading& reading, AccountId account) {
  return scan_posts(reading, "a/" + number_key(account.number()) + "/");
}

std::vector<PostState> load_posts(Reading& reading) {
  return scan_posts(reading, "a/");
}

std::vector<access::Holding> load_holdings(Reading& reading, AccountId account, Date today) {
  std::vector<access::Holding> out;
  for (const PostState& post : load_posts(reading, account))
    if (is_held(post, today)) out.push_back(post.holding);
  return out;
}

std::string secret_hash(std::string_view secret) {
  unsigned char out[crypto_generichash_BYTES];
  crypto_generichash(out, sizeof out, reinterpret_cast<const unsigned char*>(secret.data()), secret.size(),
                     nullptr, 0);
  std::string text(2 * sizeof out + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), out, sizeof out);
  text.pop_back();
  return text;
}

std::string make_link(App& app, Writing& writing, AccountState& account, Instant until) {
  forget_link(writing, account);
  std::string token;
  const std::string random = app.random_text(kLinkLength);
  for (size_t i = 0; i < kLinkLength; ++i) {
    if (i > 0 && i % 4 == 0) token += '-';
    token += kPaperLetters[static_cast<size_t>(std::stoi(random.substr(2 * i, 2), nullptr, 16)) & 31];
  }
  account.link_hash = secret_hash(token);
  account.link_until = until;
  writing.put_document(kLinkDocuments, account.link_hash, std::to_string(account.id.number()));
  return token;
}

void forget_link(Writing& writing, AccountState& account) {
  if (!account.link_hash.empty()) writing.delete_document(kLinkDocuments, account.link_hash);
  account.link_hash.clear();
  account.link_until = 0;
}

std::string link_as_made(std::string_view typed) {
  std::string letters;
  for (const char c : typed) {
    if (c == '-' || c == ' ') continue;
    if (!letters.empty() && letters.size() % 5 == 4) letters += '-';
    letters += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  return letters;
}

void end_sessions(Writing& writing, AccountId account, std::string_view spared) {
  std::vector<std::string> keys;
  writing.scan_documents(kSessionDocuments, "", [&](std::string_view key, std::string_view body) {
    if (key != spared && json::parse(body).at("account").to_number<int64_t>() == account.number())
      keys.emplace_back(key);
  });
  for (const std::string& key : keys) writing.delete_document(kSessionDocuments, key);
}

std::string load_phone(Reading& reading, AccountId account) {
  return reading.find_document(kContactDocuments, std::to_string(account.number())).value_or("");
}

void save_phone(Writing& writing, AccountId account, std::string_view phone) {
  const std::string key = std::to_string(account.number());
  if (!phone.empty()) {
    writing.put_document(kContactDocuments, key, phone);
  } else if (writing.find_document(kContactDocuments, key)) {
    writing.delete_document(kContactDocuments, key);
  }
}

}  // namespace jinguo::app
