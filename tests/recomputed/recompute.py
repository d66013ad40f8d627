#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The money of a scenario, worked out a second time.

Usage: recompute.py CARECAST SCENARIO.yaml...

Reads what `carecast run` leaves of each scenario: the figures as they are written (resolved.yaml)
and the children month by month (results.csv: child-days, entries, exits, 18th birthdays, diverted,
care leavers). From these alone, and with nothing of the engine's, it works out every amount of
money of every year, and sets it beside contract.csv. They must agree to half a penny.

What a bid saves by the model is the spending without it less the spending with it, so that such a
scenario is run once more for each bid, with that bid and those after it switched off.
"""

import calendar
import csv
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

HALF_A_PENNY = 0.005
HEADINGS = ("employees", "premises", "transport", "supplies_and_services",
            "third_party_payments", "transfer_payments")
ATTRIBUTION = ("source", "basis", "note")


class Words(yaml.SafeLoader):
    """Reads every scalar as the word that is written: 2020/21, 2%, 9.5m and no are not YAML's."""


Words.yaml_implicit_resolvers = {}


# ---- figures as they are written -----------------------------------------------------------------

def number(text):
    """9.5m, 350k, 2%, 5% per year, 1.25."""
    text = text.replace(" per year", "")
    factor = 1.0
    if text[-1] in "km%":
        factor = {"k": 1e3, "m": 1e6, "%": 0.01}[text[-1]]
        text = text[:-1]
    return float(text) * factor


def centre(node):
    """The central value of what is in doubt and says no value of its own."""
    if isinstance(node, str):
        return number(node)
    if "value" in node:
        return centre(node["value"])
    if "triangular" in node or "pert" in node:
        return number((node.get("triangular") or node["pert"])[1])
    if "uniform" in node:
        low, high = (number(text) for text in node["uniform"])
        return (low + high) / 2
    raise ValueError(f"no central value: {node}")


class Figure:
    """A figure over the months: knots, growth, index, and effects in the order written."""

    def __init__(self, scenario, node, starts_later=False):
        self.scenario = scenario
        self.effects = []
        self.growth = self.index = None
        self.knots = []
        self.before = None
        self.starts_later = starts_later
        years = {}
        if isinstance(node, dict):
            years = {key: node[key] for key in node if re.match(r"\d{4}", key)}
            self.growth = node.get("growth")
            self.index = node.get("index")
            self.before = node.get("before")
        if years:
            self.knots = sorted((scenario.month_of(key), centre(value))
                                for key, value in years.items())
        else:
            self.knots = [(0, centre(node))]
        if self.index == "none":
            self.index = None
        if self.growth is not None and self.growth != "none":
            self.growth = Figure(scenario, self.growth)
        elif self.growth == "none":
            self.growth = None

    def knot(self, month):
        last = -1
        for i, (start, _) in enumerate(self.knots):
            if start <= month:
                last = i
        return last

    def rate(self, year):
        factor = 1.0
        if self.growth is not None:
            factor *= 1 + self.growth.at(12 * year)
        if self.index is not None:
            factor *= 1 + self.scenario.index(self.index).at(12 * year)
        return factor

    def written(self, month):
        """Without effects."""
        knot = self.knot(month)
        if knot < 0:
            if self.before is not None:
                return centre(self.before)
            return 0.0 if self.starts_later else self.knots[0][1]
        start, value = self.knots[knot]
        for year in range(start // 12 + 1, month // 12 + 1):
            value *= self.rate(year)
        return value

    def at(self, month):
        value = self.written(month)
        for effect in self.effects:
            value = effect.on(value, month)
        return value

    def year(self, year):
        return sum(self.at(month) for month in range(12 * year, 12 * year + 12)) / 12

    def price(self, year):
        """What the April of a year made of the year's mean."""
        return sum(self.price_in(month) for month in range(12 * year, 12 * year + 12)) / 12

    def price_of(self, month, value):
        april = month - month % 12
        indexed = self.growth is not None or self.index is not None
        if not indexed or self.knot(month) < 0 or self.knot(month) != self.knot(april - 1):
            return 0.0
        return value - value / self.rate(april // 12)

    def price_in(self, month):
        """As if the written value had last year's prices: the effects act on either."""
        value = self.written(month)
        price = self.price_of(month, value)
        old = value - price
        for effect in self.effects:
            amount = effect.amount.at(month)
            moved = effect.amount.price_of(month, amount)
            value, old = effect.on(value, month), effect.on(old, month, amount - moved)
        return value - old


class Effect:
    def __init__(self, scenario, intervention, node):
        self.kind = next(kind for kind in ("multiply", "add", "set") if kind in node)
        self.amount = Figure(scenario, node[self.kind])
        self.begin = scenario.month_of(node["from"]) if "from" in node else 0
        self.end = scenario.month_after(node["until"]) if "until" in node else 10 ** 6
        self.ramp = 0
        if "ramp" in node:
            count, unit = node["ramp"].split()
            self.ramp = int(count) * (12 if unit.startswith("year") else 1)
        self.delivery = (Figure(scenario, intervention["delivery"])
                         if "delivery" in intervention else None)

    def on(self, value, month, amount=None):
        if not self.begin <= month < self.end:
            return value
        share = min((month - self.begin + 0.5) / self.ramp, 1.0) if self.ramp else 1.0
        share *= self.delivery.at(month) if self.delivery else 1.0
        amount = self.amount.at(month) if amount is None else amount
        if self.kind == "multiply":
            return value + share * value * (amount - 1)
        if self.kind == "add":
            return value + share * amount
        return value + share * (amount - value)


def section(tree, *path):
    for key in path:
        tree = tree.get(key) if isinstance(tree, dict) else None
        if tree is None:
            return {}
    return {key: value for key, value in tree.items() if key not in ATTRIBUTION}


class Scenario:
    def __init__(self, folder):
        self.tree = yaml.load((folder / "resolved.yaml").read_text(), Words)
        self.first_year = int(self.tree["start"][:4])
        self.years = int(self.tree.get("years", "5"))
        self.months = 12 * self.years
        self.figures = {}
        self.flows = {}
        with open(folder / "results.csv", newline="") as file:
            for row in csv.DictReader(file):
                month = self.month_of(row["month"])
                self.flows[row["measure"], row["placement"], month] = float(row["value"])

    def month_of(self, text):
        """Months from the first April; a year (2020/21) is its April, a date its month."""
        year, rest = re.match(r"(\d{4})[-/]?(.*)", text).groups()
        month = 4 if "/" in text else int(rest[:2])
        return 12 * (int(year) - self.first_year) + month - 4

    def month_after(self, text):
        return self.month_of(text) + (12 if "/" in text else 1)

    def index(self, name):
        return self.figure(f"indexes.{name}")

    def figure(self, path, starts_later=False):
        """The figure at a path, or None; its effects are those that reach it."""
        if path in self.figures:
            return self.figures[path]
        node = self.tree
        for key in path.split("."):
            node = node.get(key) if isinstance(node, dict) else None
            if node is None:
                return None
        figure = Figure(self, node, starts_later)
        self.figures[path] = figure
        for intervention in section(self.tree, "interventions").values():
            if intervention.get("active", "yes") != "yes":
                continue
            for effect in intervention.get("effects", []):
                pattern = effect["target"].replace(".", r"\.")
                pattern = pattern.replace("**", "@").replace("*", "[^.]*").replace("@", ".*")
                if re.fullmatch(pattern, path):
                    figure.effects.append(Effect(self, intervention, effect))
        return figure

    def year(self, path, year, otherwise=0.0, spent=False):
        figure = self.figure(path, spent)
        return otherwise if figure is None else figure.year(year)

    def flow(self, measure, month, placement=None):
        if placement is not None:
            return self.flows.get((measure, placement, month), 0.0)
        return sum(self.flows.get((measure, name, month), 0.0)
                   for name in list(section(self.tree, "placements")) + [""])

    def span(self, node):
        """The plan years in which a line counts."""
        if "in" in node:
            year = self.month_of(node["in"]) // 12
            return range(max(year, 0), min(year, self.years - 1) + 1)
        first = self.month_of(node["from"]) // 12 if "from" in node else 0
        last = self.month_of(node["until"]) // 12 if "until" in node else self.years - 1
        return range(max(first, 0), min(last, self.years - 1) + 1)


# ---- spending ------------------------------------------------------------------------------------

class Spending:
    """What a scenario spends in each year, bids' own costs apart; rows by contract.csv's names."""

    def __init__(self, scenario):
        self.s = scenario
        self.rows = {}
        self.headings = {name: [0.0] * scenario.years for name in HEADINGS}
        self.inflation = {name: [0.0] * scenario.years for name in HEADINGS}
        self.present = any(key in scenario.tree for key in
                           ("children_in_care", "care_leavers", "services", "unmodelled"))
        years = range(scenario.years)
        self.weeks, self.net, self.price = {}, {}, {}
        self.other = [0.0] * scenario.years
        self.other_price = [0.0] * scenario.years
        self.services = [0.0] * scenario.years
        self.services_price = [0.0] * scenario.years
        self.services_full_year = [0.0] * scenario.years
        if "children_in_care" in scenario.tree:
            self.run_placements()
            self.run_one_offs()
            self.run_diversion()
        if "care_leavers" in scenario.tree:
            self.run_leavers()
        self.run_services()
        self.slippage = self.run_savings()
        self.total = [sum(self.net[p][y] for p in self.net) + self.other[y] + self.services[y] +
                      self.slippage[y] for y in years]
        self.put("change.other_demand.price", self.other_price)
        self.put("change.services.price", self.services_price)
        for heading, amounts in self.inflation.items():
            self.put(f"change.price.{heading}", amounts)
        self.put("change.services.full_year", self.services_full_year)

    def put(self, row, amounts):
        if self.present:
            self.rows[row] = list(amounts)

    def run_placements(self):
        s = self.s
        for name, placement in section(s.tree, "placements").items():
            weeks, net, price = [], [], []
            gross, received_in_all = [], []
            heading = placement.get("subjective", "third_party_payments")
            for year in range(s.years):
                w = cost = received = plain = 0.0
                for month in range(12 * year, 12 * year + 12):
                    in_month = s.flow("child_days", month, name) / 7
                    a_week = s.figure(f"placements.{name}.weekly_price").at(month)
                    paid = self.contributions(name, placement, a_week, month)
                    w += in_month
                    cost += in_month * a_week
                    received += in_month * paid
                    plain += (a_week - paid) / 12
                weeks.append(w)
                gross.append(cost)
                received_in_all.append(received)
                net.append(cost - received)
                price.append((cost - received) / w if w > 0 else plain)
                self.headings[heading][year] += cost - received
            self.weeks[name], self.net[name], self.price[name] = weeks, net, price
            for y in range(1, s.years):
                self.inflation[heading][y] += net[y] - weeks[y] * price[y - 1]
            self.put(f"placement_cost.{name}", gross)
            self.put(f"contributions.{name}", received_in_all)
        self.put("placement_cost.net",
                 [sum(self.net[p][y] for p in self.net) for y in range(s.years)])

    def contributions(self, name, placement, price, month):
        received = 0.0
        for key, node in section(placement, "contributions").items():
            path = f"placements.{name}.contributions.{key}."
            if "share" in node:
                received += self.s.figure(path + "share").at(month) * price
            if "per_child_week" in node:
                received += self.s.figure(path + "per_child_week").at(month)
            if "per_child_night" in node:
                received += 7 * self.s.figure(path + "per_child_night").at(month)
        return received

    def count(self, row, heading, months):
        """Amounts that are a number times what one costs: months of (number, cost of one)."""
        number = [0.0] * self.s.years
        cost = [0.0] * self.s.years
        plain = [0.0] * self.s.years
        for month, (n, one) in enumerate(months):
            number[month // 12] += n
            cost[month // 12] += n * one
            plain[month // 12] += one / 12
        for y in range(self.s.years):
            self.other[y] += cost[y]
            self.headings[heading][y] += cost[y]
            if y > 0:
                before = cost[y - 1] / number[y - 1] if number[y - 1] > 0 else plain[y - 1]
                self.other_price[y] += cost[y] - number[y] * before
                self.inflation[heading][y] += cost[y] - number[y] * before
        self.put(row, cost)

    def run_one_offs(self):
        s = self.s
        for name, node in section(s.tree, "one_off_costs").items():
            flow = node["flow"]
            amount = s.figure(f"one_off_costs.{name}.amount")
            share = s.figure(f"one_off_costs.{name}.share")
            self.count(f"one_off_costs.{name}", node.get("subjective", "third_party_payments"),
                       [(s.flow(flow, month) * (share.at(month) if share else 1.0),
                         amount.at(month)) for month in range(s.months)])

    def run_diversion(self):
        s = self.s
        charged = [cap for cap in section(s.tree, "caps").values()
                   if cap.get("policy", "report") == "hold" and "diversion_cost" in cap]
        if not charged:
            return
        months = []
        for month in range(s.months):
            binding = None
            for name, cap in section(s.tree, "caps").items():
                begin = s.month_of(cap["from"]) if "from" in cap else 0
                end = s.month_after(cap["until"]) if "until" in cap else s.months
                if cap.get("policy", "report") == "hold" and begin <= month < end:
                    limit = s.figure(f"caps.{name}.children").at(month)
                    if binding is None or limit < binding[0]:
                        cost = s.figure(f"caps.{name}.diversion_cost")
                        binding = (limit, cost.at(month) if cost else 0.0)
            months.append((s.flow("diverted", month), binding[1]) if binding else None)
        plain = [m if m is not None else (0.0, 0.0) for m in months]
        self.count_diversion(plain, [m is not None for m in months])

    def count_diversion(self, months, in_force):
        """A month in which no cap holds has no cost of one."""
        self.count("diversion.cost", "third_party_payments",
                   [m if held else (0.0, 0.0) for m, held in zip(months, in_force)])

    def run_leavers(self):
        s = self.s
        caseload = s.figure("care_leavers.caseload")
        cost = s.figure("care_leavers.cost_per_adviser")
        months = []
        for month in range(s.months):
            people = (s.flow("care_leavers", month - 1) + s.flow("care_leavers", month)) / 2
            advisers = people / caseload.at(month) if caseload else 0.0
            months.append((advisers / 12, cost.at(month) if cost else 0.0))
        self.count("care_leavers.cost", s.tree["care_leavers"].get("subjective", "employees"),
                   months)

    def run_services(self):
        s = self.s
        lines = [(f"services.{name}", node) for name, node in section(s.tree, "services").items()]
        if "unmodelled" in s.tree:
            lines.append(("unmodelled", s.tree["unmodelled"]))
        for path, node in lines:
            cost = s.figure(f"{path}.cost", True)
            amounts = [cost.year(y) for y in range(s.years)]
            self.put(path, amounts)
            if node.get("delivery_model") == "out_of_scope":
                continue
            own = node.get("subjective", "employees")
            for y in range(s.years):
                price = cost.price(y) if y > 0 else 0.0
                shares = {heading: s.year(f"{path}.split.{heading}", y)
                          for heading in section(node, "split")}
                shares[own] = 1 - sum(shares.values())
                for heading, share in shares.items():
                    self.headings[heading][y] += amounts[y] * share
                    self.inflation[heading][y] += price * share
                self.services[y] += amounts[y]
                if y > 0:
                    self.services_price[y] += cost.price(y)
                    self.services_full_year[y] += cost.at(12 * y - 1) - amounts[y - 1]

    def run_savings(self):
        s = self.s
        slippage = [0.0] * s.years
        path = "contract.demand_pressures.mitigations"
        groups = section(s.tree, *path.split("."))
        tracked = any("delivery" in line for group in groups.values()
                      for line in section(group, "lines").values())
        if not (tracked and self.present):
            return slippage
        for group_name, group in groups.items():
            for name, line in section(group, "lines").items():
                base = f"{path}.{group_name}.lines.{name}"
                once = line.get("recurrence") == "one_off"
                target, target_rows, delivered_rows, lost_rows = 0.0, [], [], []
                for y in range(s.years):
                    amount = s.year(f"{base}.amount", y, spent=True) if y in s.span(line) else 0.0
                    target = amount if once else target + amount
                    delivered = target * s.year(f"{base}.delivery", y, 1.0)
                    target_rows.append(target)
                    delivered_rows.append(delivered)
                    lost_rows.append(target - delivered)
                    slippage[y] += target - delivered
                row = f"savings.{group_name}.{name}."
                self.put(row + "target", target_rows)
                self.put(row + "delivered", delivered_rows)
                self.put(row + "slippage", lost_rows)
        self.put("savings.slippage", slippage)
        for y in range(s.years):
            self.headings["third_party_payments"][y] += slippage[y]
        return slippage


# ---- bids ----------------------------------------------------------------------------------------

def bids_of(scenario):
    """Names of bids, and of those whose benefit is modelled."""
    bids, modelled = [], []
    for name, node in section(scenario.tree, "interventions").items():
        if node.get("active", "yes") == "yes" and "cost" in node:
            bids.append(name)
            if node.get("effects"):
                modelled.append(name)
    return bids, modelled


def appraise(scenario, bids, modelled, variants, rows):
    """Fills the bids' rows; returns what they cost net in each year. variants[k] has the first k
    modelled bids on."""
    s = scenario
    worth = [1.0]
    deflator = s.tree.get("invest_to_save", {}).get("deflator")
    for y in range(1, s.years):
        rate = s.year("invest_to_save.discount_rate", y, 0.035)
        inflation = s.index(deflator).at(12 * y) if deflator else 0.0
        worth.append(worth[-1] / (1 + rate) / (1 + inflation))
    net_of_all = [0.0] * s.years
    lives = []
    on = 0
    for name in bids:
        off = on
        on += name in modelled
        path = f"interventions.{name}"
        cumulative = value = 0.0
        table = {key: [] for key in ("investment", "benefit", "net", "cumulative", "npv")}
        for y in range(s.years):
            cost = s.year(f"{path}.cost", y, spent=True)
            benefit = (variants[off].total[y] - variants[on].total[y] +
                       s.year(f"{path}.benefit", y, spent=True) * s.year(f"{path}.delivery", y, 1.0))
            cumulative += cost - benefit
            value += (benefit - cost) * worth[y]
            for key, amount in zip(table, (cost, benefit, cost - benefit, cumulative, value)):
                table[key].append(amount)
            net_of_all[y] += cost - benefit
        for key, amounts in table.items():
            if key != "npv" or deflator:
                rows[f"invest_to_save.{name}.{key}"] = amounts
        lives.append((name, path, table))
    if bids:
        rows["invest_to_save.net"] = net_of_all
    for name, path, table in lives:
        whole_life(s, name, path, table, deflator, rows)
    if bids and deflator:
        rows["invest_to_save.whole_life_npv"] = [
            sum(rows[f"invest_to_save.{name}.whole_life_npv"][y] for name in bids)
            for y in range(s.years)]
    return net_of_all


def put_under_headings(s, name, rows, modelled, headings):
    """A bid's own cost, less what it saves by its own word."""
    node = section(s.tree, "interventions")[name]
    amounts = rows[f"invest_to_save.{name}.{'investment' if modelled else 'net'}"]
    for y, amount in enumerate(amounts):
        rest = amount
        for heading in section(node, "split"):
            part = amount * s.year(f"interventions.{name}.split.{heading}", y)
            headings[heading][y] += part
            rest -= part
        headings[node.get("subjective", "supplies_and_services")][y] += rest


def whole_life(s, name, path, table, deflator, rows):
    """Capital, what borrowing it costs, and the value over the bid's horizon, of which the years
    after the last are like it in real terms."""
    nodes = section(s.tree, "interventions")
    active = [node for node in nodes.values() if node.get("active", "yes") == "yes" and
              "cost" in node]
    node = nodes[name]
    capital = [0.0] * s.years
    last_of = s.year(f"{path}.capital.life", 0, 1.0)
    if "capital" in node:
        spent_in = s.month_of(node["capital"]["in"]) // 12
        capital[spent_in] = s.year(f"{path}.capital.amount", spent_in)
    if any("capital" in other for other in active):
        borrowing = []
        for y in range(s.years):
            earlier = sum(capital[:y])
            used = sum(amount / last_of * (y - 1 - when) for when, amount in enumerate(capital[:y]))
            borrowing.append(earlier / last_of +
                             (earlier - used) * s.year(f"{path}.capital.interest", y))
        rows[f"invest_to_save.{name}.capital"] = capital
        rows[f"invest_to_save.{name}.borrowing"] = borrowing
    if not deflator:
        return
    horizon = max(int(node.get("horizon", "0")), s.years)
    for row, bias in (("whole_life_npv", 0.0),
                      ("whole_life_npv_with_bias", s.year(f"{path}.optimism_bias", 0))):
        if row.endswith("bias") and not any("optimism_bias" in other for other in active):
            continue
        value = left = 0.0
        level = worth = 1.0
        for y in range(horizon):
            known = min(y, s.years - 1)
            if y > 0:
                worth /= 1 + s.year("invest_to_save.discount_rate", known, 0.035)
                level *= 1 + s.index(deflator).at(12 * y) if y < s.years else 1.0
            built = capital[y] / level if y < s.years else 0.0
            cost, benefit = table["investment"][known], table["benefit"][known]
            value += (benefit / level - (cost / level + built) * (1 + bias)) * worth
            left += built * max(0.0, 1 - (horizon - y) / last_of)
        rows[f"invest_to_save.{name}.{row}"] = [value + left * worth] * s.years


# ---- the contract --------------------------------------------------------------------------------

def decompose(spending, y):
    """Volume, mix and price of placements in a year, on the year before."""
    weeks0 = sum(w[y - 1] for w in spending.weeks.values())
    weeks1 = sum(w[y] for w in spending.weeks.values())
    cost0 = sum(n[y - 1] for n in spending.net.values())
    cost1 = sum(n[y] for n in spending.net.values())
    crossed = sum(spending.weeks[p][y] * spending.price[p][y - 1] for p in spending.weeks)
    as_before = cost0 * weeks1 / weeks0 if weeks0 > 0 else crossed
    return as_before - cost0, crossed - as_before, cost1 - crossed


class Contract:
    def __init__(self, scenario, baseline, bids_net, expenditure, rows):
        self.s = s = scenario
        self.base = baseline
        self.rows = rows
        self.tree = s.tree["contract"]
        self.from_prices = self.modelled_from("indexation")
        self.from_demand = self.modelled_from("demand_pressures")
        self.first = max(self.from_prices, self.from_demand)
        brought = s.year("contract.brought_forward", 0)
        increase = grants_before = self.owed = 0.0
        reserves = s.year("contract.reserves", 0)
        for y in range(s.years):
            self.once = 0.0
            grants = s.year("contract.other_grants_and_contributions", y)
            total = self.sum_of_year(y, brought, grants_before)
            via_council = s.year("contract.grants_via_council", y)
            proposed = total + grants + bids_net[y]
            self.put(y, "grants_via_council", via_council)
            self.put(y, "core_contract_sum", total - via_council)
            self.put(y, "other_grants_and_contributions", grants)
            self.put(y, "total_budget", total + grants)
            self.put(y, "total_funding_proposed", proposed)
            funding = proposed
            if "council_assumption" in self.tree:
                increase += s.year("contract.council_assumption.increase_per_year", y) if y else 0.0
                council = s.year("contract.council_assumption.contract_sum", y) + increase
                funding = council + grants
                self.put(y, "council_assumption.contract_sum", council)
                self.put(y, "council_assumption.total_budget", funding)
            if expenditure is not None:
                gap = expenditure[y] - funding
                self.put(y, "funding_gap", gap)
                if "council_assumption" in self.tree:
                    self.put(y, "gap_against_council", gap)
                self.put(y, "gap_against_proposed", expenditure[y] - proposed)
                reserves = self.share(y, gap, reserves)
            brought = total - self.once
            grants_before = grants

    def put(self, y, name, amount):
        self.rows.setdefault(f"contract.{name}", [0.0] * self.s.years)[y] = amount

    def modelled_from(self, key):
        text = section(self.tree, key).get("modelled_from")
        return self.s.month_of(text) // 12 if text else self.s.years

    def line(self, y, path, node, agreed=False):
        if y not in self.s.span(node):
            return 0.0
        amount = self.s.year(f"contract.{path}.amount", y, spent=True)
        amount *= 1.0 if agreed else self.s.year(f"contract.{path}.delivery", y, 1.0)
        return amount

    def lines(self, y, path, name):
        total = 0.0
        for key, node in section(self.tree, *path.split(".")).items():
            amount = self.line(y, f"{path}.{key}", node)
            self.put(y, f"{name}.{key}", amount)
            self.once += amount if node.get("recurrence") == "one_off" else 0.0
            total += amount
        return total

    def groups(self, y, path, name, total_name, sign):
        total = 0.0
        for group, node in section(self.tree, *path.split(".")).items():
            of_group = 0.0
            for key, line in section(node, "lines").items():
                amount = sign * self.line(y, f"{path}.{group}.lines.{key}", line, sign < 0)
                self.put(y, f"{name}.{group}.{key}", amount)
                self.once += amount if line.get("recurrence") == "one_off" else 0.0
                of_group += amount
            self.put(y, f"{total_name}.{group}", of_group)
            total += of_group
        return total

    def indexation(self, y, sub_total, price):
        total = 0.0
        tree = section(self.tree, "indexation")
        if "stated" in tree:
            amount = self.line(y, "indexation.stated", tree["stated"])
            self.once += amount if tree["stated"].get("recurrence") == "one_off" else 0.0
            self.put(y, "indexation.stated", amount)
            total += amount
        if section(tree, "on_base"):
            amount = 0.0
            for key, node in section(tree, "on_base").items():
                if y in self.s.span(node):
                    amount += (self.s.year(f"contract.indexation.on_base.{key}.share", y) *
                               self.s.index(node["index"]).at(12 * y) * sub_total)
            self.put(y, "indexation.on_base", amount)
            total += amount
        if self.from_prices < self.s.years:
            amount = 0.0
            if y >= self.from_prices:
                amount = price + self.base.other_price[y] + self.base.services_price[y]
            self.put(y, "indexation.modelled", amount)
            total += amount
        self.put(y, "indexation", total)
        return total

    def pressures(self, y, volume, mix, brought, grants_before):
        base = self.base
        total = self.groups(y, "demand_pressures.stated", "pressures", "demand_pressures", 1)
        total += self.groups(y, "demand_pressures.mitigations", "mitigations", "mitigations", -1)
        if self.from_demand < self.s.years:
            parts = dict.fromkeys(("volume", "mix", "other", "services", "services_full_year"), 0.0)
            if y >= self.from_demand:
                full_year = base.services_full_year[y]
                decided = base.services[y] - base.services[y - 1] - base.services_price[y]
                parts = {"volume": volume, "mix": mix,
                         "other": base.other[y] - base.other[y - 1] - base.other_price[y],
                         "services": decided - full_year, "services_full_year": full_year}
            if self.first < self.s.years:
                needed = base.total[y - 1] - brought - grants_before if y == self.first else 0.0
                parts["full_year"] = needed
            if "savings.slippage" in self.rows:
                late = base.slippage[y - 1] - base.slippage[y - 2] if y > self.first else 0.0
                parts["slippage"] = late
            for name, amount in parts.items():
                self.put(y, f"demand_pressures.modelled.{name}", amount)
                total += amount
        self.put(y, "demand_pressures.net", total)
        return total

    def sum_of_year(self, y, brought, grants_before):
        volume = mix = price = 0.0
        if y > 0 and self.base.weeks:
            volume, mix, price = decompose(self.base, y)
        self.put(y, "brought_forward", brought)
        sub_total = brought + self.lines(y, "permanent_adjustments", "adjustments")
        self.put(y, "sub_total", sub_total)
        total = sub_total + self.indexation(y, sub_total, price)
        total += self.pressures(y, volume, mix, brought, grants_before)
        changes = self.lines(y, "contract_changes", "contract_changes")
        self.put(y, "contract_changes", changes)
        self.put(y, "total_contract_sum", total + changes)
        return total + changes

    def share(self, y, gap, reserves):
        returned = max(-gap, 0.0) * self.s.year("contract.gain_share", y)
        received = max(gap, 0.0) * self.s.year("contract.risk_share", y)
        owed, self.owed = self.owed, returned
        reserves -= gap + owed - received
        short = max(self.s.year("contract.reserves_floor", y) - reserves, 0.0)
        for key, name, amount in (("gain_share", "gain_share_to_council", owed),
                                  ("risk_share", "risk_share_from_council", received),
                                  ("reserves", "reserves", reserves),
                                  ("reserves", "reserves_short_of_floor", short)):
            if key in self.tree:
                self.put(y, name, amount)
        if "risk_share" in self.tree or "reserves" in self.tree:
            self.put(y, "overspend_left_to_trust", max(gap, 0.0) - received)
        return reserves


def capital(scenario, rows):
    total = [0.0] * scenario.years
    for group, node in section(scenario.tree, "capital").items():
        of_group = [0.0] * scenario.years
        for key, line in section(node, "lines").items():
            path = f"capital.{group}.lines.{key}"
            amounts = [scenario.year(f"{path}.amount", y, spent=True) *
                       scenario.year(f"{path}.delivery", y, 1.0) if y in scenario.span(line)
                       else 0.0 for y in range(scenario.years)]
            rows[f"capital.{group}.{key}"] = amounts
            of_group = [a + b for a, b in zip(of_group, amounts)]
        rows[f"capital.{group}"] = of_group
        total = [a + b for a, b in zip(total, of_group)]
    if section(scenario.tree, "capital"):
        rows["capital.total"] = total


# ---- the whole -----------------------------------------------------------------------------------

def run(carecast, path, out, switched_off=()):
    settings = [word for name in switched_off
                for word in ("--set", f"interventions.{name}.active=no")]
    subprocess.run([carecast, "run", str(path), "-o", str(out), *settings], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return next(out.iterdir())


def recompute(carecast, path, scratch):
    """All rows of contract.csv, worked out; and the file's own."""
    folder = run(carecast, path, scratch / "all")
    scenario = Scenario(folder)
    bids, modelled = bids_of(scenario)
    variants = []
    for k in range(len(modelled)):
        less = run(carecast, path, scratch / f"without-{k}", modelled[k:])
        variants.append(Spending(Scenario(less)))
    result = Spending(scenario)
    variants.append(result)
    rows = dict(result.rows)
    bids_net = appraise(scenario, bids, modelled, variants, rows)
    expenditure = None
    if result.present:
        expenditure = [variants[0].total[y] + bids_net[y] for y in range(scenario.years)]
        for name in bids:
            put_under_headings(scenario, name, rows, name in modelled, result.headings)
        rows["expenditure.total"] = expenditure
        for heading in HEADINGS:
            rows[f"subjective.{heading}"] = result.headings[heading]
    if "contract" in scenario.tree:
        Contract(scenario, variants[0], bids_net, expenditure, rows)
    capital(scenario, rows)
    printed = {}
    with open(folder / "contract.csv", newline="") as file:
        for row in csv.DictReader(file):
            year = int(row["financial_year"][:4]) - scenario.first_year
            printed.setdefault(row["line"], [None] * scenario.years)[year] = float(row["value"])
    return rows, printed


def compare(name, rows, printed):
    """Prints what differs; returns how many amounts were compared, and how many differ."""
    wrong = 0
    for line in sorted(set(rows) ^ set(printed)):
        where = "contract.csv" if line in printed else "the recomputation"
        print(f"{name}: {line} is in {where} only")
        wrong += 1
    count = 0
    for line in sorted(set(rows) & set(printed)):
        for year, (mine, theirs) in enumerate(zip(rows[line], printed[line])):
            count += 1
            if not abs(mine - theirs) <= HALF_A_PENNY:
                print(f"{name}: {line} in year {year}: printed {theirs:.4f}, recomputed {mine:.4f}")
                wrong += 1
    return count, wrong


def main(carecast, paths):
    counts = [0, 0]
    for path in paths:
        with tempfile.TemporaryDirectory() as scratch:
            rows, printed = recompute(carecast, Path(path), Path(scratch))
        count, wrong = compare(path, rows, printed)
        counts[0] += count
        counts[1] += wrong
    print(f"{len(paths)} scenarios, {counts[0]} amounts, {counts[1]} differ")
    return counts[1] != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
