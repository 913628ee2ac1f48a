#include "app/accounts.h"
#include "app/demo_city_parts.h"

namespace jinguo::app {
namespace {

struct DemoPost {
  const char* account;
  const char* name;
  const char* role;
  UnitId unit;
};

}  // namespace

Result<void> make_demo_accounts(DemoCity& city) {
  const DemoCast& at = city.cast;
  const std::vector<DemoPost> posts{{"demo.chair", "演示村妇联主席", "chair", at.village},
                                    {"demo.clerk", "演示乡镇妇联干事", "clerk", at.township},
                                    {"demo.officer", "演示县妇联干部", "officer", at.county},
                                    {"demo.head", "演示市妇联办公室主任", "head", at.city},
                                    {"demo.leader", "演示市领导", "leader", at.city},
                                    {"demo.operator", "演示系统管理员", "operator", at.city},
                                    {"demo.security", "演示安全管理员", "security", at.city},
                                    {"demo.auditor", "演示审计管理员", "auditor", at.city}};
  const Date day = *Date::make(2010, 12, 1);
  DemoPosts made;
  auto done = city.app.store().perform([&](Writing& writing) -> Result<Committed> {
    made.clear();
    LogEntry stamp;
    stamp.at = demo_moment(day, 0);
    stamp.on = day;
    for (const DemoPost& post : posts) {
      // No text hashes to "!", so nobody gets in by a password; the demo's tiles open these accounts.
      NewAccount account{post.account, post.name, {{post.role, post.unit}}, "!", true};
      // She who mends the tree and the files needs the whole of it.
      if (post.unit == at.city && std::string_view(post.role) == "operator")
        account.posts.emplace_back(post.role, at.nation);
      if (auto link = make_account(city.app, writing, stamp, account); !link) return std::move(link).error();
      const std::string key = std::string(org::row_of(city.tree->level_of(post.unit)).name) + "." +
                              post.role + "@" + city.tree->code_of(post.unit, day).to_text();
      made[key] = load_account(writing, std::string_view(post.account))->id;
    }
    return Committed{writing.head(), {}};
  });
  if (!done) return std::move(done).error();
  city.posts = std::move(made);
  return {};
}

}  // namespace jinguo::app
