#include "app/activation_slips.h"

#include <algorithm>
#include <set>

#include "app/account_list.h"
#include "app/accounts.h"
#include "app/app_error.h"
#include "app/documents.h"
#include "app/moment.h"
#include "app/office_port.h"
#include "app/qr_picture.h"
#include "app/units.h"

namespace jinguo::app {
namespace {

constexpr Instant kFourteenDays = 14LL * 24 * 3600 * 1000;
/// A township has a few dozen villages, rarely more than a hundred.
constexpr size_t kMostSlips = 600;

constexpr ErrorRow kNoSlips{"app.no_slips", 409, "{0}没有未激活的账号，不用打印。",
                            "Nobody of {0} waits to be activated."};
constexpr ErrorRow kTooMany{"app.too_many_slips", 422,
                            "{0}有 {1} 个未激活账号，一次最多 {2} 个；请按乡镇打印。",
                            "{0} has {1} accounts waiting, at most {2} at once; print by township."};

bool is_address(std::string_view text) {
  const std::string_view rest = text.starts_with("https://")  ? text.substr(8)
                                : text.starts_with("http://") ? text.substr(7)
                                                              : std::string_view();
  return !rest.empty() && rest.size() <= 100 && std::all_of(rest.begin(), rest.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
           c == '-' || c == ':' || c == '[' || c == ']';
  });
}

std::string in_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string text_of(const json::value& object, std::string_view member) {
  return in_html(std::string_view(object.at(member).as_string()));
}

/// Eight slips a page, to be cut along the dashes.
std::string page_of(const json::value& slips) {
  std::string out =
      "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>激活条</title><style>"
      "@page{size:A4;margin:8mm}html{font:10.5pt/1.5 宋体,serif}body{margin:0}"
      "main{display:grid;grid-template-columns:1fr 1fr}"
      "section{box-sizing:border-box;height:70mm;border:.5pt dashed "
      "#666;margin:-.25pt;padding:5mm;break-inside:avoid;"
      "display:grid;grid-template-columns:1fr 32mm;column-gap:4mm;overflow:hidden;align-content:start}"
      "h2{grid-column:1/3;font:13pt/1.4 黑体,sans-serif;margin:0 0 1mm}"
      "p{margin:0}.who{font-size:12pt}.code{font:13pt/1.6 monospace;letter-spacing:.5pt}"
      "svg{width:32mm;height:32mm;grid-row:2/4;grid-column:2}"
      ".how{grid-column:1/3;font-size:9pt;line-height:1.45;margin-top:2mm}.k{color:#444}"
      "</style></head><body><main>";
  for (const json::value& slip : slips.at("slips").as_array()) {
    const int64_t size = slip.at("qr").at("size").to_number<int64_t>();
    out += "<section><h2>" + text_of(slip, "place") + "</h2><p class=\"who\">" + text_of(slip, "name") +
           "　<span class=\"k\">" + text_of(slip.at("role_name"), "zh") +
           "</span><br><span class=\"k\">账号</span> " + text_of(slip, "account") +
           "<br><span class=\"k\">激活码</span></p><svg viewBox=\"0 0 " + std::to_string(size) + " " +
           std::to_string(size) + "\" shape-rendering=\"crispEdges\"><path d=\"" +
           text_of(slip.at("qr"), "path") + "\"/></svg><p class=\"code\">" + text_of(slip, "code") +
           "</p><p class=\"how\">手机扫码，或打开 " + text_of(slips, "address") +
           "/first 填激活码，设好自己的密码就能用。只能用一次，" + text_of(slips, "until_day") +
           "前有效；过期或丢失请找上级重打。" +
           (slips.at("demo").as_bool() ? "演示数据，人名均为虚构。" : "") + "</p></section>";
  }
  return out + "</main></body></html>";
}

/// "沂水县 马站镇 马站村": from the county down.
std::string place_text(const org::Tree& tree, UnitId unit, Date day) {
  std::string out;
  for (const UnitId up : tree.path_of(unit, day)) {
    if (tree.level_of(up) < org::Level::county && up != unit) continue;
    out += (out.empty() ? "" : " ") + tree.name_of(up, day);
  }
  return out;
}

struct Asked {
  UnitId unit;
  std::string address, format;
  /// Empty: all that wait.
  std::set<std::string> accounts;
};

Result<Asked> asked_of(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"unit", "address", "format", "accounts"}); !known)
    return std::move(known).error();
  if (!administers_anybody(call)) return no_right_to_accounts();
  auto unit_text = required_member(call.body, "unit");
  auto address = required_member(call.body, "address");
  auto format = text_member(call.body, "format");
  for (const auto* member : {&unit_text, &address, &format})
    if (!*member) return member->error();
  if (!is_address(*address))
    return Error(kBadField, {"address", "应当是 https:// 开头的网址，不带路径。",
                             "it must be an address with https:// and without a path."})
        .on("address");
  if (!format->empty() && *format != "pdf" && *format != "html" && *format != "json")
    return Error(kBadField, {"format", "可用 pdf、html、json。", "there are pdf, html and json."})
        .on("format");
  auto unit = find_unit(app, *app.published().tree, *unit_text, app.today());
  if (!unit) return std::move(unit).error().on("unit");
  if (!may_see_coverage(call, *unit)) return no_right_to_accounts();
  Asked asked{*unit, *address, *format, {}};
  if (const json::value* given = call.body.as_object().if_contains("accounts"); given && given->is_array())
    for (const json::value& one : given->as_array())
      if (one.is_string()) asked.accounts.emplace(one.as_string());
  return asked;
}

/// Those who wait at or under the unit, in order of the tree.
std::vector<AccountWithPosts> waiting_under(App& app, const Call& call, Reading& reading,
                                            const Asked& asked) {
  const org::View& today = call.scope->today();
  const uint32_t top = today.counts_at(asked.unit);
  std::vector<std::pair<uint32_t, AccountWithPosts>> found;
  for (AccountWithPosts& one : load_accounts_with_posts(reading)) {
    if (!one.account.is_active || !one.account.password_hash.empty()) continue;
    if (!asked.accounts.empty() && !asked.accounts.contains(one.account.account)) continue;
    const bool is_hers = may_administer(call, one.account.id, one.posts);
    if (!is_hers) continue;
    std::erase_if(one.posts, [&](const PostState& post) {
      const uint32_t place = today.counts_at(post.holding.unit);
      return !is_held(post, app.today()) || place < top || place >= today.end(top);
    });
    if (one.posts.empty()) continue;
    const uint32_t place = today.counts_at(one.posts.front().holding.unit);
    found.emplace_back(place, std::move(one));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<AccountWithPosts> out;
  for (auto& [place, one] : found) out.push_back(std::move(one));
  return out;
}

}  // namespace

Result<Answer> print_slips(App& app, const Call& call) {
  auto asked = asked_of(app, call);
  if (!asked) return std::move(asked).error();
  auto printed = write(app, call, [&](Writing& writing, LogEntry stamp) -> Result<Done> {
    const org::Tree& tree = *app.staged().tree;
    const std::string name = tree.name_of(asked->unit, stamp.on);
    auto waiting = waiting_under(app, call, writing, *asked);
    if (waiting.empty()) return Error(kNoSlips, {name});
    if (waiting.size() > kMostSlips)
      return Error(kTooMany, {name, std::to_string(waiting.size()), std::to_string(kMostSlips)});
    const Instant until = stamp.at + kFourteenDays;
    json::array slips, accounts;
    for (AccountWithPosts& one : waiting) {
      const std::string token = make_link(app, writing, one.account, until);
      save_account(writing, one.account);
      const access::Holding& post = one.posts.front().holding;
      const access::RoleRow* row = access::find_role(post.role);
      const std::string link = asked->address + "/first/" + token;
      slips.push_back({{"account", one.account.account},
                       {"name", one.account.name},
                       {"role_name", {{"zh", row->zh}, {"en", row->en}}},
                       {"unit", unit_ref(tree, post.unit, stamp.on)},
                       {"place", place_text(tree, post.unit, stamp.on)},
                       {"code", token},
                       {"link", link},
                       {"qr", qr_json(qr_picture(link))}});
      accounts.push_back(json::value(one.account.account));
    }
    stamp.action = "account.slips";
    stamp.subject = tree.code_of(asked->unit, stamp.on).to_text();
    stamp.unit = asked->unit;
    stamp.detail = json::serialize(json::object{{"accounts", std::move(accounts)}});
    writing.append(stamp);
    return Done{json::object{{"unit", unit_ref(tree, asked->unit, stamp.on)},
                             {"address", asked->address},
                             {"until", moment_text(until)},
                             {"until_day", moment_text(until).substr(0, 10)},
                             {"demo", app.settings().is_demo},
                             {"slips", std::move(slips)}},
                {}};
  });
  if (!printed || asked->format == "json") return printed;
  const std::string page = page_of(printed->body);
  const std::string name = std::string(printed->body.at("unit").at("name").as_string()) + "激活条";
  if (asked->format == "html") return Answer::file(page, "text/html; charset=utf-8", name + ".html");
  auto pdf = app.office().to_pdf(page);
  if (!pdf) return std::move(pdf).error();
  return Answer::file(std::move(*pdf), "application/pdf", name + ".pdf");
}

}  // namespace jinguo::app
