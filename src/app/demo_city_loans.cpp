#include <algorithm>
#include <array>
#include <numeric>

#include "app/demo_city_parts.h"
#include "app/parties.h"

namespace jinguo::app {
namespace {

/// One loan before it is written. Money in thousands of yuan.
struct Loan {
  UnitId township;
  std::string borrower;
  /// Empty: reported as a woman, not as a household.
  std::string household;
  std::string kind = "individual";
  int64_t thousands = 0;
  Date disbursed;
  std::string contract;
  Reference borrower_entry = {}, household_entry = {};
};

/// Everyone of the demo who borrows, told apart by a running number.
struct Borrowers {
  explicit Borrowers(int first_serial) : serial(first_serial) {}
  int serial;
  std::string next(DemoRandom& random, int from_year, int to_year) {
    const Date born = random.between(*Date::make(from_year, 1, 1), *Date::make(to_year, 12, 31));
    return demo_name(random) + " " + demo_id_number(born, serial++);
  }
};

/// So many amounts, each within bounds, in steps of 5,000 yuan, that add up exactly. All in thousands.
std::vector<int64_t> amounts_to(DemoRandom& random, int count, int64_t total, int64_t least, int64_t most) {
  std::vector<int64_t> out;
  for (int i = 0; i < count; ++i) {
    const int64_t mean = total / count;
    const int64_t amount = mean + 5 * random.between(-4, 4);
    out.push_back(std::clamp(amount / 5 * 5, least, most));
  }
  int64_t missing = total - std::accumulate(out.begin(), out.end(), int64_t{0});
  for (size_t i = 0; missing != 0; i = (i + 1) % out.size()) {
    const int64_t step = missing > 0 ? 5 : -5;
    if (out[i] + step < least || out[i] + step > most) continue;
    out[i] += step;
    missing -= step;
  }
  return out;
}

class LoanMaker {
 public:
  LoanMaker(DemoCity& city, std::string_view stream, int first_serial, int year)
      : city_(city), random_(stream), borrowers_(first_serial), year_(year) {}
  DemoRandom& random() { return random_; }

  Result<void> add(std::string_view county, const std::vector<int64_t>& thousands, Date first, Date last,
                   int64_t individual_most, bool as_households) {
    auto unit = city_.tree->find(county, last);
    if (!unit) return std::move(unit).error();
    const auto townships = children_at(*city_.tree, *unit, last, org::Level::township);
    for (const int64_t amount : thousands) {
      Loan loan;
      loan.township = random_.pick(townships);
      loan.borrower = borrowers_.next(random_, year_ - 47, year_ - 22);
      loan.kind = amount > individual_most ? "partnership" : "individual";
      if (as_households) loan.household = "演示户" + std::to_string(borrowers_.serial);
      loan.thousands = amount;
      loan.disbursed = random_.between(first, last);
      loan.contract =
          "演〔" + std::to_string(loan.disbursed.year()) + "〕" + std::to_string(borrowers_.serial) + "号";
      loans_.push_back(std::move(loan));
    }
    return {};
  }

  /// Registers the borrowers, then writes the loans; the last `pending` of them are not paid out yet.
  Result<void> write(size_t pending) {
    DemoHistory history(city_.app, "loans", city_.posts);
    if (auto met = register_parties(history.programme()); !met) return met;
    for (size_t i = 0; i < loans_.size(); ++i) {
      const bool is_pending = i + pending >= loans_.size();
      auto steps = steps_of(history, loans_[i]);
      if (is_pending) {
        // On its way: it got so far and waits there, its last step a few days ago.
        steps.resize(static_cast<size_t>(random_.between(1, 4)));
        const int shift = city_.app.today().days() - random_.between(1, 12) - steps.back().on.days();
        for (DemoStep& step : steps) step.on = step.on.plus_days(shift);
      }
      if (auto added = history.add(random_.record_id(), loans_[i].township, std::move(steps)); !added)
        return added;
    }
    return history.write();
  }

 private:
  Result<void> register_parties(const define::Programme& programme) {
    auto done = city_.app.store().perform([&](Writing& writing) -> Result<Committed> {
      for (Loan& loan : loans_) {
        auto borrower =
            resolve_party(city_.app, writing, *programme.field("borrower"), loan.township, loan.borrower);
        if (!borrower) return std::move(borrower).error();
        loan.borrower_entry = *borrower;
        if (loan.household.empty()) continue;
        auto household =
            resolve_party(city_.app, writing, *programme.field("household"), loan.township, loan.household);
        if (!household) return std::move(household).error();
        loan.household_entry = *household;
      }
      LogEntry stamp;
      stamp.at = demo_moment(loans_.front().disbursed, 0);
      stamp.on = loans_.front().disbursed;
      stamp.action = "person.register";
      stamp.detail = R"(["persons )" + std::to_string(loans_.size()) + R"("])";
      return Committed{writing.append(stamp), {}};
    });
    if (!done) return std::move(done).error();
    return {};
  }

  std::vector<DemoStep> steps_of(const DemoHistory& history, const Loan& loan) {
    static const std::vector<std::string> kProjects{"大棚蔬菜", "畜禽养殖", "柳编加工",   "服装加工",
                                                    "副食超市", "果品种植", "食用菌种植", "手工刺绣"};
    static const std::vector<std::string> kBanks{"农村信用社", "邮政储蓄银行", "村镇银行"};
    const int months = random_.in_thousand(700) ? 24 : 12;
    DemoValues registered = history.values();
    registered.set("borrower", Value(loan.borrower_entry))
        .code("kind", loan.kind)
        .code("reported_as", loan.household.empty() ? "women" : "households")
        .code("project", random_.pick(kProjects))
        .number("amount", loan.thousands * 1000);
    if (!loan.household.empty()) registered.set("household", Value(loan.household_entry));
    if (history.programme().version > 1)
      registered.set("first_time", Value(random_.in_thousand(720))).number("jobs", random_.between(1, 14));
    DemoValues approved = history.values();
    approved.number("months", months)
        .set("rate", Value(*Decimal::parse(year_ < 2020 ? "6.56" : "3.45")))
        .code("bank", random_.pick(kBanks));
    DemoValues paid = history.values();
    paid.set("disbursed_on", Value(loan.disbursed)).code("contract_no", loan.contract);
    const Date day = loan.disbursed;
    const Date due = day.plus_months(months);
    std::vector<DemoStep> steps{{"", day.plus_days(-42), registered.take()},
                                {"review", day.plus_days(-34), {}},
                                {"visit", day.plus_days(-21), {}},
                                {"approve", day.plus_days(-8), approved.take()},
                                {"disburse", day, paid.take()}};
    if (random_.in_thousand(40)) {
      steps.push_back({"mark_overdue", due.plus_days(5), {}});
      steps.push_back({"settle", due.plus_days(random_.between(40, 90)), {}});
    } else {
      steps.push_back({"settle", due.plus_days(-random_.between(0, 25)), {}});
    }
    return steps;
  }

  DemoCity& city_;
  DemoRandom random_;
  Borrowers borrowers_;
  int year_;
  std::vector<Loan> loans_;
};

/// What is lent in each of the other counties: number of women and thousands of yuan.
struct Elsewhere {
  const char* county;
  int women;
  int64_t thousands;
};

}  // namespace

Result<void> make_loans_2011(DemoCity& city) {
  LoanMaker maker(city, "loans 2011", 1, 2011);
  DemoRandom& random = maker.random();
  // An individual may have 80,000 yuan, partners 100,000 each: where the mean is 99,400 most are partners.
  std::vector<int64_t> luozhuang(20, 100);
  luozhuang.insert(luozhuang.end(), 6, 80);
  luozhuang.insert(luozhuang.end(), {120, 120, 120, 120, 120, 100});
  random.shuffle(luozhuang);
  const Date first = *Date::make(2011, 1, 10), last = *Date::make(2011, 6, 28);
  if (auto done = maker.add("371311", luozhuang, first, last, 80, false); !done) return done;
  if (auto done = maker.add("371329", amounts_to(random, 57, 2460, 20, 80), first, last, 80, true); !done)
    return done;
  constexpr std::array<Elsewhere, 5> kElsewhere{
      {{"371302", 6, 110}, {"371312", 7, 115}, {"371321", 5, 90}, {"371323", 4, 75}, {"371326", 4, 60}}};
  for (const Elsewhere& one : kElsewhere)
    if (auto done = maker.add(one.county, amounts_to(random, one.women, one.thousands, 5, 80), first, last,
                              80, false);
        !done)
      return done;
  // The half-year before, for comparison.
  const Date before = *Date::make(2010, 7, 12), end = *Date::make(2010, 12, 27);
  if (auto done = maker.add("371311", amounts_to(random, 22, 1540, 40, 80), before, end, 80, false); !done)
    return done;
  if (auto done = maker.add("371329", amounts_to(random, 38, 1520, 20, 80), before, end, 80, true); !done)
    return done;
  if (auto done = maker.add("371312", amounts_to(random, 11, 240, 10, 80), before, end, 80, false); !done)
    return done;
  return maker.write(0);
}

Result<void> make_loans_2026(DemoCity& city) {
  LoanMaker maker(city, "loans 2026", 301, 2026);
  DemoRandom& random = maker.random();
  constexpr std::array<Elsewhere, 8> kPaid{{{"371302", 11, 2310},
                                            {"371311", 9, 1845},
                                            {"371312", 7, 1330},
                                            {"371321", 8, 1400},
                                            {"371323", 9, 1620},
                                            {"371324", 6, 990},
                                            {"371327", 4, 620},
                                            {"371329", 7, 1190}}};
  const Date first = *Date::make(2026, 2, 16), last = *Date::make(2026, 6, 30);
  for (const Elsewhere& one : kPaid)
    if (auto done = maker.add(one.county, amounts_to(random, one.women, one.thousands, 50, 300), first, last,
                              300, false);
        !done)
      return done;
  constexpr std::array<Elsewhere, 3> kPending{{{"371323", 6, 1080}, {"371321", 4, 640}, {"371302", 4, 800}}};
  size_t pending = 0;
  for (const Elsewhere& one : kPending) {
    pending += static_cast<size_t>(one.women);
    if (auto done = maker.add(one.county, amounts_to(random, one.women, one.thousands, 50, 300), first, last,
                              300, false);
        !done)
      return done;
  }
  return maker.write(pending);
}

}  // namespace jinguo::app
