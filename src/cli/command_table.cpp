#include <algorithm>
#include <array>

#include "cli/command.h"
#include "cli/command_functions.h"

namespace jinguo::cli {
namespace {

// clang-format off
constexpr std::array kOptions{
    Option{"data", 0, "DIR", "数据目录；默认 $JINGUO_DATA，再默认 ./data", "The data folder; $JINGUO_DATA or ./data by default", false, true},
    Option{"store", 0, "CONNINFO", "改用 PostgreSQL，写 libpq 连接串（不带密码）；默认 $JINGUO_STORE", "Use PostgreSQL instead, by a libpq connection string (without a password); $JINGUO_STORE by default", false, true},
    Option{"key", 0, "FILE", "个人信息主密钥文件；默认在数据目录旁，名为 目录名.key", "The master key of personal data; beside the data folder as FOLDER.key by default", false, true},
    Option{"as", 0, "ACCOUNT", "以哪个账号办理；默认本机操作员（看不到个人信息）", "The account to act as; the local operator by default, who sees no personal rows", false, true},
    Option{"json", 0, "", "打印 API 的 JSON", "Print the JSON of the API", false, true},
    Option{"dry-run", 0, "", "试运行：只说会怎样，不写入", "Say what would happen and write nothing", false, true},
    Option{"yes", 'y', "", "不再询问", "Do not ask back", false, true},
    Option{"lang", 0, "zh|en", "语言，默认中文", "The language; Chinese by default", false, true},
    Option{"help", 'h', "", "说明和例子", "Help and an example", false, true},

    Option{"unit", 'u', "CODE", "单位：2、4、6、9、12 位区划代码，或名称", "The unit: a code of 2, 4, 6, 9 or 12 digits, or a name"},
    Option{"period", 'p', "P", "时段：2011、2011-H1、2011-Q2、2011-06、2011-W23、2011-06-30", "The period: 2011, 2011-H1, 2011-Q2, 2011-06, 2011-W23, 2011-06-30"},
    Option{"by", 0, "units|FIELD", "按下级单位或按字段分列", "Broken down by the units below or by a field"},
    Option{"official", 0, "", "只算已审核的", "Count only what was checked"},
    Option{"records", 0, "", "列出这个数字背后的记录", "List the records behind the figure"},
    Option{"key-of", 0, "FIELD:CODE", "只列这一格背后的记录（与 --records 同用）", "Only the records of this cell (with --records)"},
    Option{"output", 'o', "FILE", "写到这个文件；- 为标准输出", "Write to this file; - is standard output"},
    Option{"listen", 0, "ADDR:PORT", "监听地址，默认 127.0.0.1:8711，被占用则顺延", "Where to listen; 127.0.0.1:8711 by default, or the next free port"},
    Option{"behind-proxy", 0, "ADDR[,ADDR]", "前面 HTTPS 代理的 IP：只信它转来的来源和加密标记，也只服务它和本机", "The IP of the HTTPS proxy in front: it alone is believed of origin and encryption, and served besides this machine", true},
    Option{"tls-cert", 0, "FILE", "HTTPS 证书（PEM，连同中间证书）；默认用 jinguo tls init 建的", "The certificate with its chain, PEM; the one of jinguo tls init by default"},
    Option{"tls-key", 0, "FILE", "证书的私钥（PEM，不设口令）", "The certificate's key, PEM, without a password"},
    Option{"host", 0, "NAME", "别的机器用来打开本系统的主机名或 IP", "A host name or IP by which others open this installation", true},
    Option{"lan", 0, "", "也给同一网络的手机和电脑看：HTTPS，凭一次性链接或二维码进入；没写 --data 则结束后不留任何东西", "Show it to phones and machines of this network too: HTTPS, by one-time links and a QR; without --data nothing is left behind"},
    Option{"no-serve", 0, "", "不启动服务，打印报告后退出", "Do not serve: print the report and end"},
    Option{"home", 0, "CODE", "这套系统属于哪个单位", "The unit the installation is for"},
    Option{"units", 0, "FILE", "单位表（列：code parent level name …）", "A table of units (columns: code parent level name …)"},
    Option{"date", 0, "DATE", "生效日期，默认今天", "The day it takes effect; today by default"},
    Option{"day", 0, "DATE", "哪一天的组织树，默认今天", "The tree of which day; today by default"},
    Option{"close-missing", 0, "", "表中没有的单位撤销", "Close units that are not in the table"},
    Option{"name", 0, "NAME", "名称", "The name"},
    Option{"level", 0, "LEVEL", "层级：province city county township village body", "The level: province city county township village body"},
    Option{"parent", 0, "CODE", "上级单位", "The parent"},
    Option{"to", 0, "WHAT", "划到哪个单位，或交给哪个账号", "The new parent, or the account that takes over"},
    Option{"into", 0, "CODE", "并入哪个单位", "The unit that takes them in"},
    Option{"new", 0, "CODE", "并成的新单位的代码", "The code of the new unit"},
    Option{"heir", 0, "WHAT", "由谁承接：拆分时是第几部分，撤销时是单位代码", "Who succeeds: the number of the part of a split, the unit's code when closing"},
    Option{"split-by", 0, "FIELD", "按哪个字段分配旧记录", "The field that assigns old records"},
    Option{"part", 0, "CODE,LEVEL,NAME[,CHILD…]", "拆出的一个单位和划给它的下级", "A unit of the split and the children it gets", true},
    Option{"state", 0, "STATE", "只要这个状态的记录", "Only records in this state"},
    Option{"where", 0, "FIELD=VALUE", "只要字段等于此值的记录", "Only records whose field has this value", true},
    Option{"sort", 0, "FIELD", "排序字段，前加 - 为降序", "The field to sort by; - before it reverses"},
    Option{"page", 0, "N", "第几页，默认 1", "The page; 1 by default"},
    Option{"size", 0, "N", "每页几条，默认 50", "Records a page; 50 by default"},
    Option{"set", 0, "FIELD=VALUE", "字段的值，按人填写的样子", "The value of a field, as a person would type it", true},
    Option{"values", 0, "FILE", "字段值的 JSON 文件；- 为标准输入", "A JSON file of field values; - is standard input"},
    Option{"event", 0, "EVENT", "保存后接着办理的事件", "An event to take once the values are set", true},
    Option{"if-version", 0, "N", "仅当记录还是这一版时才改", "Only when the record still has this version"},
    Option{"reason", 0, "TEXT", "理由", "The reason"},
    Option{"on", 0, "DATE", "业务日期", "The business date"},
    Option{"then", 0, "EVENTS", "导入后对每条记录接着办理的事件，用逗号隔开", "Events to take on every imported record, parted by commas"},
    Option{"good-rows", 0, "", "只导入没有错误的行", "Import only the rows without faults"},
    Option{"format", 0, "FORMAT", "格式；默认看文件名", "The format; by the file's name by default"},
    Option{"history", 0, "", "连同经过", "With what happened to it"},
    Option{"take-back", 0, "", "收回", "Take it back"},
    Option{"corrects", 0, "ID", "更正哪一份已发的文件", "The issued paper it corrects"},
    Option{"post", 0, "ROLE@UNIT", "岗位，例如 clerk@371323101", "A post, e.g. clerk@371323101", true},
    Option{"role", 0, "ROLE", "岗位：chair clerk officer head leader bank operator security auditor", "The role: chair clerk officer head leader bank operator security auditor"},
    Option{"deputy", 0, "", "代理", "As a deputy"},
    Option{"last", 0, "DATE", "最后一天", "The last day"},
    Option{"action", 0, "PREFIX", "只要这类操作，例如 record.", "Only such actions, e.g. record."},
    Option{"subject", 0, "TEXT", "只要关于它的", "Only what is about this"},
    Option{"version", 0, "N", "第几版", "Which version"},
    Option{"types", 0, "", "改为打印 TypeScript 类型", "Print the shapes as TypeScript instead"},
};

constexpr std::array kCommands{
    Command{"demo", "", "", "no-serve listen lan", "演示城市：12 个县区、156 个乡镇、7080 个村；打印半年报告并启动服务", "The demo city of 12 counties, 156 townships and 7,080 villages; prints the half-year report and serves", "jinguo demo --data demo-data", run_demo},
    Command{"serve", "", "", "listen tls-cert tls-key behind-proxy", "启动服务", "Serve the data folder", "jinguo serve --listen 127.0.0.1:8711", run_serve},
    Command{"init", "", "", "home! units", "新建一套空的系统，或补齐缺的部分；打印三位管理员的一次性链接", "Make an empty installation, or complete one; prints the one-time links of three administrators", "jinguo init --home 3713 --units units.tsv", run_init},
    Command{"tls", "init", "", "host", "建立本机证书机构和证书，此后 serve 用 HTTPS；手机扫码安装", "Make a local authority and a certificate, so that serve speaks HTTPS; phones install it by QR", "jinguo tls init --host jinguo.lan", run_tls_init},
    Command{"tls", "renew", "", "host", "重新签发服务器证书，手机不用重装；运行中的服务自动换上", "Issue the server's certificate again; phones keep their authority and a running server takes it", "jinguo tls renew", run_tls_renew},
    Command{"doctor", "", "", "listen", "检查这台机器和数据：备份、证书、数据库、字体、打印程序、磁盘、时钟、端口", "Examine the machine and the data: backup, certificate, database, fonts, printing programs, disk, clock, port", "jinguo doctor", run_doctor},

    Command{"define", "check", "PATH…", "", "检查项目文件，逐条指出错在哪一行、怎么改；不需要数据", "Check definition files: each fault with its line and its mend; needs no data", "jinguo define check programmes/elections.yaml", run_define_check},
    Command{"define", "apply", "PATH…", "", "启用项目文件；--dry-run 只报告会怎样", "Activate definition files; --dry-run only tells what would happen", "jinguo define apply programmes/lists --dry-run", run_define_apply},
    Command{"define", "list", "", "", "现行的项目", "The programmes in force", "jinguo define list", run_define_list},
    Command{"define", "versions", "PROGRAMME", "", "一个项目的历次版本：谁何时启用、改了什么", "The versions of a programme: who activated each when, and what it changed", "jinguo define versions elections", run_define_versions},
    Command{"define", "show", "PROGRAMME", "version output", "一个项目的原文，默认现行版", "The text of a programme, byte for byte; of the version in force by default", "jinguo define show elections --version 1", run_define_show},
    Command{"define", "diff", "PROGRAMME A B", "", "两个版本逐行对照；相同则什么也不印", "The lines that differ between two versions; prints nothing when they are the same", "jinguo define diff elections 1 2", run_define_diff},
    Command{"define", "schema", "", "", "项目文件的 JSON Schema，供编辑器补全", "The JSON Schema of definition files, for editors", "jinguo define schema", run_define_schema},
    Command{"define", "reference", "", "", "项目文件的全部写法", "Every key of definition files", "jinguo define reference", run_define_reference},

    Command{"org", "show", "CODE", "day", "一个单位：名称、上下级、沿革", "A unit: its names, its place in the tree, its history", "jinguo org show 371323107", run_org_show},
    Command{"org", "find", "TEXT", "level day", "按名称、代码、拼音首字母或曾用名查找单位", "Find units by name, code, initials or a former name", "jinguo org find 沂水", run_org_find},
    Command{"org", "import", "FILE", "date close-missing", "从表格导入单位", "Import units from a table", "jinguo org import units.tsv --dry-run", run_org_import},
    Command{"org", "change", "FILE", "", "按行书写的组织变更，全部成功或全部不做；- 为标准输入", "Tree changes, one a line, all or none; - is standard input", "jinguo org change changes.tsv --dry-run", run_org_change},
    Command{"org", "open", "CODE", "level! name! parent date", "新设单位", "Open a unit", "jinguo org open 371323107299 --level village --name 新村村 --parent 371323107 --dry-run", run_org_open},
    Command{"org", "rename", "CODE", "name! date", "更名", "Rename a unit", "jinguo org rename 371323107 --name 崔家峪街道 --dry-run", run_org_rename},
    Command{"org", "move", "CODE", "to! date", "划到另一个上级", "Move a unit under another parent", "jinguo org move 371323107200 --to 371323106 --dry-run", run_org_move},
    Command{"org", "merge", "CODE…", "into new level name parent date", "合并单位，旧记录由新单位承接", "Merge units; the heir takes their records", "jinguo org merge 371323107204 --into 371323107200 --dry-run", run_org_merge},
    Command{"org", "split", "CODE", "part! heir split-by date", "拆分单位", "Split a unit", "jinguo org split 371323107200 --part 371323107301,village,东村 --part 371323107302,village,西村 --heir 1 --dry-run", run_org_split},
    Command{"org", "close", "CODE", "heir date", "撤销单位", "Close a unit", "jinguo org close 371323107204 --heir 371323107200 --dry-run", run_org_close},

    Command{"record", "list", "PROGRAMME", "unit period state where sort page size", "列出记录", "List records", "jinguo record list elections --unit 371323107 --as demo.clerk", run_record_list},
    Command{"record", "show", "PROGRAMME ID", "history", "一条记录", "Show a record", "jinguo record show elections 0123456789abcdef0123456789abcdef --history", run_record_show},
    Command{"record", "create", "PROGRAMME", "unit! period set values event reason on", "新建记录", "Make a record", "jinguo record create elections --unit 371323107200 --set round=round_2026 --as demo.chair --dry-run", run_record_create},
    Command{"record", "edit", "PROGRAMME ID", "set values if-version reason", "改记录的值", "Change the values of a record", "jinguo record edit elections 0123456789abcdef0123456789abcdef --set party_women=2 --as demo.clerk --dry-run", run_record_edit},
    Command{"record", "event", "PROGRAMME ID EVENT", "set values if-version reason on", "对记录办理事件", "Take an event on a record", "jinguo record event elections 0123456789abcdef0123456789abcdef verify --as demo.clerk --dry-run", run_record_event},
    Command{"record", "import", "PROGRAMME FILE", "unit! period then on good-rows", "导入 .xlsx 或 .csv，逐格指出错误", "Import an .xlsx or .csv, telling the faults cell by cell", "jinguo record import elections elections.csv --unit 371323107 --as demo.clerk --dry-run", run_record_import},
    Command{"record", "export", "PROGRAMME", "unit period state where sort format output", "导出 .xlsx 或 .csv", "Export an .xlsx or .csv", "jinguo record export elections --unit 371323107 -o elections.csv --as demo.clerk", run_record_export},
    Command{"record", "template", "PROGRAMME", "output!", "填报用的空表", "The sheet to fill in", "jinguo record template elections -o template.xlsx", run_record_template},

    Command{"figure", "", "NAME", "unit period by official records key-of page size", "一个数字，连同分子、分母和背后的记录；--as then|now 选当时或现在的口径", "A figure with its numerator, denominator and the records behind it; --as then|now takes the tree then or now", "jinguo figure elections.party_coverage --unit 3713 --period 2011-H1", run_figure},
    Command{"report", "", "NAME", "unit period format output", "报告草稿；-o 写成 .md .html .docx .pdf .txt", "A report's draft; -o writes .md .html .docx .pdf .txt", "jinguo report half_year --unit 3713 --period 2011-H1 -o half_year.docx", run_report},
    Command{"issue", "", "REPORT", "unit! period! corrects", "印发报告：定稿、编号，此后不再变动", "Issue a report: frozen, with a number of its own", "jinguo issue half_year --unit 3713 --period 2011-H1 --as demo.head --dry-run", run_issue},
    Command{"issued", "", "[ID]", "format output", "已发的文件；给出编号则打印那一份", "Issued papers; with an id that one is printed", "jinguo issued", run_issued},

    Command{"missing", "", "PROGRAMME", "unit period", "谁还没有报", "Who has not reported", "jinguo missing half_year_return --unit 3713 --period 2011-H1", run_missing},
    Command{"nil", "", "PROGRAMME", "unit! period! take-back", "报“本期无”，或收回", "Say \"none this period\", or take it back", "jinguo nil weekly_note --unit 371323 --period 2026-W26 --as demo.officer --dry-run", run_nil},
    Command{"return", "show", "PROGRAMME", "unit! period!", "报表走到哪一步", "Where a return stands", "jinguo return show half_year_return --unit 371323 --period 2011-H1", run_return_show},
    Command{"return", "submit", "PROGRAMME", "unit! period! reason", "上报", "Send a return on", "jinguo return submit half_year_return --unit 371323 --period 2011-H1 --as demo.officer --dry-run", run_return_submit},
    Command{"return", "confirm", "PROGRAMME", "unit! period! reason", "确认下级的报表", "Confirm a return", "jinguo return confirm half_year_return --unit 371323107 --period 2011-H1 --as demo.officer --dry-run", run_return_confirm},
    Command{"return", "send-back", "PROGRAMME", "unit! period! reason!", "退回下级的报表", "Send a return back", "jinguo return send-back half_year_return --unit 371323107 --period 2011-H1 --reason 请核对 --as demo.officer --dry-run", run_return_send_back},
    Command{"return", "withdraw", "PROGRAMME", "unit! period! reason", "撤回还没有人处理的报表", "Withdraw a return nobody acted on", "jinguo return withdraw half_year_return --unit 371323 --period 2011-H1 --as demo.officer --dry-run", run_return_withdraw},
    Command{"period", "close", "PROGRAMME", "unit! period! reason", "封账：此后改动要有理由，列入更正表", "Close a period: later changes need a reason and stand on the correction sheet", "jinguo period close elections --unit 3713 --period 2011-H1 --as demo.head --dry-run", run_period_close},
    Command{"period", "reopen", "PROGRAMME", "unit! period! reason!", "重新打开时段", "Reopen a period", "jinguo period reopen elections --unit 3713 --period 2011-H1 --reason 补录 --as demo.head --dry-run", run_period_reopen},
    Command{"period", "corrections", "PROGRAMME", "unit period", "更正表：封账以后改了什么", "The correction sheet: what was changed since a period closed", "jinguo period corrections elections --unit 371323 --period 2011-H1 --as demo.officer", run_period_corrections},

    Command{"user", "list", "", "unit", "账号和岗位", "Accounts and their posts", "jinguo user list --as demo.security", run_user_list},
    Command{"user", "add", "ACCOUNT", "name! post", "新建账号，打印一次性链接", "A new account; prints its one-time link", "jinguo user add wang_li --name 王丽 --post clerk@371323101 --as demo.security --dry-run", run_user_add},
    Command{"user", "link", "ACCOUNT", "", "重发一次性链接，原密码作废", "A new one-time link; the old password is void", "jinguo user link wang_li --as demo.security --dry-run", run_user_link},
    Command{"user", "close", "ACCOUNT", "", "停用账号", "Close an account", "jinguo user close wang_li --as demo.security --dry-run", run_user_close},
    Command{"user", "post", "ACCOUNT", "role! unit! deputy last", "给岗位", "Give a post", "jinguo user post wang_li --role clerk --unit 371323101 --as demo.security --dry-run", run_user_post},
    Command{"user", "end-post", "POST", "", "收回岗位，会话立即结束", "End a post; sessions end at once", "jinguo user end-post 12 --as demo.security --dry-run", run_user_end_post},
    Command{"user", "hand-over", "POST", "to! reason", "岗位连同未办事项交给另一个账号", "Hand a post over with its open work", "jinguo user hand-over 12 --to wang_li --as demo.security --dry-run", run_user_hand_over},

    Command{"burden", "", "", "level", "减负账：一级单位每月填表要多少分钟", "The burden sheet: minutes a month the forms take from units of a level", "jinguo burden --level village", run_burden},
    Command{"verify", "", "", "", "校验：审计链、每一行、每一个数字都重算一遍", "Verify: the audit chain, every row, every figure recounted", "jinguo verify", run_verify},
    Command{"backup", "", "", "output!", "备份成一个文件，服务中也可以；主密钥不在其中，另行保管", "A backup as one file, also while serving; the master key is not in it, keep it apart", "jinguo backup -o jinguo.backup", run_backup},
    Command{"restore", "", "FILE", "", "恢复到一个空的数据目录；--dry-run 只检查备份", "Restore into an empty data folder; --dry-run only judges the backup", "jinguo restore jinguo.backup --data restored --dry-run", run_restore},
    Command{"audit", "", "", "action subject", "审计记录，新的在前", "The audit chain, the newest first", "jinguo audit --action record. --as demo.auditor", run_audit},
    Command{"openapi", "", "", "types", "API 说明（OpenAPI 3.1）", "The API as OpenAPI 3.1", "jinguo openapi --types", run_openapi},
    Command{"completion", "", "SHELL", "", "bash、zsh 或 fish 的补全脚本", "The completion script of bash, zsh or fish", "jinguo completion bash", run_completion},
    Command{"manual", "", "", "", "打印 docs/cli.md", "Print docs/cli.md", "jinguo manual", run_manual},
};
// clang-format on

}  // namespace

std::span<const Command> commands() {
  return kCommands;
}

std::span<const Option> options() {
  return kOptions;
}

const Option* find_option(std::string_view name) {
  const auto found = std::find_if(kOptions.begin(), kOptions.end(), [&](const Option& option) {
    return option.name == name || (option.letter != 0 && name == std::string_view(&option.letter, 1));
  });
  return found == kOptions.end() ? nullptr : &*found;
}

const Command* find_command(std::string_view noun, std::string_view verb) {
  const auto found = std::find_if(kCommands.begin(), kCommands.end(), [&](const Command& command) {
    return command.noun == noun && command.verb == verb;
  });
  return found == kCommands.end() ? nullptr : &*found;
}

std::vector<TakenOption> taken_options(const Command& command) {
  std::vector<TakenOption> out;
  std::string_view rest = command.options;
  while (!rest.empty()) {
    const size_t blank = rest.find(' ');
    std::string_view name = rest.substr(0, blank);
    rest.remove_prefix(blank == std::string_view::npos ? rest.size() : blank + 1);
    TakenOption taken;
    taken.is_required = name.ends_with('!');
    if (taken.is_required) name.remove_suffix(1);
    taken.option = find_option(name);
    ensure(taken.option != nullptr, "a command takes only options of the table");
    out.push_back(taken);
  }
  return out;
}

}  // namespace jinguo::cli
