#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "define/programme.h"
#include "define/report_template.h"

namespace jinguo::define {

/// Everything defined by text that is in force at one position of the log. Immutable; replaced as a whole
/// when a programme is activated.
struct Catalogue {
  std::map<std::string, std::shared_ptr<const Programme>, std::less<>> programmes;
  std::map<std::string, std::shared_ptr<const ChoiceList>, std::less<>> lists;
  std::map<std::string, std::shared_ptr<const ReportTemplate>, std::less<>> reports;

  const Programme* programme(std::string_view id) const;
  const ReportTemplate* report(std::string_view id) const;
};

}  // namespace jinguo::define
