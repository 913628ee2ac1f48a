#!/usr/bin/env python3
"""Makes demo/facts/tree_2011.tsv and demo/facts/elections_2011.tsv from demo/facts/linyi_2023.tsv.

Every choice below is either a figure of the founding document, a fact of the 2023 list, or a demo
convention that README.md names. The result depends on nothing but the input and kSeed, so running
this again changes no byte.
"""
import collections
import pathlib
import random

kSeed = 20110630
kFacts = pathlib.Path(__file__).resolve().parents[2] / "demo" / "facts"

# The founding document: 7,080 villages had finished their election, 38.8 % of them with a woman in
# the party organisation. 184 more were still at it.
kDone = 7080
kUnfinished = 184
kWithWoman = 2747

kBirth = "1990-01-01"
# Villages merged on at most two days a year; the second lies inside a quarter on purpose.
kMergeDays = [f"{year}-{day}" for year in range(2012, 2023) for day in ("04-01", "10-15")]

kRenamed = "371324"
kRenamedOn = "2014-01-21"
kOldName = "苍山县"

# Villages still at their election on 2011-06-30, by county; all other counties are complete.
kRunning = {"371302": 58, "371322": 41, "371326": 52, "371371": 33}
# The founding document's two leaders, as permille of the villages done.
kLeaders = {"371323": 573, "371321": 552}
# How the other counties stand to each other; scaled so that the city's sum is kWithWoman.
kWeights = {
    "371302": 33, "371311": 41, "371312": 38, "371322": 29, "371324": 31, "371325": 37,
    "371326": 28, "371327": 44, "371328": 40, "371329": 35, "371371": 34,
}

kSurnames = list("王李张刘陈杨赵孙周吴徐朱马胡高林郭何宋郑谢韩唐冯于董程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁"
                 "魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹"
                 "黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢骆岳齐")
kPlaces = ["庄", "沟", "岭", "河", "店", "埠", "村", "崖", "泉", "峪", "屯", "楼", "寨", "湖", "坡",
           "桥", "家庄", "家沟", "家岭", "家峪", "家埠", "家村", "家店", "家坊", "家楼", "家崖"]
kSides = ["", "", "", "", "东", "西", "南", "北", "前", "后", "上", "下", "大", "小"]


def read_units():
    lines = (kFacts / "linyi_2023.tsv").read_text(encoding="utf-8").splitlines()
    return [dict(zip(lines[0].split("\t"), line.split("\t"))) for line in lines[1:]]


def share_out(total, weights):
    """total in whole parts by weight, largest remainder; equal remainders go to the smaller key."""
    weight_sum = sum(weights.values())
    parts = {key: total * weight // weight_sum for key, weight in weights.items()}
    rest = total - sum(parts.values())
    by_remainder = sorted(weights, key=lambda key: (-(total * weights[key] % weight_sum), key))
    for key in by_remainder[:rest]:
        parts[key] += 1
    return parts


def stem(name):
    """What the village is called without its kind of committee."""
    for ending in ("社区居民委员会", "村民委员会", "居民委员会", "社区居委会", "村委会", "居委会"):
        if name.endswith(ending):
            return name[: -len(ending)]
    return name


def free_codes(township, used):
    """Codes of rural committees first (200 to 399), then what is left above."""
    for number in range(200, 1000):
        code = f"{township}{number:03d}"
        if code not in used:
            yield code


def merged_villages(units):
    dice = random.Random(kSeed)
    today = collections.defaultdict(list)
    for unit in units:
        if unit["level"] == "village":
            today[unit["code"][:9]].append(unit)
    in_all = sum(map(len, today.values()))
    # By county first, so that a county's number does not hang on how its townships round.
    per_county = collections.Counter()
    for township, villages in today.items():
        per_county[township[:6]] += len(villages)
    counts = {}
    for county, number in share_out(kDone + kUnfinished - in_all, per_county).items():
        counts |= share_out(number, {code: len(rows) for code, rows in today.items() if code[:6] == county})
    rows = []
    for township in sorted(today):
        codes = free_codes(township, {unit["code"] for unit in today[township]})
        names = {stem(unit["name"]) for unit in today[township]}
        days = sorted(dice.sample(kMergeDays, 3))
        for _ in range(counts[township]):
            name = None
            while name is None or name in names:
                name = dice.choice(kSides) + dice.choice(kSurnames) + dice.choice(kPlaces)
            names.add(name)
            heir = dice.choice(today[township])["code"]
            rows.append((next(codes), name + "村委会", "village", "", kBirth, dice.choice(days), heir, "made"))
    return rows


def tree_rows(units):
    rows = merged_villages(units)
    for unit in units:
        head = (unit["code"],)
        tail = (unit["level"], unit["zone"])
        if unit["code"] == kRenamed:
            rows.append(head + (kOldName,) + tail + (kBirth, kRenamedOn, "", "2023"))
            rows.append(head + (unit["name"],) + tail + (kRenamedOn, "", "", "2023"))
        else:
            rows.append(head + (unit["name"],) + tail + (kBirth, "", "", "2023"))
    return sorted(rows, key=lambda row: (row[0], row[4]))


def election_rows(rows):
    villages = collections.Counter(row[0][:6] for row in rows if row[2] == "village")
    done = {county: number - kRunning.get(county, 0) for county, number in villages.items()}
    woman = {county: round(done[county] * permille / 1000) for county, permille in kLeaders.items()}
    woman |= share_out(kWithWoman - sum(woman.values()),
                       {county: done[county] * weight for county, weight in kWeights.items()})
    return [(county, villages[county], done[county], woman[county], "no" if county in kRunning else "yes")
            for county in sorted(villages)]


def percent(part, whole):
    """Tenths of a percent, half away from zero, from whole numbers."""
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}"


def check(units, rows, elections):
    """What others rely on; a failure here means that a convention above was changed badly."""
    levels = collections.Counter(unit["level"] for unit in units)
    assert (levels["county"], levels["township"], levels["village"]) == (13, 156, 4186), levels
    villages = [row for row in rows if row[2] == "village"]
    open_then = [row for row in villages if row[4] <= "2011-06-30" and (not row[5] or row[5] > "2011-06-30")]
    open_now = [row for row in villages if not row[5]]
    assert (len(open_then), len(open_now)) == (kDone + kUnfinished, 4186)
    assert len({row[0] for row in villages}) == len(villages)
    assert len({(row[0][:9], stem(row[1])) for row in villages if row[7] == "made"}) == 3078
    heirs = {row[0]: row for row in open_now}
    assert all(row[6] in heirs and row[6][:9] == row[0][:9] for row in villages if row[5])
    assert (sum(row[1] for row in elections), sum(row[2] for row in elections),
            sum(row[3] for row in elections)) == (kDone + kUnfinished, kDone, kWithWoman)
    assert percent(kWithWoman, kDone) == "38.8"
    shares = {row[0]: percent(row[3], row[2]) for row in elections}
    assert (shares["371323"], shares["371321"]) == ("57.3", "55.2")
    assert all(float(share) < 55.2 for county, share in shares.items() if county not in kLeaders)


def write(name, comments, columns, rows):
    text = "".join(f"# {line}\n" for line in comments)
    text += "\n".join("\t".join(map(str, row)) for row in [columns, *rows]) + "\n"
    (kFacts / name).write_text(text, encoding="utf-8")


def main():
    units = read_units()
    rows = tree_rows(units)
    elections = election_rows(rows)
    check(units, rows, elections)
    write("tree_2011.tsv",
          ["The dated tree of the demo city: one row for each unit and name, in code order.",
           "until is the first day on which the row no longer holds; empty means that it still does.",
           "A row with an heir was merged into it on that day; a row without one was renamed, and the next row",
           "of the same code carries the new name. origin: 2023 = in the statistical list of 2023;",
           "made = made up for the demo (演示数据), with its name, code, heir and day of merging.",
           f"371324 was {kOldName} until January 2014; the exact day {kRenamedOn} is a demo convention."],
          ("code", "name", "level", "zone", "from", "until", "heir", "origin"), rows)
    write("elections_2011.tsv",
          ["The village elections of the first half of 2011, by county: what the record generator aims at.",
           "villages = open on 2011-06-30; done = election finished; with_woman = at least one woman in the",
           "party organisation; complete = the county's round is over. Made up for the demo (演示数据) so that",
           "the city gives 7,080 villages and 38.8 %, Yishui 57.3 % and Yinan 55.2 %, as its document says."],
          ("county", "villages", "done", "with_woman", "complete"), elections)
    for county, villages, done, woman, complete in elections:
        print(f"{county}  villages {villages:4d}  done {done:4d}  with woman {woman:4d}"
              f"  {percent(woman, done)} %  complete {complete}")
    days = collections.Counter(row[5] for row in rows if row[6])
    print(f"{len(rows)} rows; merged on {len(days)} days; total {kDone} done, {kWithWoman} with woman")


if __name__ == "__main__":
    main()
