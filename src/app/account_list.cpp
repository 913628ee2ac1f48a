#include "app/account_list.h"

#include <algorithm>
#include <map>

#include "access/rules.h"
#include "app/accounts.h"
#include "app/app_error.h"
#include "app/second_factor.h"
#include "app/units.h"

namespace jinguo::app {
namespace {

/// Where the account stands first today, for the order of a list: the place of its first post.
uint32_t place_of(const org::View& today, const AccountWithPosts& one, Date day) {
  for (const PostState& post : one.posts)
    if (is_held(post, day)) return today.counts_at(post.holding.unit);
  return org::View::kNowhere;
}

/// Positions of the tree of today from first to before last.
struct Span {
  uint32_t first = 0, end = 0;
  bool holds(uint32_t place) const { return place >= first && place < end; }
};

/// The unit the list is asked for; everything when none is named.
Result<Span> asked_span(App& app, const Call& call) {
  const org::View& today = call.scope->today();
  const auto text = call.parameter("unit");
  if (text.empty()) return Span{0, today.size()};
  auto unit = find_unit(app, *app.published().tree, text, app.today());
  if (!unit) return std::move(unit).error().on("unit");
  const uint32_t place = today.counts_at(*unit);
  return place == org::View::kNowhere ? Span{} : Span{place, today.end(place)};
}

bool is_state(std::string_view asked, const AccountState& account) {
  if (asked == "closed") return !account.is_active;
  if (!account.is_active) return asked == "all";
  if (asked == "waiting") return account.password_hash.empty();
  if (asked == "in_use") return !account.password_hash.empty();
  return true;
}

Result<size_t> whole_number(const Call& call, const std::string& name, size_t fallback, size_t most) {
  const auto text = call.parameter(name);
  if (text.empty()) return fallback;
  const auto value = Decimal::parse(text);
  const auto whole = value ? value->scaled(0) : std::nullopt;
  if (!whole || *whole < 1 || *whole > static_cast<int64_t>(most))
    return Error(kBadField, {name, "应当是 1 到 " + std::to_string(most) + " 的整数。",
                             "it must be a whole number from 1 to " + std::to_string(most) + "."})
        .on(name);
  return static_cast<size_t>(*whole);
}

}  // namespace

std::vector<AccountWithPosts> load_accounts_with_posts(Reading& reading) {
  std::vector<AccountWithPosts> out;
  std::map<int64_t, size_t> at;
  for (AccountState& account : load_accounts(reading)) {
    at[account.id.number()] = out.size();
    out.push_back({std::move(account), {}});
  }
  for (PostState& post : load_posts(reading)) {
    const auto found = at.find(post.account.number());
    if (found != at.end()) out[found->second].posts.push_back(std::move(post));
  }
  return out;
}

Result<Answer> list_accounts(App& app, const Call& call) {
  if (!administers_anybody(call)) return no_right_to_accounts();
  auto span = asked_span(app, call);
  if (!span) return std::move(span).error();
  auto size = whole_number(call, "size", 50, 500);
  if (!size) return std::move(size).error();
  auto page = whole_number(call, "page", 1, 1'000'000);
  if (!page) return std::move(page).error();
  const std::string search(call.parameter("search")), role(call.parameter("role")),
      state(call.parameter("state"));
  const bool is_anywhere = call.parameter("unit").empty();
  const Snapshot now = app.published();
  const org::View& today = call.scope->today();
  const Date day = app.today();
  const auto fits = [&](const AccountWithPosts& one) {
    if (!is_state(state, one.account)) return false;
    bool is_there = is_anywhere, has_role = role.empty();
    bool is_found = search.empty() || one.account.account.find(search) != std::string::npos ||
                    one.account.name.find(search) != std::string::npos;
    for (const PostState& post : one.posts) {
      if (!is_held(post, day) && one.account.is_active) continue;
      is_there = is_there || span->holds(today.counts_at(post.holding.unit));
      has_role = has_role || post.holding.role == role;
      is_found = is_found || now.tree->name_of(post.holding.unit, day).find(search) != std::string::npos ||
                 now.tree->code_of(post.holding.unit, day).to_text().starts_with(search);
    }
    return is_there && has_role && is_found;
  };
  json::array list;
  size_t total = 0;
  app.store().read([&](Reading& reading) {
    std::vector<std::pair<uint32_t, AccountWithPosts>> found;
    for (AccountWithPosts& one : load_accounts_with_posts(reading)) {
      if (one.account.id != call.scope->account() && !may_administer(call, one.account.id, one.posts))
        continue;
      if (fits(one)) found.emplace_back(place_of(today, one, day), std::move(one));
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    total = found.size();
    const size_t first = std::min(total, (*page - 1) * *size), end = std::min(total, first + *size);
    for (size_t i = first; i < end; ++i) {
      const AccountWithPosts& one = found[i].second;
      json::object shown = account_json(app, one.account, one.posts);
      shown["phone"] = load_phone(reading, one.account.id);
      shown["second_factor"] = has_second_factor(reading, one.account.id);
      shown["own"] = one.account.id == call.scope->account();
      list.push_back(std::move(shown));
    }
  });
  return Answer(
      json::object{{"accounts", std::move(list)}, {"total", total}, {"page", *page}, {"size", *size}});
}

namespace {

struct Count {
  int64_t villages = 0, with_account = 0, in_use = 0, waiting = 0;
};

json::object count_json(const Count& count) {
  return {{"villages", count.villages},
          {"with_account", count.with_account},
          {"in_use", count.in_use},
          {"waiting", count.waiting}};
}

/// A village counts once, however many hold its post.
enum class Village : uint8_t { none, waiting, in_use };

}  // namespace

Result<Answer> account_coverage(App& app, const Call& call) {
  const Snapshot now = app.published();
  const auto text = call.parameter("unit");
  if (text.empty()) return Error(kBadField, {"unit", "必须填写。", "it must be given."}).on("unit");
  auto unit = find_unit(app, *now.tree, text, app.today());
  if (!unit) return std::move(unit).error().on("unit");
  if (!may_see_coverage(call, *unit)) return no_right_to_accounts();
  const org::View& today = call.scope->today();
  const uint32_t top = today.counts_at(*unit);
  std::vector<Village> villages(today.size(), Village::none);
  std::vector<int64_t> waiting(today.size(), 0);
  app.store().read([&](Reading& reading) {
    for (const AccountWithPosts& one : load_accounts_with_posts(reading)) {
      if (!one.account.is_active) continue;
      const Village is = one.account.password_hash.empty() ? Village::waiting : Village::in_use;
      uint32_t counted = org::View::kNowhere;
      for (const PostState& post : one.posts) {
        const uint32_t place = today.counts_at(post.holding.unit);
        if (place == org::View::kNowhere || !is_held(post, app.today())) continue;
        if (is == Village::waiting && place != counted) ++waiting[place];
        counted = place;
        if (post.holding.role == "chair") villages[place] = std::max(villages[place], is);
      }
    }
  });
  const auto count_of = [&](uint32_t first, uint32_t end) {
    Count count;
    for (uint32_t place = first; place < end; ++place) {
      count.waiting += waiting[place];
      if (now.tree->level_of(today.unit(place)) != org::Level::village) continue;
      ++count.villages;
      count.with_account += villages[place] != Village::none;
      count.in_use += villages[place] == Village::in_use;
    }
    return count;
  };
  json::object out = count_json(count_of(top, today.end(top)));
  out["unit"] = unit_ref(*now.tree, *unit, app.today());
  json::array below;
  for (uint32_t child = top + 1; child < today.end(top); child = today.end(child)) {
    json::object row = count_json(count_of(child, today.end(child)));
    row["unit"] = unit_ref(*now.tree, today.unit(child), app.today());
    below.push_back(std::move(row));
  }
  out["by_unit"] = std::move(below);
  return Answer(std::move(out));
}

}  // namespace jinguo::app
