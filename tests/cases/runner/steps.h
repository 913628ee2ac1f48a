#pragma once
#include "case.h"

namespace jinguo::cases {

// The world.
void step_tree(Case& running, const Statement& statement);
void step_today(Case& running, const Statement& statement);
void step_programme(Case& running, const Statement& statement);
void step_report_file(Case& running, const Statement& statement);
void step_definition(Case& running, const Statement& statement);
void step_org(Case& running, const Statement& statement);
void step_restart(Case& running, const Statement& statement);
// Who acts.
void step_as(Case& running, const Statement& statement);
void step_hand_over(Case& running, const Statement& statement);
void step_end_post(Case& running, const Statement& statement);
void step_session(Case& running, const Statement& statement);
void step_request(Case& running, const Statement& statement);
// Records.
void step_create(Case& running, const Statement& statement);
void step_edit(Case& running, const Statement& statement);
void step_event(Case& running, const Statement& statement);
void step_open(Case& running, const Statement& statement);
void step_list(Case& running, const Statement& statement);
void step_history(Case& running, const Statement& statement);
void step_import(Case& running, const Statement& statement);
void step_undo(Case& running, const Statement& statement);
// What waits, many at once, and taking back.
void step_inbox(Case& running, const Statement& statement);
void step_batch(Case& running, const Statement& statement);
void step_take_back(Case& running, const Statement& statement);
// Figures.
void step_figure(Case& running, const Statement& statement);
void step_figures(Case& running, const Statement& statement);
void step_drill(Case& running, const Statement& statement);
void step_records_behind(Case& running, const Statement& statement);
void step_units_behind(Case& running, const Statement& statement);
void step_league(Case& running, const Statement& statement);
// Duties, closed periods, papers.
void step_missing(Case& running, const Statement& statement);
void step_nil(Case& running, const Statement& statement);
void step_return(Case& running, const Statement& statement);
void step_close(Case& running, const Statement& statement);
void step_corrections(Case& running, const Statement& statement);
void step_draft(Case& running, const Statement& statement);
void step_issue(Case& running, const Statement& statement);
void step_paper(Case& running, const Statement& statement);

}  // namespace jinguo::cases
