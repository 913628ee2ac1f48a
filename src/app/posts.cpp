#include "app/posts.h"

#include "app/account_rights.h"
#include "app/accounts.h"
#include "app/app_error.h"
#include "app/units.h"

namespace jinguo::app {

Result<Answer> give_post(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"account", "role", "unit", "deputy", "last"}); !known)
    return std::move(known).error();
  auto account_name = required_member(call.body, "account");
  auto role = required_member(call.body, "role");
  auto unit_text = required_member(call.body, "unit");
  auto last = text_member(call.body, "last");
  for (const auto* member : {&account_name, &role, &unit_text, &last})
    if (!*member) return member->error();
  auto unit = find_unit(app, *app.published().tree, *unit_text, app.today());
  if (!unit) return std::move(unit).error().on("unit");
  if (!may_give(call, *role, *unit)) return no_right_to_accounts();
  if (auto judged = judge_role(*app.published().tree, *role, *unit); !judged)
    return std::move(judged).error();
  std::optional<Date> until;
  if (!last->empty()) {
    until = Date::parse(*last);
    if (!until) return Error(kBadField, {"last", "应当是日期。", "it must be a date."}).on("last");
  }
  const json::value* flag = call.body.as_object().if_contains("deputy");
  const bool deputy = flag && flag->is_bool() && flag->as_bool();
  return write(app, call,
               [&app, &call, name = *account_name, role = *role, unit = *unit, until, deputy](
                   Writing& writing, LogEntry stamp) -> Result<Done> {
                 const auto account = account_to_change(call, writing, name);
                 if (!account) return account.error();
                 if (auto judged = judge_offices(writing, account->id, role, stamp.on); !judged)
                   return std::move(judged).error();
                 PostState post;
                 post.id = PostId(next_number(writing, "post_counter"));
                 post.account = account->id;
                 post.holding = {post.id,  role,  unit,  app.staged().tree->level_of(unit),
                                 stamp.on, until, deputy};
                 save_post(writing, post);
                 stamp.action = "post.give";
                 stamp.subject = name;
                 stamp.unit = unit;
                 stamp.detail = json::serialize(json::object{{"role", role}, {"post", post.id.number()}});
                 writing.append(stamp);
                 return Done{account_json(app, writing, *account), {}};
               });
}

Result<Answer> end_post(App& app, const Call& call) {
  const std::string id(call.parameter("id"));
  return write(app, call, [&app, &call, id](Writing& writing, LogEntry stamp) -> Result<Done> {
    auto post = post_to_change(call, writing, id, stamp.on);
    if (!post) return std::move(post).error();
    post->holding.last = stamp.on.plus_days(-1);
    save_post(writing, *post);
    end_sessions(writing, post->account);
    stamp.action = "post.end";
    stamp.subject = id;
    stamp.unit = post->holding.unit;
    const Position position = writing.append(stamp);
    return Done{json::object{{"id", post->id.number()}, {"position", position.number()}},
                [&app](Position at) {
                  app.notify({at, "session", "", UnitId(), ""});
                }};
  });
}

Result<Answer> hand_over_post(App& app, const Call& call) {
  if (auto known = only_members(call.body, {"to", "reason"}); !known) return std::move(known).error();
  auto to = required_member(call.body, "to");
  auto reason = text_member(call.body, "reason");
  if (!to) return std::move(to).error();
  if (!reason) return std::move(reason).error();
  const std::string id(call.parameter("id"));
  return write(
      app, call,
      [&app, &call, id, to = *to, reason = *reason](Writing& writing, LogEntry stamp) -> Result<Done> {
        auto post = post_to_change(call, writing, id, stamp.on);
        if (!post) return std::move(post).error();
        const auto account = account_to_change(call, writing, to);
        if (!account) return account.error();
        if (!account->is_active) return Error(kNotFound, {"账号 " + to, "such account"});
        if (auto judged = judge_offices(writing, account->id, post->holding.role, stamp.on); !judged)
          return std::move(judged).error();
        // Open work hangs on the post's role and unit, so it goes with the post; nothing is left behind.
        const AccountId from = post->account;
        forget_post(writing, *post);
        post->account = account->id;
        save_post(writing, *post);
        end_sessions(writing, from);
        stamp.action = "post.hand_over";
        stamp.subject = id;
        stamp.unit = post->holding.unit;
        stamp.reason = reason;
        stamp.detail = json::serialize(json::object{{"from", from.number()}, {"to", account->id.number()}});
        writing.append(stamp);
        return Done{account_json(app, writing, *account), [&app](Position at) {
                      app.notify({at, "session", "", UnitId(), ""});
                    }};
      });
}

}  // namespace jinguo::app
