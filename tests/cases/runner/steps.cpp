#include "steps.h"

#include <array>

namespace jinguo::cases {
namespace {

constexpr std::array kSteps{
    Step{"today", "today 2011-07-04 [17]", step_today},
    Step{"tree", "tree", step_tree},
    Step{"org", "org rename 2014-01-21 unit=371324 name=兰陵县", step_org},
    Step{"programme", "programme elections …", step_programme},
    Step{"report file", "report file half_year …", step_report_file},
    Step{"definition", "definition [check] [dry run]", step_definition},
    Step{"restart", "restart", step_restart},
    Step{"as", "as township.clerk@371323101 | as NAME = township.clerk@371323101 | as NAME", step_as},
    Step{"hand over", "hand over township.clerk@371323101 from NAME to NAME", step_hand_over},
    Step{"end post", "end post township.clerk@371323101 of NAME", step_end_post},
    Step{"session", "session of NAME alive|over", step_session},
    Step{"request", "request GET|POST|PATCH|DELETE /api/… [: JSON]", step_request},
    Step{"create", "create PROGRAMME at UNIT [for PERIOD] [then EVENT,…] [on DATE]: field=value …",
         step_create},
    Step{"edit", "edit RECORD [on DATE]: field=value …", step_edit},
    Step{"event", "event EVENT on RECORD [dated DATE]: field=value …", step_event},
    Step{"open", "open RECORD", step_open},
    Step{"list", "list PROGRAMME [at UNIT] [state S] [where FIELD=VALUE] [sort FIELD]: N records", step_list},
    Step{"history", "history RECORD", step_history},
    Step{"import",
         "import PROGRAMME at UNIT [then EVENT,…] [on DATE] [period P] [good rows] [dry run] [from the "
         "export] [as xlsx]",
         step_import},
    Step{"undo", "undo IMPORT: N void, N kept", step_undo},
    Step{"take back", "take back RECORD [after N] [version N][: STATE]", step_take_back},
    Step{"inbox", "inbox [tab TAB] [of PROGRAMME]: N", step_inbox},
    Step{"batch", "batch EVENT on RECORD …: N done[, CODE …]", step_batch},
    Step{"figures", "figures at UNIT for PERIOD [as now] [official]", step_figures},
    Step{"figure",
         "figure PROGRAMME.FIGURE at UNIT for PERIOD [as now] [official] [by FIELD:CODE] = TEXT (N/N)",
         step_figure},
    Step{"drill", "drill PROGRAMME.FIGURE at UNIT for PERIOD [as now] [official] [all the way]", step_drill},
    Step{"records behind", "records behind PROGRAMME.FIGURE at UNIT for PERIOD = N", step_records_behind},
    Step{"units behind", "units behind PROGRAMME.FIGURE at UNIT for PERIOD = N records N", step_units_behind},
    Step{"league", "league PROGRAMME.FIGURE at UNIT for PERIOD", step_league},
    Step{"missing", "missing PROGRAMME at UNIT for PERIOD: expected N reported N nil N on_time N",
         step_missing},
    Step{"nil", "nil PROGRAMME at UNIT for PERIOD [taken back]", step_nil},
    Step{"return", "return PROGRAMME at UNIT for PERIOD submit|confirm|send_back|withdraw|is STATUS",
         step_return},
    Step{"close", "close PROGRAMME at UNIT for PERIOD", step_close},
    Step{"corrections", "corrections PROGRAMME at UNIT for PERIOD: N", step_corrections},
    Step{"draft", "draft REPORT at UNIT for PERIOD", step_draft},
    Step{"issue", "issue REPORT at UNIT for PERIOD [as NAME] [correcting NAME]", step_issue},
    Step{"paper", "paper NAME [corrects NAME] [corrected by NAME]", step_paper},
};

}  // namespace

std::span<const Step> steps() {
  return kSteps;
}

}  // namespace jinguo::cases
