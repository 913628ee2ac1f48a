// Printed by `jinguo openapi --types`; do not edit.
export type Json = unknown;

/** A label in both languages. */
export interface Words {
  zh: string;
  en: string;
}

/** A refusal or warning: what, where, how to mend it. */
export interface Fault {
  code: string;
  message: string;
  message_en: string;
  field?: string;
  file?: string;
  line?: number;
  column?: number;
  severity?: string;
  detail?: Json;
}

/** The body of every answer with a status of 400 or more. */
export interface Refusal {
  code: string;
  message: string;
  message_en: string;
  trace: string;
  field?: string;
  file?: string;
  line?: number;
  column?: number;
  faults?: Fault[];
  detail?: Json;
}

/** A unit as shown: code and name on the day asked. */
export interface UnitRef {
  code: string;
  name: string;
  level: string;
  id: number;
}

/** A unit with its place in the tree on a day. */
export interface Unit {
  code: string;
  name: string;
  level: string;
  id: number;
  path: UnitRef[];
  children: UnitRef[];
  opened: string;
  closed: string|null;
  heir: UnitRef|null;
  is_zone: boolean;
  day: string;
  names: DatedText[];
  codes: DatedText[];
  villages: number;
  history: UnitChange[];
}

/** A unit found. `path` names the units above it; `former` is the name it no longer has by which it was found, `is_near` says that nothing fits and the name is only alike. */
export interface UnitHit {
  code: string;
  name: string;
  level: string;
  id: number;
  path: string;
  former: string;
  is_near: boolean;
  closed: string|null;
  has_children: boolean;
}

/** A line of a pasted list: the one unit it means, else those it could mean. */
export interface UnitLine {
  line: number;
  text: string;
  unit: UnitHit|null;
  candidates: UnitHit[];
}

/** What units of a level are asked for, now and a year before. */
export interface BurdenSheet {
  level: string;
  now: BurdenSum;
  before: BurdenSum;
  forms: BurdenForm[];
  asked_twice: AskedTwice[];
  open_complaints: number;
}

/** All forms of a level on a day. */
export interface BurdenSum {
  day: string;
  forms: number;
  fields: number;
  minutes_a_month: string;
}

/** One form: `minutes_a_month` is null and `per_year` 0 where it is filed as cases come up; `seconds` to fill it in once. */
export interface BurdenForm {
  programme: string;
  title: Words;
  version: number;
  fields: number;
  seconds: number;
  per_year: number;
  minutes_a_month: string|null;
}

/** A question more than one form asks. */
export interface AskedTwice {
  label: Words;
  programmes: string[];
}

/** What troubles someone on a page, and what was answered. */
export interface Complaint {
  id: number;
  page: string;
  kind: string;
  text: string;
  at: string;
  by: string;
  unit: UnitRef|null;
  answer: string|null;
  answered_by: string|null;
  is_own: boolean;
}

/** A name or code with the days it held; last is null while it holds. */
export interface DatedText {
  text: string;
  first: string;
  last: string|null;
}

/** One thing that happened to a unit. */
export interface UnitChange {
  date: string;
  kind: string;
  zh: string;
  en: string;
}

/** An account's role at a unit. */
export interface Post {
  id: number;
  role: string;
  role_name: Words;
  unit: UnitRef;
  first: string;
  last: string|null;
  account: string;
  deputy: boolean;
}

/** Who is asking, and how. */
export interface Session {
  account: string;
  name: string;
  posts: Post[];
  post: Post|null;
  business_date: string;
  demo: boolean;
  city: UnitRef|null;
  home_period: string;
  language: string;
  may: string[];
  second_factor: SecondFactorState;
}

/** Whether codes of a phone are asked for at signing in. `required_from`: from that day her posts are held only with one; `due`: that day has come and she has none, so she holds no post. */
export interface SecondFactorState {
  on: boolean;
  since: string|null;
  recovery_left: number;
  required_from: string|null;
  due: boolean;
}

/** A QR code: squares a side without the quiet zone, and the data of an SVG path, one unit a square. */
export interface QrPicture {
  size: number;
  path: string;
}

/** A secret for the phone, as text, as address and as picture. */
export interface NewSecret {
  secret: string;
  address: string;
  qr: QrPicture;
}

/** Ten codes that stand in for the phone, each once; told this once. */
export interface PaperCodes {
  recovery: string[];
}

/** A session of the own account; `here` is the one that asks. */
export interface OwnSession {
  id: string;
  at: string;
  source: string;
  agent: string;
  here: boolean;
}

/** The own account. */
export interface OwnAccount {
  account: string;
  name: string;
  active: boolean;
  state: string;
  posts: Post[];
  phone: string;
  sessions: OwnSession[];
  second_factor: SecondFactorState;
  demo: boolean;
}

/** From which day posts above the village ask for a second factor. */
export interface SignInRules {
  second_factor_from: string|null;
}

/** A tile of the demo's first page. */
export interface DemoRole {
  id: string;
  title: Words;
  about: Words;
  unit: UnitRef;
  account: string;
  start: string;
}

/** One code of a list. */
export interface ChoiceItem {
  code: string;
  label: Words;
  retired: boolean;
}

/** A field as a form needs it. `required_when`, `shown_when` and `computed` are expressions. */
export interface FieldInfo {
  id: string;
  type: string;
  label: Words;
  help: Words;
  measured_in: string;
  places: number;
  required: boolean;
  required_when: string|null;
  shown_when: string|null;
  computed: string|null;
  min: string|null;
  max: string|null;
  max_length: number;
  most: number;
  choices: ChoiceItem[];
  columns: FieldInfo[];
  privacy: string;
  unit_level: string|null;
  retired: boolean;
}

/** A state of a programme's records. */
export interface StateInfo {
  id: string;
  label: Words;
  is_draft: boolean;
  is_end: boolean;
  is_void: boolean;
  checked_by: string|null;
}

/** A named change of a record. */
export interface EventInfo {
  id: string;
  label: Words;
  from: string[];
  to: string;
  by: string[];
  inputs: string[];
  required_inputs: string[];
  reason: boolean;
}

/** A condition every saved record meets. */
export interface CheckInfo {
  that: string;
  message: Words;
  on: string;
  hard: boolean;
  in_draft: boolean;
}

/** A measure or indicator that may be asked for. */
export interface MeasureInfo {
  name: string;
  id: string;
  kind: string;
  title: Words;
  note: Words;
  measured_in: string;
  places: number;
  percent: boolean;
  polarity: string;
  by: string[];
  targets: Json;
}

/** A programme's definition, as the work app needs it. */
export interface Programme {
  id: string;
  system: string;
  title: Words;
  about: Words;
  owner: Words;
  version: number;
  valid_from: string;
  level: string;
  also_at: string[];
  date_field: string;
  return_period: string|null;
  unique: string[];
  fields: FieldInfo[];
  states: StateInfo[];
  events: EventInfo[];
  checks: CheckInfo[];
  figures: MeasureInfo[];
  sheet: string[];
  has_obligation: boolean;
  nil_allowed: boolean;
  may_create: boolean;
  may_import: boolean;
  source: string;
}

/** A programme in a list. `initials` are the first letters of its Chinese title's readings, as typed to find it. */
export interface ProgrammeRef {
  id: string;
  system: string;
  title: Words;
  initials: string;
  version: number;
  level: string;
  records: number;
  is_return: boolean;
  may_create: boolean;
  about: Words;
  fields: number;
  states: Words[];
}

/** One record. `values` maps field ids to values: numbers as exact text, dates as text, choices as codes, units as UnitRef, persons as PersonRef, rows as arrays of maps, blank as null; a field the reader may not see is absent and named in `hidden`. */
export interface Record {
  id: string;
  programme: string;
  unit: UnitRef;
  state: string;
  state_label: Words;
  date: string|null;
  version: number;
  rule_version: number;
  values: Json;
  hidden: string[];
  counts: boolean;
  checked_by: string|null;
  events: EventInfo[];
  may_edit: string[];
  created_at: string;
  changed_at: string;
  soft_reasons: Json;
  on_behalf: OnBehalf|null;
  notes: CellNote[];
}

/** Who entered a record last for its unit, which has not taken it up yet. */
export interface OnBehalf {
  role_name: Words;
  unit: UnitRef;
  on: string;
}

/** A note on one cell of a return that was sent back; `unit` is a code, empty when it is about all. */
export interface CellNote {
  field: string;
  text: string;
  unit: string;
  by: string;
  at: string;
}

/** A person as the reader may see her. */
export interface PersonRef {
  id: string;
  name: string;
  fictional: boolean;
}

/** A page of records; `total` counts all that match. Behind a number of units, `units` are those it counts and `total` is how many; else empty. */
export interface RecordPage {
  records: Record[];
  units: UnitRef[];
  total: number;
  page: number;
  size: number;
  position: number;
}

/** A unit's row: its record's plain values, what may be typed and which events are open; no record: `record` is null and `state` the first. */
export interface GridRow {
  unit: UnitRef;
  parent: string;
  record: string|null;
  version: number;
  state: string;
  counts: boolean;
  on_behalf: boolean;
  values: Json;
  soft_reasons: Json;
  may_create: boolean;
  may_edit: string[];
  events: string[];
}

/** The units that file under a unit, a row each; `fields` are the columns. */
export interface Grid {
  unit: UnitRef;
  period: string;
  term: string;
  fields: string[];
  rows: GridRow[];
  total: number;
  page: number;
  size: number;
  position: number;
}

/** What became of a row: as it stands now, or what was said against it; `row` then is what another saved meanwhile. */
export interface GridAnswer {
  unit: string;
  saved: boolean;
  row: GridRow|null;
  faults: Fault[];
}

/** What became of each row, in the order sent. */
export interface GridSaved {
  rows: GridAnswer[];
  position: number;
  repeated: boolean;
}

/** A list's filters, columns and order under a name; `unit` is set when its unit shares it. */
export interface SavedView {
  id: string;
  programme: string;
  name: string;
  query: string;
  unit: UnitRef|null;
  own: boolean;
  may_drop: boolean;
}

/** One event of a record: who, when, what before and after. */
export interface HistoryEntry {
  position: number;
  at: string;
  business_date: string;
  account: string;
  post: string;
  on_behalf: boolean;
  action: string;
  label: Words;
  reason: string;
  from: string|null;
  to: string|null;
  changes: FieldChange[];
}

/** One value before and after, as text. */
export interface FieldChange {
  field: string;
  label: Words;
  before: string|null;
  after: string|null;
}

/** What a save answers: the record as it stands, the position at which every total has it, and for how many seconds it may be taken back (0: not at all). */
export interface Saved {
  record: Record;
  position: number;
  repeated: boolean;
  undo: number;
}

/** One value of an indicator or measure at one unit for one period. `value` is unrounded (shares and ratios as 0–1) and null when not reported; `text` is what a reader sees. */
export interface Figure {
  figure: string;
  title: Words;
  note: Words;
  unit: UnitRef;
  period: string;
  as: string;
  value: number|null;
  text: string;
  numerator: string|null;
  denominator: string|null;
  reported: number|null;
  expected: number|null;
  measured_in: string;
  percent: boolean;
  position: number;
  rule_version: number;
  records: number;
  records_url: string;
  unchecked: number;
  unchecked_text: string;
  target: number|null;
  polarity: string;
  key: string;
  key_label: Words;
  moved: string[];
  additive: boolean;
  demo: boolean;
}

/** Siblings ranked. Equal fractions share a rank; counties still running are listed apart. */
export interface League {
  figure: Figure;
  rows: LeagueRow[];
  running: LeagueRow[];
  position: number;
}

/** One unit of a league. */
export interface LeagueRow {
  rank: number;
  figure: Figure;
  previous_rank: number|null;
  change: string;
  done: number|null;
  total: number|null;
}

/** A figure broken down by the units below, and whether their sum agrees. */
export interface Drill {
  figure: Figure;
  children: Figure[];
  agrees: boolean;
  agrees_text: Words;
  own: Figure|null;
  trend: Figure[];
  position: number;
}

/** A unit's page: one sentence, a few figures, the league, what is late. */
export interface Dashboard {
  unit: UnitRef;
  period: string;
  sentence: Words;
  sentence_spans: LinkedWords;
  figures: DashboardFigure[];
  league: League|null;
  late: LateItem[];
  inbox: InboxItem[];
  position: number;
  demo: boolean;
}

/** A sentence in both languages, its figures linked. */
export interface LinkedWords {
  zh: Span[];
  en: Span[];
}

/** A figure with its change on the period before. */
export interface DashboardFigure {
  figure: Figure;
  previous: Figure|null;
  change: string;
  trend: string;
}

/** Something overdue, said in one line. */
export interface LateItem {
  programme: string;
  title: Words;
  unit: UnitRef;
  period: string;
  due: string;
  days_late: number;
  missing: number;
  url: string;
}

/** Work waiting for the one who asks. */
export interface InboxItem {
  programme: string;
  title: Words;
  count: number;
  events: string[];
  url: string;
  due: string|null;
}

/** One tab of the asker's work. `total` is null where it is not counted; `next` asks for the next page. */
export interface Inbox {
  tab: string;
  items: InboxCard[];
  total: number|null;
  next: string|null;
  counts: InboxCounts;
  upcoming: Upcoming|null;
  position: number;
}

/** What waits, how much of it is overdue, and what one was told of. */
export interface InboxCounts {
  todo: number;
  late: number;
  copied: number;
}

/** What falls due next, when nothing waits. */
export interface Upcoming {
  programme: string;
  title: Words;
  period: string;
  due: string;
  days: number;
}

/** One piece of work. `kind` is record, owed, to_confirm or sent_back; `days` is how many are left, negative when it is late. */
export interface InboxCard {
  kind: string;
  programme: string;
  title: Words;
  unit: UnitRef;
  record: string|null;
  version: number;
  state: string;
  state_label: Words;
  is_draft: boolean;
  period: string|null;
  facts: CardFact[];
  last: CardLine|null;
  due: string|null;
  days: number|null;
  reason: string;
  events: EventInfo[];
}

/** A field of the card, as a reader sees it. */
export interface CardFact {
  field: string;
  label: Words;
  text: Words;
}

/** What was last done. */
export interface CardLine {
  label: Words;
  account: string;
  at: string;
  on: string;
  reason: string;
}

/** What became of each step; where one was refused, why. */
export interface Batch {
  items: BatchItem[];
  done: number;
  refused: number;
  position: number;
  repeated: boolean;
}

/** One step of a batch. */
export interface BatchItem {
  programme: string;
  id: string;
  ok: boolean;
  version: number;
  state: string;
  undo: number;
  fault: Fault|null;
}

/** Who has reported, who said none, who is late, who is missing. The four never mix. */
export interface Missing {
  programme: string;
  title: Words;
  unit: UnitRef;
  period: string;
  due: string;
  expected: number;
  reported: number;
  nil: number;
  on_time: number;
  late: MissingUnit[];
  missing: MissingUnit[];
  by_unit: MissingRow[];
  text: string;
  position: number;
}

/** A unit that is late or has not reported. */
export interface MissingUnit {
  unit: UnitRef;
  parent: string;
  reported_on: string|null;
  days_late: number;
  state: string;
}

/** Reporting of one child unit. */
export interface MissingRow {
  unit: UnitRef;
  expected: number;
  reported: number;
  nil: number;
  on_time: number;
  missing: number;
}

/** Where a unit's return stands. */
export interface ReturnStep {
  programme: string;
  unit: UnitRef;
  period: string;
  status: string;
  due: string;
  children: ReturnChild[];
  notes: CellNote[];
  confirmed_by: string|null;
  confirmed_at: string|null;
  may: string[];
  position: number;
}

/** A child's part of a return. */
export interface ReturnChild {
  unit: UnitRef;
  status: string;
  missing: number;
  expected: number;
}

/** A change to a closed period: which record, which figure, before and after. */
export interface Correction {
  record: string;
  unit: UnitRef;
  at: string;
  account: string;
  reason: string;
  changes: FieldChange[];
  period: string;
}

/** A report or bulletin that can be drafted. */
export interface ReportRef {
  id: string;
  kind: string;
  system: string;
  title: Words;
  period: string;
  level: string;
  version: number;
}

/** A report as a document model: blocks of spans, figures linked. */
export interface ReportView {
  id: string;
  title: string;
  subtitle: string;
  unit: UnitRef;
  period: string;
  language: string;
  blocks: Block[];
  position: number;
  status: string;
  number: string|null;
  issued_at: string|null;
  issued_by: string|null;
  corrects: string|null;
  corrected_by: string|null;
  digest: string|null;
  demo: boolean;
}

/** Heading, paragraph, table or note. */
export interface Block {
  kind: string;
  spans: Span[];
  rows: Span[][];
  head: string[];
  level: number;
}

/** Text, or a figure with the way to its records. */
export interface Span {
  text: string;
  figure?: string;
  url?: string;
  basted?: boolean;
}

/** An issued document. */
export interface IssuedRef {
  id: string;
  report: string;
  title: string;
  unit: UnitRef;
  period: string;
  number: string;
  issued_at: string;
  issued_by: string;
  corrects: string|null;
  digest: string;
}

/** What an import did or would do. Nothing is written when `written` is false. */
export interface ImportResult {
  id: string|null;
  programme: string;
  rows: number;
  good: number;
  bad: number;
  unchanged: number;
  written: boolean;
  repeated: boolean;
  faults: Fault[];
  position: number;
}

/** A photo or paper that was taken. Width and height in pixels, of photos only. `record` is null until a record holds it. */
export interface FileInfo {
  id: string;
  name: string;
  type: string;
  size: number;
  sha256: string;
  width: number|null;
  height: number|null;
  record: string|null;
}

/** An import that was written. */
export interface ImportRef {
  id: string;
  programme: string;
  file: string;
  unit: UnitRef;
  rows: number;
  at: string;
  undone: boolean;
}

/** An import, from its upload on. */
export interface ImportJobRef {
  id: string;
  programme: string;
  title: Words;
  unit: UnitRef;
  files: string[];
  state: string;
  at: string;
  progress: ImportProgress;
  undone: boolean;
}

/** How far an import came. */
export interface ImportProgress {
  done: number;
  total: number;
  written: number;
  unchanged: number;
  bad: number;
  per_second: number;
  seconds_left: number;
}

/** An import with its sheets, judged. */
export interface ImportJob {
  id: string;
  programme: string;
  title: Words;
  unit: UnitRef;
  files: string[];
  state: string;
  at: string;
  progress: ImportProgress;
  undone: boolean;
  period: string;
  then: string[];
  on: string|null;
  why: Fault|null;
  books: string[];
  sheets: ImportSheet[];
  choices: ImportChoice[];
  counts: ImportCounts;
  groups: ImportGroup[];
  missing: ImportMissing;
  repeats: string|null;
  written: boolean;
}

/** A sheet of an upload. */
export interface ImportSheet {
  index: number;
  book: number;
  file: string;
  name: string;
  skipped: boolean;
  hidden: boolean;
  rows: number;
  lines: number;
  head_first: number;
  head_last: number;
  unit: string;
  columns: ImportColumn[];
  totals: ImportTotal[];
  fault: Fault|null;
  fits: string;
}

/** A column and what it is taken for; empty field: not taken. */
export interface ImportColumn {
  letter: string;
  head: string;
  field: string;
  how: string;
  samples: string[];
}

/** What a column may be taken for. */
export interface ImportChoice {
  id: string;
  title: Words;
}

/** A total that its rows do not add up to. */
export interface ImportTotal {
  line: number;
  column: number;
  letter: string;
  field: string;
  told: string;
  summed: string;
}

/** Rows by how they were judged, and bad cells. */
export interface ImportCounts {
  rows: number;
  good: number;
  bad: number;
  cells: number;
  unchanged: number;
}

/** Faults of one kind: of units by what the cell says, of others by field. */
export interface ImportGroup {
  fault: Fault;
  text: string;
  rows: number;
  cells: number;
  first: number;
}

/** Who owes the period and is in none of the files. */
export interface ImportMissing {
  expected: number;
  here: number;
  count: number;
  units: ImportMissingUnit[];
}

/** A unit and what stands above it. */
export interface ImportMissingUnit {
  unit: UnitRef;
  above: string;
}

/** A row of an upload. */
export interface ImportLine {
  row: number;
  sheet: number;
  line: number;
  state: string;
  cells: string[];
  faults: Fault[];
}

/** Rows of an upload. */
export interface ImportLines {
  total: number;
  from: number;
  rows: ImportLine[];
}

/** The rows that were mended, judged anew. */
export interface ImportMended {
  rows: ImportLine[];
  job: ImportJob;
}

/** A definition judged: every fault and warning. */
export interface CheckResult {
  good: boolean;
  faults: Fault[];
  programme: string;
  version: number;
  plan: string[];
  position: number;
}

/** A definition judged as it stands, and what it would look like. `preview` is null while it has faults, and for lists and reports. `in_force` is the version in force, 0 for none. */
export interface DefinitionCheck {
  good: boolean;
  faults: Fault[];
  programme: string;
  version: number;
  plan: string[];
  position: number;
  kind: string;
  in_force: number;
  preview: Programme|null;
  paragraphs: ParagraphInfo[];
  create: string[];
  read: string[];
  lists: ChoiceItem[];
}

/** A wording of the report, and the condition under which it is printed. */
export interface ParagraphInfo {
  when: string|null;
  text: Words;
}

/** A draft of one's own. `base` is the version it was begun from, 0 for none; it is out of date when `in_force` is another. */
export interface DefinitionDraft {
  id: string;
  programme: string;
  name: string;
  base: number;
  in_force: number;
  revision: number;
  at: string;
  text?: string;
}

/** A version that was put in force: when, by whom, and what it changed. */
export interface ProgrammeVersion {
  programme: string;
  version: number;
  valid_from: string;
  at: string|null;
  account: string;
  in_force: boolean;
  fields: number;
  changes: Words[];
  text?: string;
}

/** What tree changes did, or, of a dry run with `effect`, would do. */
export interface OrgPreview {
  applied: boolean;
  changes: number;
  faults: Fault[];
  sentences: string[];
  effect: OrgEffect|null;
  position: number;
}

/** What a changed tree would do, both trees seen on `day`. `units` and `posts` hold the first rows, the counts are of all; `moved_units` file under another unit from then on. */
export interface OrgEffect {
  day: string;
  unit_count: number;
  units: OrgUnitEffect[];
  moved_units: number;
  records: OrgRecords[];
  figures: OrgFigure[];
  duties: OrgDuty[];
  post_count: number;
  posts: OrgPosts[];
}

/** What happens to one unit: open, rename, recode, move, merge or close; `below` units come along. */
export interface OrgUnitEffect {
  unit: UnitRef;
  kind: string;
  from: string;
  to: string;
  below: number;
}

/** Records of a programme that count elsewhere as now. */
export interface OrgRecords {
  programme: string;
  title: Words;
  records: number;
}

/** A figure at a unit before and after, as then and as now; null where the unit has no line. */
export interface OrgFigure {
  figure: string;
  title: Words;
  unit: UnitRef;
  period: string;
  then_before: string|null;
  then_after: string|null;
  now_before: string|null;
  now_after: string|null;
}

/** How many units owe a return, before and after. */
export interface OrgDuty {
  programme: string;
  title: Words;
  period: string;
  before: number;
  after: number;
}

/** Posts at a unit that moves or goes. */
export interface OrgPosts {
  role: string;
  unit: UnitRef;
  posts: number;
}

/** An account with its posts. `state`: waiting until its first link is used, in_use, closed. `phone`, `second_factor` and `own` are told in lists. */
export interface Account {
  account: string;
  name: string;
  active: boolean;
  state: string;
  link_until: string|null;
  posts: Post[];
  link: string|null;
  phone?: string;
  second_factor?: boolean;
  own?: boolean;
}

/** A page of accounts; `total` counts all that match. */
export interface AccountPage {
  accounts: Account[];
  total: number;
  page: number;
  size: number;
}

/** Of how many villages the chair has an account, and has been inside. `waiting` counts all accounts under the unit that nobody has used yet. */
export interface Coverage {
  unit: UnitRef;
  villages: number;
  with_account: number;
  in_use: number;
  waiting: number;
  by_unit: CoverageRow[];
}

/** The same of one unit below. */
export interface CoverageRow {
  unit: UnitRef;
  villages: number;
  with_account: number;
  in_use: number;
  waiting: number;
}

/** An account as a sheet asks for it. */
export interface PlannedAccount {
  account: string;
  name: string;
  role: string;
  role_name: Words;
  unit: UnitRef;
}

/** What a sheet of accounts did or would do; `accounts` are the first 500 new ones. Nothing is written when `written` is false. */
export interface AccountImport {
  rows: number;
  good: number;
  bad: number;
  unchanged: number;
  written: boolean;
  repeated: boolean;
  faults: Fault[];
  accounts: PlannedAccount[];
  position: number;
}

/** What one who has not been inside gets on paper. */
export interface Slip {
  account: string;
  name: string;
  role_name: Words;
  unit: UnitRef;
  place: string;
  code: string;
  link: string;
  qr: QrPicture;
}

/** Slips of a unit; older ones of the same accounts are void. */
export interface Slips {
  unit: UnitRef;
  address: string;
  until: string;
  until_day: string;
  demo: boolean;
  slips: Slip[];
}

/** One line of the audit chain. */
export interface AuditEntry {
  position: number;
  at: string;
  account: string;
  post: string;
  action: string;
  programme: string;
  subject: string;
  unit: UnitRef|null;
  reason: string;
  detail: string;
  hash: string;
}

/** Lines of the audit chain, the newest first; `next` is the `before` of the next page. */
export interface AuditPage {
  entries: AuditEntry[];
  next: number|null;
  head: number;
}

/** What runs here; `newest_at` is when the newest entry of the log was written. */
export interface About {
  version: string;
  engine: string;
  engine_version: string;
  position: number;
  units: number;
  records: number;
  memory_bytes: number;
  cells: number;
  started_at: string;
  newest_at: string|null;
  demo: boolean;
  business_date: string;
  banner: Words;
}

/** What verify or a backup found. */
export interface Verdict {
  good: boolean;
  faults: Fault[];
  records: number;
  figures: number;
  positions: number;
  digest: string;
  file: string|null;
}
