#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "define/catalogue.h"
#include "define/finding.h"

namespace jinguo::define {

/// A definition's text and the name it is told by in places (the file's path).
struct Source {
  std::string name;
  std::string text;
};

/// What a text was read into, or nothing when any finding is a fault. Findings stand in order of their
/// places.
template <class T>
struct Loaded {
  std::shared_ptr<const T> value;
  Findings findings;
};

/// Reads and checks one file. `known` holds what is in force: lists and other programmes that the text names,
/// and the version before, against which removals and changes of type are judged. Pure; never throws for any
/// text.
Loaded<Programme> load_programme(const Source& source, const Catalogue& known);
Loaded<ChoiceList> load_list(const Source& source, const Catalogue& known);
/// `unreadable` names programmes that are there but have faults of their own: what a report says of them is
/// not complained of again.
Loaded<ReportTemplate> load_report(const Source& source, const Catalogue& known,
                                   const std::vector<std::string>& unreadable = {});

enum class DefinitionKind : uint8_t { programme, list, report };
/// By the first key that tells; nothing when the text is none of them or has a syntax fault.
std::optional<DefinitionKind> kind_of(const Source& source);
/// The id a text gives its programme, faults or not; empty for lists, reports and what cannot be read.
std::string programme_id_of(const Source& source);

struct LoadedCatalogue {
  /// `known` with everything that loaded without a fault.
  Catalogue catalogue;
  Findings findings;
};
/// Reads files in any order on top of what is known: lists first, then programmes (each id by ascending
/// version), then reports.
LoadedCatalogue load_all(const std::vector<Source>& sources, const Catalogue& known = {});

}  // namespace jinguo::define
