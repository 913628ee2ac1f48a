#include "app/second_factor.h"

#include <algorithm>

#include "access/one_time_code.h"
#include "access/rules.h"
#include "app/account_rights.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/own_account.h"
#include "app/qr_picture.h"

namespace jinguo::app {
namespace {

constexpr std::string_view kRule = "second_factor_from";
constexpr size_t kSecretLength = 20;
constexpr size_t kPaperCodes = 10;

constexpr ErrorRow kNotBegun{"app.second_factor_not_begun", 409, "请先取得二维码，再填手机上的动态码。",
                             "Ask for the QR code first, then give the phone's code."};
constexpr ErrorRow kIsOn{"app.second_factor_is_on", 409, "动态码已开通；要换手机，请先关闭或请上级重置。",
                         "The second factor is on already; end it or have it reset to change the phone."};
constexpr ErrorRow kIsAskedFor{"app.second_factor_needed", 409, "您的岗位必须使用动态码；换手机请上级重置。",
                               "Your posts need a second factor; to change the phone have it reset."};

void save(Writing& writing, AccountId account, const SecondFactor& factor) {
  json::array recovery;
  for (const std::string& code : factor.recovery) recovery.push_back(json::value(code));
  writing.put_document(kSecondFactorDocuments, std::to_string(account.number()),
                       json::serialize(json::object{{"secret", factor.secret},
                                                    {"on", factor.is_on},
                                                    {"used", factor.used_step},
                                                    {"recovery", std::move(recovery)},
                                                    {"since", factor.since.to_text()}}));
}

/// The random bytes of a hexadecimal text.
std::vector<uint8_t> random_bytes(App& app, size_t count) {
  const std::string text = app.random_text(count);
  std::vector<uint8_t> out;
  for (size_t i = 0; i < count; ++i)
    out.push_back(static_cast<uint8_t>(std::stoi(text.substr(2 * i, 2), nullptr, 16)));
  return out;
}

/// A code on paper without what a hand adds to it.
std::string plain_code(std::string_view code) {
  std::string out;
  for (const char c : code)
    if (c != ' ' && c != '-') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

std::string in_address(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      out += c;
    } else {
      out += '%';
      out += "0123456789ABCDEF"[byte >> 4];
      out += "0123456789ABCDEF"[byte & 15];
    }
  }
  return out;
}

}  // namespace

std::optional<SecondFactor> load_second_factor(Reading& reading, AccountId account) {
  const auto body = reading.find_document(kSecondFactorDocuments, std::to_string(account.number()));
  if (!body) return std::nullopt;
  const json::value parsed = json::parse(*body);
  SecondFactor factor;
  factor.secret = std::string(parsed.at("secret").as_string());
  factor.is_on = parsed.at("on").as_bool();
  factor.used_step = parsed.at("used").to_number<int64_t>();
  for (const json::value& code : parsed.at("recovery").as_array())
    factor.recovery.emplace_back(code.as_string());
  factor.since = *Date::parse(std::string(parsed.at("since").as_string()));
  return factor;
}

bool has_second_factor(Reading& reading, AccountId account) {
  const auto factor = load_second_factor(reading, account);
  return factor && factor->is_on;
}

void forget_second_factor(Writing& writing, AccountId account) {
  if (load_second_factor(writing, account))
    writing.delete_document(kSecondFactorDocuments, std::to_string(account.number()));
}

bool use_code(Writing& writing, AccountId account, SecondFactor& factor, std::string_view code, Instant at) {
  const std::string plain = plain_code(code);
  const auto secret = access::read_base32(factor.secret);
  ensure(secret.has_value(), "a kept secret is base 32");
  if (const auto step = access::step_of_code(*secret, plain, at, factor.used_step)) {
    factor.used_step = *step;
    save(writing, account, factor);
    return true;
  }
  const auto paper = std::find(factor.recovery.begin(), factor.recovery.end(), secret_hash(plain));
  if (paper == factor.recovery.end()) return false;
  factor.recovery.erase(paper);
  save(writing, account, factor);
  return true;
}

std::optional<Date> second_factor_from(App& app, Reading& reading) {
  if (app.settings().is_demo) return std::nullopt;
  const auto kept = reading.find_document(kSettingDocuments, kRule);
  return kept ? Date::parse(*kept) : std::nullopt;
}

bool has_sign_in_rules(Reading& reading) {
  return reading.find_document(kSettingDocuments, kRule).has_value();
}

void save_second_factor_from(Writing& writing, std::optional<Date> from) {
  writing.put_document(kSettingDocuments, kRule, from ? from->to_text() : "");
}

bool is_asked_for(std::span<const access::Holding> holdings) {
  return std::any_of(holdings.begin(), holdings.end(),
                     [](const access::Holding& holding) { return holding.level < org::Level::village; });
}

bool must_enrol(App& app, Reading& reading, AccountId account, std::span<const access::Holding> holdings) {
  if (!is_asked_for(holdings)) return false;
  const auto from = second_factor_from(app, reading);
  return from && *from <= app.today() && !has_second_factor(reading, account);
}

json::object second_factor_json(App& app, Reading& reading, AccountId account) {
  const auto factor = load_second_factor(reading, account);
  const bool is_on = factor && factor->is_on;
  const auto holdings = load_holdings(reading, account, app.today());
  const auto from = is_asked_for(holdings) ? second_factor_from(app, reading) : std::nullopt;
  return {{"on", is_on},
          {"since", is_on ? json::value(factor->since.to_text()) : json::value(nullptr)},
          {"recovery_left", is_on ? factor->recovery.size() : 0},
          {"required_from", from ? json::value(from->to_text()) : json::value(nullptr)},
          {"due", must_enrol(app, reading, account, holdings)}};
}

Result<Answer> begin_second_factor(App& app, const Call& call) {
  if (auto own = check_own_account(call); !own) return std::move(own).error();
  // A secret is not kept for a repeat: each asking makes a new one.
  Call unkeyed = call;
  unkeyed.idempotency_key.clear();
  return write(app, unkeyed, [&app, &call](Writing& writing, LogEntry stamp) -> Result<Done> {
    const AccountId id = call.scope->account();
    if (has_second_factor(writing, id)) return Error(kIsOn);
    const auto account = load_account(writing, id);
    SecondFactor factor;
    factor.secret = access::base32_of(random_bytes(app, kSecretLength));
    factor.since = stamp.on;
    save(writing, id, factor);
    stamp.action = "account.second_factor.begin";
    stamp.subject = account->account;
    writing.append(stamp);
    const std::string address = "otpauth://totp/" + in_address("巾帼") + ":" + in_address(account->account) +
                                "?secret=" + factor.secret + "&issuer=" + in_address("巾帼") +
                                "&algorithm=SHA1&digits=6&period=30";
    return Done{
        json::object{{"secret", factor.secret}, {"address", address}, {"qr", qr_json(qr_picture(address))}},
        {}};
  });
}

Result<Answer> confirm_second_factor(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"code"}); !known) return std::move(known).error();
  if (auto own = check_own_account(call); !own) return std::move(own).error();
  auto code = required_member(call.body, "code");
  if (!code) return std::move(code).error();
  Call unkeyed = call;
  unkeyed.idempotency_key.clear();
  return write(app, unkeyed, [&app, &call, code = *code](Writing& writing, LogEntry stamp) -> Result<Done> {
    const AccountId id = call.scope->account();
    auto factor = load_second_factor(writing, id);
    if (!factor) return Error(kNotBegun);
    if (factor->is_on) return Error(kIsOn);
    if (!use_code(writing, id, *factor, code, stamp.at)) return Error(kBadCode).on("code");
    factor->is_on = true;
    factor->since = stamp.on;
    json::array papers;
    for (size_t i = 0; i < kPaperCodes; ++i) {
      const std::string paper = app.random_text(5);
      factor->recovery.push_back(secret_hash(paper));
      papers.push_back(json::value(paper.substr(0, 5) + "-" + paper.substr(5)));
    }
    save(writing, id, *factor);
    // Whoever else is inside came in by the password alone.
    end_sessions(writing, id, secret_hash(call.session));
    stamp.action = "account.second_factor.on";
    stamp.subject = load_account(writing, id)->account;
    writing.append(stamp);
    return Done{json::object{{"recovery", std::move(papers)}}, [&app](Position at) {
                  app.notify({at, "session", "", UnitId(), ""});
                }};
  });
}

Result<Answer> end_second_factor(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"code"}); !known) return std::move(known).error();
  if (auto own = check_own_account(call); !own) return std::move(own).error();
  auto code = required_member(call.body, "code");
  if (!code) return std::move(code).error();
  Call unkeyed = call;
  unkeyed.idempotency_key.clear();
  return write(app, unkeyed, [&app, &call, code = *code](Writing& writing, LogEntry stamp) -> Result<Done> {
    const AccountId id = call.scope->account();
    auto factor = load_second_factor(writing, id);
    if (!factor || !factor->is_on) return Error(kNotBegun);
    const auto from = second_factor_from(app, writing);
    const auto holdings = load_holdings(writing, id, stamp.on);
    if (from && *from <= stamp.on && is_asked_for(holdings)) return Error(kIsAskedFor);
    if (!use_code(writing, id, *factor, code, stamp.at)) return Error(kBadCode).on("code");
    forget_second_factor(writing, id);
    stamp.action = "account.second_factor.off";
    stamp.subject = load_account(writing, id)->account;
    writing.append(stamp);
    return Done{second_factor_json(app, writing, id), {}};
  });
}

Result<Answer> get_sign_in_rules(App& app, const Call&) {
  json::object out;
  app.store().read([&](Reading& reading) {
    const auto from = second_factor_from(app, reading);
    out["second_factor_from"] = from ? json::value(from->to_text()) : json::value(nullptr);
  });
  return Answer(std::move(out));
}

Result<Answer> set_sign_in_rules(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"second_factor_from"}); !known) return std::move(known).error();
  if (!administers_everything(call))
    return Error(kNoRight, {"改登录规则", "管辖全部单位的安全管理员", "change how one signs in",
                            "the security administrator of all units"});
  auto text = text_member(call.body, "second_factor_from");
  if (!text) return std::move(text).error();
  std::optional<Date> from;
  if (!text->empty()) {
    from = Date::parse(*text);
    if (!from)
      return Error(kBadField, {"second_factor_from", "应当是日期。", "it must be a date."})
          .on("second_factor_from");
  }
  return write(app, call, [&app, from](Writing& writing, LogEntry stamp) -> Result<Done> {
    save_second_factor_from(writing, from);
    stamp.action = "rule.second_factor";
    stamp.subject = from ? from->to_text() : "-";
    writing.append(stamp);
    return Done{
        json::object{{"second_factor_from", from ? json::value(from->to_text()) : json::value(nullptr)}},
        [&app](Position at) {
          app.notify({at, "session", "", UnitId(), ""});
        }};
  });
}

}  // namespace jinguo::app
