#pragma once
#include "cli/command.h"

/// What the rows of the table run; one file per noun.
namespace jinguo::cli {

Exit run_demo(Session& session);
Exit run_serve(Session& session);
Exit run_init(Session& session);
Exit run_doctor(Session& session);
Exit run_tls_init(Session& session);
Exit run_tls_renew(Session& session);
Exit run_verify(Session& session);
Exit run_backup(Session& session);
Exit run_restore(Session& session);
Exit run_audit(Session& session);
Exit run_openapi(Session& session);
Exit run_completion(Session& session);
Exit run_manual(Session& session);

Exit run_define_check(Session& session);
Exit run_define_apply(Session& session);
Exit run_define_schema(Session& session);
Exit run_define_reference(Session& session);
Exit run_define_list(Session& session);
Exit run_define_versions(Session& session);
Exit run_define_show(Session& session);
Exit run_define_diff(Session& session);

Exit run_org_find(Session& session);
Exit run_org_import(Session& session);
Exit run_burden(Session& session);
Exit run_org_show(Session& session);
Exit run_org_change(Session& session);
Exit run_org_open(Session& session);
Exit run_org_rename(Session& session);
Exit run_org_move(Session& session);
Exit run_org_merge(Session& session);
Exit run_org_split(Session& session);
Exit run_org_close(Session& session);

Exit run_record_import(Session& session);
Exit run_record_export(Session& session);
Exit run_record_template(Session& session);
Exit run_record_list(Session& session);
Exit run_record_show(Session& session);
Exit run_record_create(Session& session);
Exit run_record_edit(Session& session);
Exit run_record_event(Session& session);

Exit run_figure(Session& session);
Exit run_report(Session& session);
Exit run_issue(Session& session);
Exit run_issued(Session& session);

Exit run_missing(Session& session);
Exit run_nil(Session& session);
Exit run_return_show(Session& session);
Exit run_return_submit(Session& session);
Exit run_return_confirm(Session& session);
Exit run_return_send_back(Session& session);
Exit run_return_withdraw(Session& session);
Exit run_period_close(Session& session);
Exit run_period_reopen(Session& session);
Exit run_period_corrections(Session& session);

Exit run_user_list(Session& session);
Exit run_user_add(Session& session);
Exit run_user_link(Session& session);
Exit run_user_close(Session& session);
Exit run_user_post(Session& session);
Exit run_user_end_post(Session& session);
Exit run_user_hand_over(Session& session);

}  // namespace jinguo::cli
