/** A programme to begin with: it checks clean as it stands, and its notes say what may be changed. */
export function skeleton(first: string): string {
  return `# 一张新表：井号后面是说明，随时可以删。改完左下角没有错误，就可以试启用。
# 代号用小写字母和下划线，启用后不再改；名称随时可以改。
programme: new_campaign
title: {zh: 新的活动, en: New campaign}
about: {zh: 村里每办一次活动填一条。, en: One record for each event of a village.}
owner: {zh: 宣传部, en: Publicity section}
version: 1
valid_from: ${first}
# 由哪一级填报：village 村、township 乡镇、county 县、city 市
level: village
# 哪一个日期决定记在哪个月
date: held_on
unique: [unit, held_on]

# 要填什么。别的表已经有的，不要再问。
fields:
  held_on: {type: date, label: {zh: 活动日期, en: Held on}, required: yes}
  attended: {type: integer, label: {zh: 参加人次, en: Attendance}, measured_in: 人次, min: 0, max: 10000, required: yes}
  memo: {type: long_text, label: {zh: 活动情况, en: What happened}, max_length: 300}

# 走到哪一步。第一个是草稿，草稿不计数。
states:
  writing: {label: {zh: 填写中, en: Being written}, draft: yes}
  filed: {label: {zh: 已上报, en: Filed}, checked_by: village}
  void: {label: {zh: 作废, en: Void}, void: yes}

# 谁在哪一步可以办什么
events:
  file: {label: {zh: 上报, en: File}, from: [writing], to: filed, by: [village.chair]}
  void: {label: {zh: 作废, en: Void}, from: [writing, filed], to: void, by: [township.clerk], reason: yes}

rights:
  create: [village.chair]
  edit:
    - {in: [writing], by: [village.chair]}
    - {in: [filed], by: [township.clerk]}

# 数什么
measures:
  times: {title: {zh: 活动次数, en: Events held}, count: records, measured_in: 次}
  attended: {title: {zh: 参加人次, en: Attendance}, sum: attended, measured_in: 人次}

# 报告里的一段话，花括号里是上面的数
report:
  - zh: 本期开展活动{times}次，{attended}人次参加。
    en: "{times} events were held, {attended} came."

# 例子：这样填，应当数成多少
examples:
  - title: 一次活动计一次
    as: village.chair
    given: {held_on: ${first}, attended: 40}
    when: [file]
    then: {state: filed, counts: {times: 1, attended: 40}}
`;
}

/** Another programme to begin with: an id of its own, the first version, no path from older data. */
export function copyOf(text: string, id: string, first: string): string {
  return text
    .replace(/^programme\s*:.*$/m, `programme: ${id}`)
    .replace(/^version\s*:.*$/m, "version: 1")
    .replace(/^valid_from\s*:.*$/m, `valid_from: ${first}`)
    .replace(/^migrate\s*:\n(?:[ \t-].*\n?|\n)*/m, "");
}
