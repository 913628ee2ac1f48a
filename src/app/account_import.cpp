#include "app/account_import.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "app/account_list.h"
#include "app/accounts.h"
#include "app/app_error.h"
#include "app/office_port.h"
#include "app/sheet.h"
#include "app/units.h"

namespace jinguo::app {
namespace {

constexpr ErrorRow kNoHead{"app.accounts_no_head", 422, "没有找到表头；需要“单位”和“姓名”两列，可下载空表。",
                           "There is no head; the columns 单位 and 姓名 are needed, as in the template."};
constexpr ErrorRow kBlank{"app.accounts_blank", 422, "这一行没有填“{0}”。", "The row has no {0}."};
constexpr ErrorRow kNoSuchRole{"app.accounts_role", 422, "{0}没有岗位“{1}”，可填：{2}。",
                               "{0} has no post \"{1}\"; there are: {2}."};
constexpr ErrorRow kNotYours{"app.accounts_not_yours", 422, "您不能给{0}的{1}开账号；请由它的上级办理。",
                             "You may not make an account for {0} ({1}); ask the level above it."};
constexpr ErrorRow kTwice{"app.accounts_twice", 422, "和第 {0} 行重复了。", "It repeats row {0}."};
constexpr ErrorRow kHasChair{"app.accounts_has_chair", 422,
                             "{0}的主席已有账号 {1}（{2}）；换人请办岗位移交。",
                             "The chair of {0} has the account {1} ({2}) already; hand the post over."};
constexpr ErrorRow kBadPhone{"app.accounts_phone", 422, "“{0}”不是手机号码。", "\"{0}\" is no phone number."};
constexpr ErrorRow kTooLong{"app.accounts_long", 422, "姓名最多 40 个字。",
                            "A name has at most 40 characters."};

constexpr size_t kMostShown = 500;

enum class Column : uint8_t { unit, name, role, phone, account };
struct ColumnRow {
  Column column;
  std::string_view head;
  std::string_view also;
};
constexpr std::array kColumns{
    ColumnRow{Column::unit, "单位", "unit"}, ColumnRow{Column::name, "姓名", "name"},
    ColumnRow{Column::role, "岗位", "role"}, ColumnRow{Column::phone, "手机号", "phone"},
    ColumnRow{Column::account, "账号", "account"}};

std::optional<Column> column_of(const std::string& cell) {
  const std::string head = squeezed(cell);
  if (head == "单位代码" || head == "单位名称") return Column::unit;
  for (const ColumnRow& row : kColumns)
    if (head == row.head || head == row.also) return row.column;
  return std::nullopt;
}

struct Head {
  size_t row = 0;
  /// Column of the sheet, from 0.
  std::map<Column, size_t> at;
};

Result<Head> head_of(const SheetText& sheet) {
  for (size_t row = 0; row < sheet.rows.size() && row < 30; ++row) {
    Head head{row, {}};
    for (size_t c = 0; c < sheet.rows[row].size(); ++c)
      if (const auto column = column_of(sheet.rows[row][c])) head.at.try_emplace(*column, c);
    if (head.at.contains(Column::unit) && head.at.contains(Column::name)) return head;
  }
  return Error(kNoHead).at({sheet.name, 1, 0, ""});
}

/// One row of the sheet as it will be done.
struct Planned {
  NewAccount given;
  std::string role;
  UnitId unit;
};

struct Plan {
  std::vector<Planned> made;
  Diagnostics faults;
  int64_t rows = 0, bad = 0, unchanged = 0;
};

/// Who holds which posts, and which accounts there are.
struct Held {
  struct Holder {
    std::string account, name;
    bool is_deputy = false;
  };
  std::map<std::pair<UnitId, std::string>, std::vector<Holder>> holders;
  std::set<std::string> accounts;

  Held(Reading& reading, Date today) {
    for (const AccountWithPosts& one : load_accounts_with_posts(reading)) {
      accounts.insert(one.account.account);
      if (!one.account.is_active) continue;
      for (const PostState& post : one.posts)
        if (is_held(post, today))
          holders[{post.holding.unit, post.holding.role}].push_back(
              {one.account.account, one.account.name, post.holding.is_deputy});
    }
  }
};

/// The role a cell names, by its name or its Chinese title; left blank, the one everyday role of the level.
Result<std::string> role_of(const org::Tree& tree, UnitId unit, const std::string& text, Date day) {
  const org::Level level = tree.level_of(unit);
  if (text.empty() && level == org::Level::village) return std::string("chair");
  if (text.empty() && level == org::Level::township) return std::string("clerk");
  std::string all;
  for (const access::RoleRow& row : access::kRoles) {
    if (!access::exists_at(row, level)) continue;
    if (text == row.name || text == row.zh) return std::string(row.name);
    all += (all.empty() ? "" : "、") + std::string(row.zh);
  }
  return Error(kNoSuchRole, {tree.name_of(unit, day), text, all});
}

/// Nobody else's: the unit's code, and further ones numbered.
std::string free_account(std::set<std::string>& taken, const std::string& code) {
  std::string name = code;
  for (int n = 2; taken.contains(name); ++n) name = code + "-" + std::to_string(n);
  return name;
}

bool is_phone(std::string_view text) {
  return text.size() >= 5 && text.size() <= 20 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == ' ';
         });
}

size_t letters_of(std::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

class Planner {
 public:
  Planner(App& app, const Call& call, Reading& reading, const SheetText& sheet, UnitId home)
      : call_(call),
        tree_(*app.published().tree),
        kept_(app.published().tree),
        today_(app.today()),
        held_(reading, today_),
        sheet_(sheet),
        home_(home) {}

  Result<Plan> plan() {
    auto head = head_of(sheet_);
    if (!head) return std::move(head).error();
    head_ = *head;
    for (line_ = head_.row + 1; line_ < sheet_.rows.size(); ++line_) {
      if (!is_record_row(sheet_.rows[line_])) continue;
      ++plan_.rows;
      const size_t before = plan_.faults.size();
      add_row();
      plan_.bad += plan_.faults.size() > before;
    }
    return std::move(plan_);
  }

 private:
  std::string cell(Column column) const {
    const auto found = head_.at.find(column);
    const auto& cells = sheet_.rows[line_];
    return found == head_.at.end() || found->second >= cells.size() ? std::string()
                                                                    : squeezed(cells[found->second]);
  }
  void tell(Error fault, Column column) {
    const auto found = head_.at.find(column);
    const int place = found == head_.at.end() ? 0 : static_cast<int>(found->second) + 1;
    plan_.faults.push_back(std::move(fault).at({sheet_.name, static_cast<int>(line_) + 1, place, ""}));
  }

  void add_row() {
    const std::string unit_text = cell(Column::unit), name = cell(Column::name), phone = cell(Column::phone),
                      account = cell(Column::account);
    if (name.empty()) tell(Error(kBlank, {"姓名"}), Column::name);
    if (letters_of(name) > 40) tell(Error(kTooLong), Column::name);
    if (!phone.empty() && !is_phone(phone)) tell(Error(kBadPhone, {phone}), Column::phone);
    if (!account.empty())
      if (auto judged = judge_account_name(account); !judged)
        tell(std::move(judged).error(), Column::account);
    if (unit_text.empty()) return tell(Error(kBlank, {"单位"}), Column::unit);
    const bool is_code =
        std::all_of(unit_text.begin(), unit_text.end(), [](char c) { return c >= '0' && c <= '9'; });
    auto unit = is_code ? tree_.find(unit_text, today_) : tree_.find_by_name(unit_text, home_, today_);
    if (!unit) return tell(std::move(unit).error(), Column::unit);
    auto role = role_of(tree_, *unit, cell(Column::role), today_);
    if (!role) return tell(std::move(role).error(), Column::role);
    const std::string place = tree_.name_of(*unit, today_);
    if (!may_give(call_, *role, *unit))
      return tell(Error(kNotYours, {place, std::string(access::find_role(*role)->zh)}), Column::unit);
    if (name.empty()) return;
    add_holder(*unit, *role, name, phone, account, place);
  }

  void add_holder(UnitId unit, const std::string& role, const std::string& name, const std::string& phone,
                  const std::string& account, const std::string& place) {
    const auto seen = seen_.try_emplace({unit, role, role == "chair" ? "" : name}, line_ + 1);
    if (!seen.second) return tell(Error(kTwice, {std::to_string(seen.first->second)}), Column::unit);
    for (const Held::Holder& holder : held_.holders[{unit, role}]) {
      if (holder.name == name && (account.empty() || account == holder.account)) {
        ++plan_.unchanged;
        return;
      }
      if (role == "chair" && !holder.is_deputy)
        return tell(Error(kHasChair, {place, holder.account, holder.name}), Column::name);
    }
    if (!account.empty() && held_.accounts.contains(account))
      return tell(Error(kNotUnique, {"账号 " + account}), Column::account);
    Planned planned;
    planned.given.account =
        account.empty() ? free_account(held_.accounts, tree_.code_of(unit, today_).to_text()) : account;
    planned.given.name = name;
    planned.given.phone = phone;
    planned.given.posts = {{role, unit}};
    planned.given.has_link = false;
    planned.role = role;
    planned.unit = unit;
    held_.accounts.insert(planned.given.account);
    plan_.made.push_back(std::move(planned));
  }

  const Call& call_;
  const org::Tree& tree_;
  std::shared_ptr<const org::Tree> kept_;
  Date today_;
  Held held_;
  const SheetText& sheet_;
  UnitId home_;
  Head head_;
  size_t line_ = 0;
  /// The row that names this holder first.
  std::map<std::tuple<UnitId, std::string, std::string>, size_t> seen_;
  Plan plan_;
};

json::object plan_json(App& app, const Plan& plan, bool written) {
  const Snapshot now = app.published();
  json::array faults, accounts;
  for (const Error& fault : plan.faults) faults.push_back(fault_json(fault));
  for (const Planned& one : plan.made) {
    if (accounts.size() == kMostShown) break;
    const access::RoleRow* row = access::find_role(one.role);
    accounts.push_back({{"account", one.given.account},
                        {"name", one.given.name},
                        {"role", one.role},
                        {"role_name", {{"zh", row->zh}, {"en", row->en}}},
                        {"unit", unit_ref(*now.tree, one.unit, app.today())}});
  }
  return {{"rows", plan.rows},
          {"good", plan.rows - plan.bad - plan.unchanged},
          {"bad", plan.bad},
          {"unchanged", plan.unchanged},
          {"written", written},
          {"repeated", false},
          {"faults", std::move(faults)},
          {"accounts", std::move(accounts)},
          {"position", 0}};
}

/// Under which unit names are looked up: the one named, else that of the asker's first post.
Result<UnitId> home_of(App& app, const Call& call) {
  const auto text = call.parameter("unit");
  if (text.empty()) return call.scope->holdings().front().unit;
  auto unit = find_unit(app, *app.published().tree, text, app.today());
  if (!unit) return std::move(unit).error().on("unit");
  return *unit;
}

}  // namespace

Result<Answer> import_accounts(App& app, const Call& call) {
  if (!administers_anybody(call)) return no_right_to_accounts();
  auto home = home_of(app, call);
  if (!home) return std::move(home).error();
  auto sheet = app.office().read_sheet(call.raw_body, call.parameter("file_name"));
  if (!sheet) return std::move(sheet).error();
  const bool is_dry = call.parameter("dry_run") == "yes", takes_good = call.parameter("mode") == "good";
  const auto plan_of = [&](Reading& reading) { return Planner(app, call, reading, *sheet, *home).plan(); };
  std::optional<Result<Plan>> plan;
  app.store().read([&](Reading& reading) { plan = plan_of(reading); });
  if (!*plan) return std::move(*plan).error();
  if (is_dry || ((*plan)->bad > 0 && !takes_good)) return Answer(plan_json(app, **plan, false));
  return write(app, call, [&](Writing& writing, LogEntry stamp) -> Result<Done> {
    auto now = plan_of(writing);
    if (!now) return std::move(now).error();
    for (const Planned& one : now->made) {
      auto made = make_account(app, writing, stamp, one.given);
      if (!made) return std::move(made).error();
    }
    stamp.action = "account.import";
    stamp.subject = sheet->name;
    stamp.unit = *home;
    stamp.detail = json::serialize(json::object{{"rows", now->rows}, {"made", now->made.size()}});
    writing.append(stamp);
    return Done{plan_json(app, *now, true), {}};
  });
}

Result<Answer> account_template(App& app, const Call& call) {
  const Snapshot now = app.published();
  auto unit = find_unit(app, *now.tree, call.parameter("unit"), app.today());
  if (!unit) return std::move(unit).error().on("unit");
  if (!may_see_coverage(call, *unit)) return no_right_to_accounts();
  const org::View& today = call.scope->today();
  const uint32_t top = today.counts_at(*unit);
  TableText table;
  table.title = "账号名单";
  table.notes = {"岗位留空：村为妇联主席，乡镇为妇联干事。手机号、账号可以不填。"};
  for (const ColumnRow& row : kColumns) table.columns.push_back({std::string(row.head)});
  table.columns.insert(table.columns.begin() + 1, {"名称"});
  table.columns[0].head = "单位代码";
  app.store().read([&](Reading& reading) {
    const Held held(reading, app.today());
    for (uint32_t place = top; place < today.end(top); ++place) {
      const UnitId below = today.unit(place);
      if (now.tree->level_of(below) != org::Level::village || held.holders.contains({below, "chair"}))
        continue;
      table.rows.push_back({now.tree->code_of(below, app.today()).to_text(),
                            now.tree->name_of(below, app.today()), "", "妇联主席", "", ""});
    }
  });
  if (call.parameter("format") == "csv")
    return Answer::file(app.office().write_csv(table), "text/csv; charset=utf-8", "账号名单.csv");
  auto bytes = app.office().write_xlsx(table, 50);
  if (!bytes) return std::move(bytes).error();
  return Answer::file(std::move(*bytes), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                      "账号名单.xlsx");
}

}  // namespace jinguo::app
