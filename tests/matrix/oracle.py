#!/usr/bin/env python3
"""oracle.py SOURCE OUT: what every cell of the authorisation matrix must be, from policy.yaml alone.

Reads the policy (with the `rights` of the programme files it names) and OUT/world.json, which tells the
routes, the units, the accounts and what was asked, but no outcome. Writes OUT/expected.json, compares it with
OUT/outcomes.json and exits 1 on any difference, on a route without a row, or on a row without a route.
"""
import collections
import json
import pathlib
import re
import sys

import yaml

kLeastCells = 25_000
kMostShown = 40


class Policy:
    def __init__(self, source):
        text = yaml.safe_load((source / "tests/matrix/policy.yaml").read_text(encoding="utf-8"))
        self.roles = text["roles"]
        self.classes = text["classes"]
        self.foreign = str(text["foreign_writes"])
        self.streams = text["streams"]
        self.programmes = {}
        for path in text["programmes"]:
            programme = yaml.safe_load((source / path).read_text(encoding="utf-8"))
            self.programmes[programme["programme"]] = programme
        self.everyday = text["everyday"]
        self.rows = {}
        for row in text["routes"]:
            for route in row["routes"]:
                if route in self.rows:
                    sys.exit(f"policy.yaml has two rows for {route}")
                self.rows[route] = row


class World:
    def __init__(self, told):
        self.units = {unit["code"]: unit for unit in told["units"]}
        self.home = told["home"]
        self.records = told["records"]
        self.accounts = {account["name"]: account for account in told["accounts"]}

    def place(self, code):
        """Where a unit's records are today: a closed unit's with its heir."""
        while self.units[code]["heir"]:
            code = self.units[code]["heir"]
        return code

    def path(self, code):
        """The unit itself and everything above it."""
        out = []
        code = self.place(code)
        while code:
            out.append(code)
            code = self.units[code]["parent"]
        return out

    def is_over(self, upper, code):
        return upper in self.path(code)

    def parent(self, code):
        return self.units[self.place(code)]["parent"]

    def children(self, code, then):
        """Directly under it, today or as the tree was at the end of the period."""
        if then:
            return [c for c, unit in self.units.items() if unit["parent_then"] == code]
        return [c for c, unit in self.units.items() if unit["parent"] == code and not unit["heir"]]

    def below(self, code, then):
        out = []
        for child in self.children(code, then):
            out += [child] + self.below(child, then)
        return out


class Judge:
    """One account, one request: whether a sentence of the policy holds."""

    def __init__(self, policy, world, account, facts):
        self.policy, self.world, self.account, self.facts = policy, world, account, facts
        self.posts = account["posts"]

    # The words the sentences are made of.
    def with_power(self, power):
        return [post for post in self.posts if power in self.policy.roles[post["role"]]["may"]]

    def has_power(self, power, unit):
        return any(self.world.is_over(post["unit"], unit) for post in self.with_power(power))

    def granted(self, names):
        """Posts whose level.role is among those a programme names."""
        return [post for post in self.posts
                if f"{self.world.units[post['unit']]['level']}.{post['role']}" in (names or [])]

    def lets(self, names, unit):
        return any(self.world.is_over(post["unit"], unit) for post in self.granted(names))

    def programme(self):
        return self.policy.programmes[self.facts["programme"]]

    def row_readers(self):
        read = self.programme()["rights"].get("read")
        posts = self.with_power("rows")
        if read:
            return [post for post in posts if post in self.granted(read)]
        return [post for post in posts if post in self.with_power("figures")]

    def reads_rows(self, unit):
        return any(self.world.is_over(post["unit"], unit) for post in self.row_readers())

    def reads_figures(self, unit):
        if self.has_power("figures", unit):
            return True
        if self.programme()["rights"].get("compare", "siblings") != "siblings":
            return False
        for post in self.with_power("figures"):
            above = self.world.parent(post["unit"])
            if above and (unit == above or self.world.parent(unit) == above):
                return True
        return False

    def reads_all_figures(self, units):
        """Whoever stands at the unit or above reads its parts, also those that have left it since."""
        return self.has_power("figures", self.facts["unit"]) or all(self.reads_figures(unit) for unit in units)

    def reads_class(self, privacy, unit):
        sentence = self.policy.classes[privacy]
        if sentence == "everybody who reads the row":
            return True
        if sentence == "who has power personal over the unit":
            return self.has_power("personal", unit)
        if sentence == "who has power personal at the unit itself":
            return any(post["unit"] == self.world.place(unit) for post in self.with_power("personal"))
        raise KeyError(sentence)

    def may_give(self, role, unit):
        """The security administrator every role; the level above those of everyday work."""
        if self.has_power("accounts", unit):
            return True
        return role in self.policy.everyday and any(
            post["unit"] != self.world.place(unit) and self.world.is_over(post["unit"], unit)
            for post in self.with_power("staff"))

    def administers(self, name):
        """She could give all posts it holds or held; one that never had any belongs to the top."""
        other = self.world.accounts.get(name)
        if other is None or name == self.account["is"]:
            return False
        if not other["belongs"]:
            return all(self.has_power("accounts", unit) for unit in self.world.units)
        return all(self.may_give(post["role"], post["unit"]) for post in other["belongs"])

    def act_is_open(self):
        act, status, unit = self.facts["act"], self.facts["status"], self.facts["unit"]
        if not self.has_power("figures", unit):
            return False
        own = any(post["unit"] == unit for post in self.with_power("returns"))
        above = any(post["unit"] == self.world.parent(unit) for post in self.with_power("returns"))
        if act == "submit":
            return own and status in ("open", "returned")
        if act == "withdraw":
            return own and status == "submitted"
        return above and status == "submitted"

    def edits(self):
        for line in self.programme()["rights"].get("edit", []):
            if "in" in line and self.facts["state"] not in line["in"]:
                continue
            if "fields" in line and self.facts["field"] not in line["fields"]:
                continue
            if self.lets(line["by"], self.facts["unit"]):
                return True
        return False

    def fillers(self):
        """Whom the programme lets put a value into the field, in some state or with some event."""
        rights, field = self.programme()["rights"], self.facts["field"]
        out = list(rights["create"])
        for line in rights.get("edit", []):
            out += line["by"] if field in line.get("fields", [field]) else []
        for told in self.programme()["events"].values():
            for event in told if isinstance(told, list) else [told]:
                out += event["by"] if field in event.get("inputs", []) else []
        return out

    def events(self):
        """The event of that name from the state; a name may have several."""
        told = self.programme()["events"][self.facts["event"]]
        told = told if isinstance(told, list) else [told]
        return [event for event in told if self.facts["state"] in event["from"]]

    def waits(self):
        """A record whose rows she reads is in a state from which she may take an event that leads on."""
        told, waiting = self.programme(), set()
        for events in told["events"].values():
            for event in events if isinstance(events, list) else [events]:
                to = told["states"].get(event.get("to"))
                if to is None or to.get("void") or not self.granted(event.get("by")):
                    continue
                for name in event["from"]:
                    state = told["states"][name]
                    if not state.get("end") and (state.get("draft") or not to.get("draft")):
                        waiting.add(name)
        return any(record["programme"] == self.facts["programme"] and record["state"] in waiting and
                   self.world.is_over(self.facts["unit"], record["unit"]) and self.reads_rows(record["unit"])
                   for record in self.world.records)

    def record_waits(self):
        """An event leads on from the record's state, by a post of hers over its unit, and she reads the row."""
        states, unit = self.programme()["states"], self.facts["unit"]
        state = states[self.facts["state"]]
        for events in self.programme()["events"].values():
            for event in events if isinstance(events, list) else [events]:
                to = states.get(event.get("to"))
                if to is None or to.get("void") or self.facts["state"] not in event["from"]:
                    continue
                if state.get("end") or state.get("void") or event["to"] == self.facts["state"]:
                    continue
                if (state.get("draft") or not to.get("draft")) and self.lets(event["by"], unit):
                    return self.reads_rows(unit)
        return False

    def holds(self, sentence):
        return any(self.holds_one(part) for part in sentence.split(" or "))

    def holds_one(self, sentence):
        unit = self.facts.get("unit")
        if sentence == "never":
            return False
        if match := re.fullmatch(r"has power (\w+)", sentence):
            return bool(self.with_power(match[1]))
        if match := re.fullmatch(r"has power (\w+) over the unit", sentence):
            return self.has_power(match[1], unit)
        if sentence == "has the power named":
            return bool(self.with_power(self.facts["power"]))
        if sentence in ("units are counted", "records are counted"):
            return ("counts" in self.facts) == sentence.startswith("units")
        if sentence == "comes by an account":
            return self.account["name"] in self.world.accounts and self.account["name"] != "local operator"
        if sentence == "may give the role at the unit":
            return self.may_give(self.facts["role"], unit)
        if sentence == "may give the post of one who waits there":
            return any(self.may_give(post["role"], post["unit"]) for post in self.facts["waits"])
        if sentence in ("a post is given", "no post is given"):
            return ("without" in self.facts) == sentence.startswith("no")
        if sentence == "the link is of an account in use":
            return self.facts["link"] == "an account in use"
        if sentence == "it rests on an old version":
            return "version" in self.facts
        if sentence == "nothing changes":
            return "changes" not in self.facts
        if sentence == "the period is open":
            return "period" not in self.facts
        if sentence == "reads fields of the class at the unit":
            return self.reads_class(self.facts["class"], unit)
        if sentence == "something of the programme waits there for her":
            return self.waits()
        if sentence == "the record waits there for her":
            return self.record_waits()
        if sentence in ("a record holds it", "no record holds it"):
            return ("sender" in self.facts) == sentence.startswith("no")
        if sentence == "she sent it":
            return self.facts["sender"] == self.account["is"]
        if sentence == "the programme lets fill the field somewhere":
            return bool(self.granted(self.fillers()))
        if sentence == "no field is named":
            return "field" not in self.facts
        if sentence == "a note names no field of it":
            return "note" in self.facts
        if sentence == "no paper is corrected":
            return "corrected" not in self.facts
        if match := re.fullmatch(r"has power (\w+) over the unit of the corrected paper", sentence):
            return self.has_power(match[1], self.facts["corrected"])
        if match := re.fullmatch(r"has power (\w+) over the home unit", sentence):
            return self.has_power(match[1], self.world.home)
        if match := re.fullmatch(r"has power (\w+) over every unit named", sentence):
            return all(self.has_power(match[1], named) for named in self.facts["units"])
        if match := re.fullmatch(r"has power (\w+) over all units", sentence):
            return all(self.has_power(match[1], code) for code in self.world.units)
        if sentence == "reads rows of the programme somewhere":
            return bool(self.row_readers())
        if sentence == "reads rows of the programme at the unit":
            within = self.facts.get("within")
            return self.reads_rows(unit) and (not within or self.world.is_over(within, unit))
        if sentence == "reads figures of the programme at the unit":
            return self.reads_figures(unit)
        then = self.facts.get("as") == "then"
        if sentence == "reads figures of the programme at every unit directly below":
            return self.reads_all_figures(self.world.children(unit, then))
        if sentence == "reads figures of the programme at the unit and at every unit below":
            return self.reads_all_figures([unit] + self.world.below(unit, then))
        if sentence == "reads figures of the programme at every unit below of the level":
            return self.reads_all_figures([one for one in [unit] + self.world.below(unit, then)
                                           if self.world.units[one]["level"] == self.facts["level"]])
        if sentence == "no other programme is asked for":
            return "beside" not in self.facts
        if sentence == "reads its figures at every unit directly below":
            facts = {**self.facts, "programme": self.facts["beside"]}
            other = Judge(self.policy, self.world, self.account, facts)
            return other.holds("reads figures of the programme at every unit directly below")
        if sentence == "no parts are asked for":
            return self.facts.get("shows") != "parts"
        if sentence == "it is dated today":
            return "dated" not in self.facts
        if match := re.fullmatch(r"the programme lets (create|import|correct) at the unit", sentence):
            return self.lets(self.programme()["rights"].get(match[1]), unit)
        if sentence == "the programme lets edit the field in the state at the unit":
            return self.edits()
        if sentence == "the event does not lead on from the state":
            return not self.events()
        if sentence == "the programme lets take the event at the unit":
            return any(self.lets(event["by"], unit) for event in self.events())
        if sentence == "the act is open to her post":
            return self.act_is_open()
        if sentence == "sees the programme":
            return bool(self.with_power("figures")) or bool(self.row_readers())
        if match := re.fullmatch(r"holds one of the roles (.+)", sentence):
            return any(post["role"] in match[1].split(", ") for post in self.posts)
        if sentence == "administers the account":
            return self.administers(self.facts["account"])
        if sentence == "the draft is hers":
            return self.facts["account"] == self.account["is"]
        if sentence == "it is her own":
            return self.facts["account"] == self.account["is"]
        if sentence == "it is not her own account":
            return self.facts["account"] != self.account["is"]
        if sentence == "nobody is named to take over":
            return "to" not in self.facts
        if sentence == "administers the one who takes over":
            return self.administers(self.facts["to"])
        sys.exit(f"policy.yaml: no such sentence: {sentence}")


def expect(policy, world, account, row, facts):
    """What the request must come to: ok, 401, 403 or 404."""
    door = row.get("door", "signed in")
    if door == "local" and account["comes"] != "local":
        return "403"
    if door != "open" and account["comes"] == "no one":
        return "401"
    judge = Judge(policy, world, account, facts)
    for asked in row.get("asks", []):
        if set(asked) != {"that", "else"}:
            sys.exit(f"policy.yaml: {asked}: a condition has 'that' and 'else'; put commas in quotes")
        if not judge.holds(asked["that"]):
            return str(asked["else"])
    return "ok"


def sentence_of(shows, probe):
    """A row whose answers show several kinds of things has a sentence for each kind."""
    return shows if isinstance(shows, str) else next(shows[kind] for kind in shows if kind in probe)


def agrees(expected, outcome, is_write):
    if expected == "ok":
        return outcome == "ok" or (is_write and outcome == "try")
    return expected == outcome


def main():
    source, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    policy = Policy(source)
    told = json.loads((out / "world.json").read_text(encoding="utf-8"))
    world = World(told)
    accounts = told["accounts"]
    faults = []

    doors = {route["route"]: route["door"] for route in told["routes"]}
    asked = {trial["route"] for trial in told["trials"]}
    for route, door in doors.items():
        if route not in policy.rows:
            faults.append(f"no row in policy.yaml for the route {route}")
        elif policy.rows[route].get("door", "signed in") != door:
            faults.append(f"{route} has the door '{door}'")
        if route not in asked:
            faults.append(f"nothing asks the route {route}")
    faults += [f"policy.yaml has a row for {route}, which is no route" for route in policy.rows if route not in doors]

    expected = []
    for trial in told["trials"]:
        row = policy.rows.get(trial["route"])
        if row is None:
            expected.append(None)
            continue
        statuses = [expect(policy, world, account, row, trial["facts"]) for account in accounts]
        probes = []
        for probe in trial["probes"]:
            line = []
            for account, status in zip(accounts, statuses):
                if status != "ok":
                    line.append(status)
                else:
                    is_shown = Judge(policy, world, account, probe).holds(sentence_of(row["shows"], probe))
                    line.append("shown" if is_shown else "hidden")
            probes.append(line)
        expected.append({"statuses": statuses, "probes": probes})
    canaries = []
    for canary in told["canaries"]:
        line = []
        for account in accounts:
            judge = Judge(policy, world, account, canary)
            may = account["comes"] != "no one" and judge.reads_rows(canary["unit"]) and judge.reads_class(
                canary["class"], canary["unit"])
            line.append("seen" if may else "unseen")
        canaries.append(line)
    notices = []
    for notice in told["notices"]:
        judges = [Judge(policy, world, account, notice) for account in accounts]
        notices.append(["told" if judge.account["comes"] != "no one" and judge.holds(policy.streams) else "not told"
                        for judge in judges])
    (out / "expected.json").write_text(
        json.dumps({"trials": expected, "canaries": canaries}, ensure_ascii=False), encoding="utf-8")

    outcomes = json.loads((out / "outcomes.json").read_text(encoding="utf-8"))
    cells, wrong, spread = 0, [], collections.Counter()

    def judge_line(what, account_names, want, have, is_write):
        nonlocal cells
        for name, w, h in zip(account_names, want, have, strict=True):
            cells += 1
            spread[w] += 1
            if not agrees(w, h, is_write):
                wrong.append(f"{what} as {name}: expected {w}, was {h}")

    names = [account["name"] for account in accounts]
    for trial, want, have in zip(told["trials"], expected, outcomes["trials"], strict=True):
        if want is None:
            continue
        is_write = not trial["route"].startswith("GET ")
        about = f"{trial['route']} {trial['path']} {json.dumps(trial['facts'], ensure_ascii=False)}"
        judge_line(about, names, want["statuses"], have["statuses"], is_write)
        for probe, w, h in zip(trial["probes"], want["probes"], have["probes"], strict=True):
            judge_line(f"{trial['route']} {trial['path']} shows {json.dumps(probe)}", names, w, h, False)
    for canary, want, have in zip(told["canaries"], canaries, outcomes["canaries"], strict=True):
        judge_line(f"{canary['class']} {canary['programme']}.{canary['field']} of {canary['unit']}", names, want, have,
                   False)
    for notice, want, have in zip(told["notices"], notices, outcomes["notices"], strict=True):
        judge_line(f"the stream of {notice['programme']} at {notice['unit']}", names, want, have, False)
    writes = {route for route in doors if not route.startswith("GET ")}
    faults += [f"no foreign write to {route}" for route in writes - {w["route"] for w in outcomes["foreign"]}]
    for write in outcomes["foreign"]:
        cells += 1
        if str(write["status"]) != policy.foreign:
            wrong.append(f"{write['route']} from another site: {write['status']}")

    for fault in faults:
        print(fault)
    for line in wrong[:kMostShown]:
        print(line)
    if cells < kLeastCells:
        faults.append("too few cells")
    told_spread = ", ".join(f"{n} {kind}" for kind, n in spread.most_common())
    print(f"{len(doors)} routes, {len(accounts)} askers, {cells} cells ({told_spread}): {len(wrong)} wrong")
    return 1 if faults or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
