#pragma once
#include "app/call.h"

namespace jinguo::app {

/// The programmes in force in the order of the federation's systems (S1, S9, S10 …), those without one last.
std::vector<std::shared_ptr<const define::Programme>> in_order(const define::Catalogue& catalogue);

/// GET /api/programmes: those whose figures or rows the asker may read.
Result<Answer> list_programmes(App& app, const Call& call);
/// GET /api/programmes/{programme}: the definition, for forms and lists.
Result<Answer> get_programme(App& app, const Call& call);
/// POST /api/definitions/check: the text judged against what is in force, with what it would look like;
/// nothing is written.
Result<Answer> check_definition(App& app, const Call& call);
/// POST /api/definitions/apply {text, name, dry_run, base}: activates a programme, list or report. With
/// `base`, the version of the programme the text was begun from (0 for none), it is refused with
/// app.definition_moved when another version is in force by now.
Result<Answer> apply_definition(App& app, const Call& call);
/// GET /api/definitions/schema: the JSON Schema of definition files.
Result<Answer> definition_schema(App& app, const Call& call);

/// Whether the asker may know the programme's definition: she reads figures or rows of it somewhere, or
/// activates programmes.
Result<void> check_may_see_programme(const Call& call, const define::Programme& programme);

}  // namespace jinguo::app
