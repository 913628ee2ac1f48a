#include "app/programme_lookup.h"

#include "app/app_error.h"

namespace jinguo::app {

using define::Programme;

Result<std::shared_ptr<const Programme>> find_programme(const define::Catalogue& catalogue,
                                                        std::string_view id) {
  const auto found = catalogue.programmes.find(id);
  if (found != catalogue.programmes.end()) return found->second;
  std::string all;
  for (const auto& [known, programme] : catalogue.programmes) all += (all.empty() ? "" : "、") + known;
  return Error(kNoSuchProgramme, {std::string(id), all}).on("programme");
}

Error unknown_field(const Programme& programme, std::string_view id) {
  std::string nearest;
  for (const define::Field& field : programme.fields)
    if (field.label.zh == id || field.label.en == id) nearest = "，是不是“" + field.id + "”？";
  return Error(kUnknownField, {programme.title.zh, std::string(id), nearest});
}

}  // namespace jinguo::app
