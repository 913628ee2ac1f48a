#include "http/api_types.h"

#include <array>

namespace jinguo::http {
namespace {

constexpr std::array kTypes{
    ApiType{"Words", "A label in both languages.", "zh: string; en: string"},
    ApiType{
        "Fault", "A refusal or warning: what, where, how to mend it.",
        "code: string; message: string; message_en: string; field?: string; file?: string; line?: integer; "
        "column?: integer; severity?: string; detail?: json"},
    ApiType{
        "Refusal", "The body of every answer with a status of 400 or more.",
        "code: string; message: string; message_en: string; trace: string; field?: string; file?: string; "
        "line?: integer; column?: integer; faults?: Fault[]; detail?: json"},
    ApiType{"UnitRef", "A unit as shown: code and name on the day asked.",
            "code: string; name: string; level: string; id: integer"},
    ApiType{"Unit", "A unit with its place in the tree on a day.",
            "code: string; name: string; level: string; id: integer; path: UnitRef[]; children: UnitRef[]; "
            "opened: string; closed: string|null; heir: UnitRef|null; is_zone: boolean; day: string; "
            "names: DatedText[]; codes: DatedText[]; villages: integer; history: UnitChange[]"},
    ApiType{
        "UnitHit",
        "A unit found. `path` names the units above it; `former` is the name it no longer has by which it "
        "was found, `is_near` says that nothing fits and the name is only alike.",
        "code: string; name: string; level: string; id: integer; path: string; former: string; is_near: "
        "boolean; closed: string|null; has_children: boolean"},
    ApiType{"UnitLine", "A line of a pasted list: the one unit it means, else those it could mean.",
            "line: integer; text: string; unit: UnitHit|null; candidates: UnitHit[]"},
    ApiType{
        "BurdenSheet", "What units of a level are asked for, now and a year before.",
        "level: string; now: BurdenSum; before: BurdenSum; forms: BurdenForm[]; asked_twice: AskedTwice[]; "
        "open_complaints: integer"},
    ApiType{"BurdenSum", "All forms of a level on a day.",
            "day: string; forms: integer; fields: integer; minutes_a_month: string"},
    ApiType{"BurdenForm",
            "One form: `minutes_a_month` is null and `per_year` 0 where it is filed as cases come up; "
            "`seconds` to fill it in once.",
            "programme: string; title: Words; version: integer; fields: integer; seconds: integer; per_year: "
            "number; minutes_a_month: string|null"},
    ApiType{"AskedTwice", "A question more than one form asks.", "label: Words; programmes: string[]"},
    ApiType{
        "Complaint", "What troubles someone on a page, and what was answered.",
        "id: integer; page: string; kind: string; text: string; at: string; by: string; unit: UnitRef|null; "
        "answer: string|null; answered_by: string|null; is_own: boolean"},
    ApiType{"DatedText", "A name or code with the days it held; last is null while it holds.",
            "text: string; first: string; last: string|null"},
    ApiType{"UnitChange", "One thing that happened to a unit.",
            "date: string; kind: string; zh: string; en: string"},
    ApiType{"Post", "An account's role at a unit.",
            "id: integer; role: string; role_name: Words; unit: UnitRef; first: string; last: string|null; "
            "account: string; deputy: boolean"},
    ApiType{"Session", "Who is asking, and how.",
            "account: string; name: string; posts: Post[]; post: Post|null; business_date: string; demo: "
            "boolean; "
            "city: UnitRef|null; home_period: string; language: string; may: string[]; second_factor: "
            "SecondFactorState"},
    ApiType{
        "SecondFactorState",
        "Whether codes of a phone are asked for at signing in. `required_from`: from that day her posts are "
        "held only with one; `due`: that day has come and she has none, so she holds no post.",
        "on: boolean; since: string|null; recovery_left: integer; required_from: string|null; due: boolean"},
    ApiType{
        "QrPicture",
        "A QR code: squares a side without the quiet zone, and the data of an SVG path, one unit a square.",
        "size: integer; path: string"},
    ApiType{"NewSecret", "A secret for the phone, as text, as address and as picture.",
            "secret: string; address: string; qr: QrPicture"},
    ApiType{"PaperCodes", "Ten codes that stand in for the phone, each once; told this once.",
            "recovery: string[]"},
    ApiType{"OwnSession", "A session of the own account; `here` is the one that asks.",
            "id: string; at: string; source: string; agent: string; here: boolean"},
    ApiType{"OwnAccount", "The own account.",
            "account: string; name: string; active: boolean; state: string; posts: Post[]; phone: string; "
            "sessions: OwnSession[]; second_factor: SecondFactorState; demo: boolean"},
    ApiType{"SignInRules", "From which day posts above the village ask for a second factor.",
            "second_factor_from: string|null"},
    ApiType{"DemoRole", "A tile of the demo's first page.",
            "id: string; title: Words; about: Words; unit: UnitRef; account: string; start: string"},
    ApiType{"ChoiceItem", "One code of a list.", "code: string; label: Words; retired: boolean"},
    ApiType{"FieldInfo",
            "A field as a form needs it. `required_when`, `shown_when` and `computed` are expressions.",
            "id: string; type: string; label: Words; help: Words; measured_in: string; places: integer; "
            "required: boolean; required_when: string|null; shown_when: string|null; computed: string|null; "
            "min: string|null; max: string|null; max_length: integer; most: integer; choices: ChoiceItem[]; "
            "columns: "
            "FieldInfo[]; "
            "privacy: string; unit_level: string|null; retired: boolean"},
    ApiType{"StateInfo", "A state of a programme's records.",
            "id: string; label: Words; is_draft: boolean; is_end: boolean; is_void: boolean; checked_by: "
            "string|null"},
    ApiType{"EventInfo", "A named change of a record.",
            "id: string; label: Words; from: string[]; to: string; by: string[]; inputs: string[]; "
            "required_inputs: string[]; reason: boolean"},
    ApiType{"CheckInfo", "A condition every saved record meets.",
            "that: string; message: Words; on: string; hard: boolean; in_draft: boolean"},
    ApiType{"MeasureInfo", "A measure or indicator that may be asked for.",
            "name: string; id: string; kind: string; title: Words; note: Words; measured_in: string; "
            "places: integer; percent: boolean; polarity: string; by: string[]; targets: json"},
    ApiType{"Programme", "A programme's definition, as the work app needs it.",
            "id: string; system: string; title: Words; about: Words; owner: Words; version: integer; "
            "valid_from: string; level: string; also_at: string[]; date_field: string; return_period: "
            "string|null; "
            "unique: string[]; "
            "fields: FieldInfo[]; states: StateInfo[]; events: EventInfo[]; checks: CheckInfo[]; "
            "figures: MeasureInfo[]; sheet: string[]; has_obligation: boolean; nil_allowed: boolean; "
            "may_create: boolean; "
            "may_import: boolean; source: string"},
    ApiType{"ProgrammeRef",
            "A programme in a list. `initials` are the first letters of its Chinese title's readings, as "
            "typed to find it.",
            "id: string; system: string; title: Words; initials: string; version: integer; level: string; "
            "records: integer; "
            "is_return: boolean; may_create: boolean; about: Words; fields: integer; states: Words[]"},
    ApiType{
        "Record",
        "One record. `values` maps field ids to values: numbers as exact text, dates as text, "
        "choices as codes, units as UnitRef, persons as PersonRef, rows as arrays of maps, blank as "
        "null; a field the reader may not see is absent and named in `hidden`.",
        "id: string; programme: string; unit: UnitRef; state: string; state_label: Words; date: string|null; "
        "version: integer; rule_version: integer; values: json; hidden: string[]; counts: boolean; "
        "checked_by: string|null; events: EventInfo[]; may_edit: string[]; created_at: string; "
        "changed_at: string; soft_reasons: json; on_behalf: OnBehalf|null; notes: CellNote[]"},
    ApiType{"OnBehalf", "Who entered a record last for its unit, which has not taken it up yet.",
            "role_name: Words; unit: UnitRef; on: string"},
    ApiType{
        "CellNote",
        "A note on one cell of a return that was sent back; `unit` is a code, empty when it is about all.",
        "field: string; text: string; unit: string; by: string; at: string"},
    ApiType{"PersonRef", "A person as the reader may see her.",
            "id: string; name: string; fictional: boolean"},
    ApiType{"RecordPage",
            "A page of records; `total` counts all that match. Behind a number of units, `units` are those "
            "it counts "
            "and `total` is how many; else empty.",
            "records: Record[]; units: UnitRef[]; total: integer; page: integer; size: integer; position: "
            "integer"},
    ApiType{
        "GridRow",
        "A unit's row: its record's plain values, what may be typed and which events are open; no record: "
        "`record` is null and `state` the first.",
        "unit: UnitRef; parent: string; record: string|null; version: integer; state: string; counts: "
        "boolean; on_behalf: boolean; values: json; soft_reasons: json; may_create: boolean; may_edit: "
        "string[]; events: "
        "string[]"},
    ApiType{"Grid", "The units that file under a unit, a row each; `fields` are the columns.",
            "unit: UnitRef; period: string; term: string; fields: string[]; rows: GridRow[]; total: integer; "
            "page: integer; size: integer; position: integer"},
    ApiType{"GridAnswer",
            "What became of a row: as it stands now, or what was said against it; `row` then is what another "
            "saved meanwhile.",
            "unit: string; saved: boolean; row: GridRow|null; faults: Fault[]"},
    ApiType{"GridSaved", "What became of each row, in the order sent.",
            "rows: GridAnswer[]; position: integer; repeated: boolean"},
    ApiType{"SavedView",
            "A list's filters, columns and order under a name; `unit` is set when its unit shares it.",
            "id: string; programme: string; name: string; query: string; unit: UnitRef|null; own: boolean; "
            "may_drop: boolean"},
    ApiType{"HistoryEntry", "One event of a record: who, when, what before and after.",
            "position: integer; at: string; business_date: string; account: string; post: string; on_behalf: "
            "boolean; action: "
            "string; "
            "label: Words; reason: string; from: string|null; to: string|null; changes: FieldChange[]"},
    ApiType{"FieldChange", "One value before and after, as text.",
            "field: string; label: Words; before: string|null; after: string|null"},
    ApiType{"Saved",
            "What a save answers: the record as it stands, the position at which every total has it, and for "
            "how many seconds it may be taken back (0: not at all).",
            "record: Record; position: integer; repeated: boolean; undo: integer"},
    ApiType{"Figure",
            "One value of an indicator or measure at one unit for one period. `value` is unrounded "
            "(shares and ratios as 0–1) and null when not reported; `text` is what a reader sees.",
            "figure: string; title: Words; note: Words; unit: UnitRef; period: string; as: string; "
            "value: number|null; text: string; numerator: string|null; denominator: string|null; "
            "reported: integer|null; expected: integer|null; measured_in: string; percent: boolean; "
            "position: integer; rule_version: integer; records: integer; records_url: string; "
            "unchecked: integer; unchecked_text: string; target: number|null; polarity: string; key: string; "
            "key_label: Words; moved: string[]; additive: boolean; demo: boolean"},
    ApiType{"League",
            "Siblings ranked. Equal fractions share a rank; counties still running are listed apart.",
            "figure: Figure; rows: LeagueRow[]; running: LeagueRow[]; position: integer"},
    ApiType{"LeagueRow", "One unit of a league.",
            "rank: integer; figure: Figure; previous_rank: integer|null; change: string; done: integer|null; "
            "total: integer|null"},
    ApiType{"Drill", "A figure broken down by the units below, and whether their sum agrees.",
            "figure: Figure; children: Figure[]; agrees: boolean; agrees_text: Words; own: Figure|null; "
            "trend: Figure[]; position: integer"},
    ApiType{"Dashboard", "A unit's page: one sentence, a few figures, the league, what is late.",
            "unit: UnitRef; period: string; sentence: Words; sentence_spans: LinkedWords; figures: "
            "DashboardFigure[]; league: League|null; late: LateItem[]; inbox: InboxItem[]; position: "
            "integer; demo: boolean"},
    ApiType{"LinkedWords", "A sentence in both languages, its figures linked.", "zh: Span[]; en: Span[]"},
    ApiType{"DashboardFigure", "A figure with its change on the period before.",
            "figure: Figure; previous: Figure|null; change: string; trend: string"},
    ApiType{
        "LateItem", "Something overdue, said in one line.",
        "programme: string; title: Words; unit: UnitRef; period: string; due: string; days_late: integer; "
        "missing: integer; url: string"},
    ApiType{
        "InboxItem", "Work waiting for the one who asks.",
        "programme: string; title: Words; count: integer; events: string[]; url: string; due: string|null"},
    ApiType{"Inbox",
            "One tab of the asker's work. `total` is null where it is not counted; `next` asks for the next "
            "page.",
            "tab: string; items: InboxCard[]; total: integer|null; next: string|null; counts: InboxCounts; "
            "upcoming: Upcoming|null; position: integer"},
    ApiType{"InboxCounts", "What waits, how much of it is overdue, and what one was told of.",
            "todo: integer; late: integer; copied: integer"},
    ApiType{"Upcoming", "What falls due next, when nothing waits.",
            "programme: string; title: Words; period: string; due: string; days: integer"},
    ApiType{
        "InboxCard",
        "One piece of work. `kind` is record, owed, to_confirm or sent_back; `days` is how many are left, "
        "negative when it is late.",
        "kind: string; programme: string; title: Words; unit: UnitRef; record: string|null; version: "
        "integer; state: string; state_label: Words; is_draft: boolean; period: string|null; facts: "
        "CardFact[]; last: CardLine|null; due: string|null; days: integer|null; reason: string; events: "
        "EventInfo[]"},
    ApiType{"CardFact", "A field of the card, as a reader sees it.",
            "field: string; label: Words; text: Words"},
    ApiType{"CardLine", "What was last done.",
            "label: Words; account: string; at: string; on: string; reason: string"},
    ApiType{"Batch", "What became of each step; where one was refused, why.",
            "items: BatchItem[]; done: integer; refused: integer; position: integer; repeated: boolean"},
    ApiType{"BatchItem", "One step of a batch.",
            "programme: string; id: string; ok: boolean; version: integer; state: string; undo: integer; "
            "fault: Fault|null"},
    ApiType{"Missing", "Who has reported, who said none, who is late, who is missing. The four never mix.",
            "programme: string; title: Words; unit: UnitRef; period: string; due: string; expected: integer; "
            "reported: integer; nil: integer; on_time: integer; late: MissingUnit[]; missing: MissingUnit[]; "
            "by_unit: MissingRow[]; text: string; position: integer"},
    ApiType{"MissingUnit", "A unit that is late or has not reported.",
            "unit: UnitRef; parent: string; reported_on: string|null; days_late: integer; state: string"},
    ApiType{"MissingRow", "Reporting of one child unit.",
            "unit: UnitRef; expected: integer; reported: integer; nil: integer; on_time: integer; missing: "
            "integer"},
    ApiType{"ReturnStep", "Where a unit's return stands.",
            "programme: string; unit: UnitRef; period: string; status: string; due: string; children: "
            "ReturnChild[]; "
            "notes: CellNote[]; confirmed_by: string|null; confirmed_at: string|null; may: string[]; "
            "position: integer"},
    ApiType{"ReturnChild", "A child's part of a return.",
            "unit: UnitRef; status: string; missing: integer; expected: integer"},
    ApiType{
        "Correction", "A change to a closed period: which record, which figure, before and after.",
        "record: string; unit: UnitRef; at: string; account: string; reason: string; changes: FieldChange[]; "
        "period: string"},
    ApiType{"ReportRef", "A report or bulletin that can be drafted.",
            "id: string; kind: string; system: string; title: Words; period: string; level: string; "
            "version: integer"},
    ApiType{
        "ReportView", "A report as a document model: blocks of spans, figures linked.",
        "id: string; title: string; subtitle: string; unit: UnitRef; period: string; language: string; "
        "blocks: Block[]; position: integer; status: string; number: string|null; issued_at: string|null; "
        "issued_by: string|null; corrects: string|null; corrected_by: string|null; digest: string|null; "
        "demo: boolean"},
    ApiType{"Block", "Heading, paragraph, table or note.",
            "kind: string; spans: Span[]; rows: Span[][]; head: string[]; level: integer"},
    ApiType{"Span", "Text, or a figure with the way to its records.",
            "text: string; figure?: string; url?: string; basted?: boolean"},
    ApiType{"IssuedRef", "An issued document.",
            "id: string; report: string; title: string; unit: UnitRef; period: string; number: string; "
            "issued_at: string; issued_by: string; corrects: string|null; digest: string"},
    ApiType{
        "ImportResult", "What an import did or would do. Nothing is written when `written` is false.",
        "id: string|null; programme: string; rows: integer; good: integer; bad: integer; unchanged: integer; "
        "written: boolean; repeated: boolean; faults: Fault[]; position: integer"},
    ApiType{"FileInfo",
            "A photo or paper that was taken. Width and height in pixels, of photos only. `record` is null "
            "until a record holds it.",
            "id: string; name: string; type: string; size: integer; sha256: string; width: integer|null; "
            "height: integer|null; record: string|null"},
    ApiType{"ImportRef", "An import that was written.",
            "id: string; programme: string; file: string; unit: UnitRef; rows: integer; at: string; undone: "
            "boolean"},
    ApiType{"ImportJobRef", "An import, from its upload on.",
            "id: string; programme: string; title: Words; unit: UnitRef; files: string[]; state: string; at: "
            "string; progress: ImportProgress; undone: boolean"},
    ApiType{"ImportProgress", "How far an import came.",
            "done: integer; total: integer; written: integer; unchanged: integer; bad: integer; per_second: "
            "integer; seconds_left: integer"},
    ApiType{
        "ImportJob", "An import with its sheets, judged.",
        "id: string; programme: string; title: Words; unit: UnitRef; files: string[]; state: string; at: "
        "string; progress: ImportProgress; undone: boolean; period: string; then: string[]; on: string|null; "
        "why: Fault|null; books: string[]; sheets: ImportSheet[]; choices: ImportChoice[]; counts: "
        "ImportCounts; groups: ImportGroup[]; missing: ImportMissing; repeats: string|null; written: "
        "boolean"},
    ApiType{
        "ImportSheet", "A sheet of an upload.",
        "index: integer; book: integer; file: string; name: string; skipped: boolean; hidden: boolean; rows: "
        "integer; lines: integer; head_first: integer; head_last: integer; unit: string; columns: "
        "ImportColumn[]; totals: ImportTotal[]; fault: Fault|null; fits: string"},
    ApiType{"ImportColumn", "A column and what it is taken for; empty field: not taken.",
            "letter: string; head: string; field: string; how: string; samples: string[]"},
    ApiType{"ImportChoice", "What a column may be taken for.", "id: string; title: Words"},
    ApiType{"ImportTotal", "A total that its rows do not add up to.",
            "line: integer; column: integer; letter: string; field: string; told: string; summed: string"},
    ApiType{"ImportCounts", "Rows by how they were judged, and bad cells.",
            "rows: integer; good: integer; bad: integer; cells: integer; unchanged: integer"},
    ApiType{"ImportGroup", "Faults of one kind: of units by what the cell says, of others by field.",
            "fault: Fault; text: string; rows: integer; cells: integer; first: integer"},
    ApiType{"ImportMissing", "Who owes the period and is in none of the files.",
            "expected: integer; here: integer; count: integer; units: ImportMissingUnit[]"},
    ApiType{"ImportMissingUnit", "A unit and what stands above it.", "unit: UnitRef; above: string"},
    ApiType{"ImportLine", "A row of an upload.",
            "row: integer; sheet: integer; line: integer; state: string; cells: string[]; faults: Fault[]"},
    ApiType{"ImportLines", "Rows of an upload.", "total: integer; from: integer; rows: ImportLine[]"},
    ApiType{"ImportMended", "The rows that were mended, judged anew.", "rows: ImportLine[]; job: ImportJob"},
    ApiType{"CheckResult", "A definition judged: every fault and warning.",
            "good: boolean; faults: Fault[]; programme: string; version: integer; plan: string[]; position: "
            "integer"},
    ApiType{"DefinitionCheck",
            "A definition judged as it stands, and what it would look like. `preview` is null while it has "
            "faults, and for lists and reports. `in_force` is the version in force, 0 for none.",
            "good: boolean; faults: Fault[]; programme: string; version: integer; plan: string[]; position: "
            "integer; kind: string; in_force: integer; preview: Programme|null; paragraphs: ParagraphInfo[]; "
            "create: string[]; read: string[]; lists: ChoiceItem[]"},
    ApiType{"ParagraphInfo", "A wording of the report, and the condition under which it is printed.",
            "when: string|null; text: Words"},
    ApiType{
        "DefinitionDraft",
        "A draft of one's own. `base` is the version it was begun from, 0 for none; it is out of date when "
        "`in_force` is another.",
        "id: string; programme: string; name: string; base: integer; in_force: integer; revision: integer; "
        "at: string; text?: string"},
    ApiType{"ProgrammeVersion", "A version that was put in force: when, by whom, and what it changed.",
            "programme: string; version: integer; valid_from: string; at: string|null; account: string; "
            "in_force: boolean; fields: integer; changes: Words[]; text?: string"},
    ApiType{
        "OrgPreview", "What tree changes did, or, of a dry run with `effect`, would do.",
        "applied: boolean; changes: integer; faults: Fault[]; sentences: string[]; effect: OrgEffect|null; "
        "position: integer"},
    ApiType{
        "OrgEffect",
        "What a changed tree would do, both trees seen on `day`. `units` and `posts` hold the first rows, "
        "the counts are of all; `moved_units` file under another unit from then on.",
        "day: string; unit_count: integer; units: OrgUnitEffect[]; moved_units: integer; records: "
        "OrgRecords[]; figures: OrgFigure[]; duties: OrgDuty[]; post_count: integer; posts: OrgPosts[]"},
    ApiType{"OrgUnitEffect",
            "What happens to one unit: open, rename, recode, move, merge or close; `below` units come along.",
            "unit: UnitRef; kind: string; from: string; to: string; below: integer"},
    ApiType{"OrgRecords", "Records of a programme that count elsewhere as now.",
            "programme: string; title: Words; records: integer"},
    ApiType{"OrgFigure",
            "A figure at a unit before and after, as then and as now; null where the unit has no line.",
            "figure: string; title: Words; unit: UnitRef; period: string; then_before: string|null; "
            "then_after: string|null; now_before: string|null; now_after: string|null"},
    ApiType{"OrgDuty", "How many units owe a return, before and after.",
            "programme: string; title: Words; period: string; before: integer; after: integer"},
    ApiType{"OrgPosts", "Posts at a unit that moves or goes.", "role: string; unit: UnitRef; posts: integer"},
    ApiType{
        "Account",
        "An account with its posts. `state`: waiting until its first link is used, in_use, closed. `phone`, "
        "`second_factor` and `own` are told in lists.",
        "account: string; name: string; active: boolean; state: string; link_until: string|null; posts: "
        "Post[]; link: string|null; phone?: string; second_factor?: boolean; own?: boolean"},
    ApiType{"AccountPage", "A page of accounts; `total` counts all that match.",
            "accounts: Account[]; total: integer; page: integer; size: integer"},
    ApiType{
        "Coverage",
        "Of how many villages the chair has an account, and has been inside. `waiting` counts all accounts "
        "under the unit that nobody has used yet.",
        "unit: UnitRef; villages: integer; with_account: integer; in_use: integer; waiting: integer; "
        "by_unit: CoverageRow[]"},
    ApiType{"CoverageRow", "The same of one unit below.",
            "unit: UnitRef; villages: integer; with_account: integer; in_use: integer; waiting: integer"},
    ApiType{"PlannedAccount", "An account as a sheet asks for it.",
            "account: string; name: string; role: string; role_name: Words; unit: UnitRef"},
    ApiType{
        "AccountImport",
        "What a sheet of accounts did or would do; `accounts` are the first 500 new ones. Nothing is written "
        "when `written` is false.",
        "rows: integer; good: integer; bad: integer; unchanged: integer; written: boolean; repeated: "
        "boolean; faults: Fault[]; accounts: PlannedAccount[]; position: integer"},
    ApiType{"Slip", "What one who has not been inside gets on paper.",
            "account: string; name: string; role_name: Words; unit: UnitRef; place: string; code: string; "
            "link: string; qr: QrPicture"},
    ApiType{"Slips", "Slips of a unit; older ones of the same accounts are void.",
            "unit: UnitRef; address: string; until: string; until_day: string; demo: boolean; slips: Slip[]"},
    ApiType{
        "AuditEntry", "One line of the audit chain.",
        "position: integer; at: string; account: string; post: string; action: string; programme: string; "
        "subject: string; unit: UnitRef|null; reason: string; detail: string; hash: string"},
    ApiType{"AuditPage",
            "Lines of the audit chain, the newest first; `next` is the `before` of the next page.",
            "entries: AuditEntry[]; next: integer|null; head: integer"},
    ApiType{"About", "What runs here; `newest_at` is when the newest entry of the log was written.",
            "version: string; engine: string; engine_version: string; position: integer; units: integer; "
            "records: integer; memory_bytes: integer; cells: integer; started_at: string; "
            "newest_at: string|null; demo: boolean; "
            "business_date: string; banner: Words"},
    ApiType{"Verdict", "What verify or a backup found.",
            "good: boolean; faults: Fault[]; records: integer; figures: integer; positions: integer; digest: "
            "string; "
            "file: string|null"},
};

}  // namespace

std::span<const ApiType> api_types() {
  return kTypes;
}

std::string api_types_as_typescript() {
  std::string out =
      "// Printed by `jinguo openapi --types`; do not edit.\n"
      "export type Json = unknown;\n";
  for (const ApiType& type : kTypes) {
    out += "\n/** " + std::string(type.about) + " */\nexport interface " + std::string(type.name) + " {\n";
    std::string_view rest = type.fields;
    while (!rest.empty()) {
      const size_t end = rest.find(';');
      std::string field(rest.substr(0, end));
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
      field.erase(0, field.find_first_not_of(' '));
      for (const auto& [from, to] :
           {std::pair<std::string, std::string>{": integer", ": number"}, {": json", ": Json"}})
        if (const size_t at = field.find(from); at != std::string::npos) field.replace(at, from.size(), to);
      out += "  " + field + ";\n";
    }
    out += "}\n";
  }
  return out;
}

}  // namespace jinguo::http
